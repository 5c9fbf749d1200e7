"""The OpenAPI document, and the page about the API: every operation, read from it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Blueprint, Response, render_template

from catalog.api.answers import json_bytes

_METHODS = ("get", "post", "put", "patch", "delete")
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """Something an operation takes; `place` is query, path or body."""

    name: str
    place: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    about: str
    takes: tuple[Field, ...]
    statuses: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return "-".join([self.method, *self.path.replace("{", "").replace("}", "").split("/")])


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    about: str
    operations: tuple[Operation, ...]


def docs_blueprint(document: Callable[[], Document]) -> Blueprint:
    pages = Blueprint(
        "api_docs",
        __name__,
        url_prefix="/api",
        template_folder="templates",
        static_folder="static",
        static_url_path="/docs/static",
    )

    def page() -> str:
        """Every operation of the API, to read."""
        return render_template("api/docs.html", sections=sections(document()))

    pages.add_url_rule("/docs", "page", page)

    def whole() -> Response:
        # Schemas of plugins may hold values that JSON has not: decimals, for example.
        return json_bytes(orjson.dumps(document(), default=str))

    pages.add_url_rule("/openapi.json", "document", whole)
    return pages


def sections(document: Document) -> list[Section]:
    """The operations by tag, in the document's order."""
    operations: dict[str, list[Operation]] = {}
    for path, item in document["paths"].items():
        shared = item.get("parameters", [])
        for method in filter(item.__contains__, _METHODS):
            tag = item[method].get("tags", ["other"])[0]
            operations.setdefault(tag, []).append(_operation(document, path, method, item, shared))
    about = {tag["name"]: tag.get("description", "") for tag in document.get("tags", [])}
    return [Section(tag, about.get(tag, ""), tuple(them)) for tag, them in operations.items()]


def _operation(
    document: Document, path: str, method: str, item: Document, shared: list[Document]
) -> Operation:
    asked = item[method]
    parameters = [_resolved(document, one) for one in [*shared, *asked.get("parameters", [])]]
    return Operation(
        method=method.upper(),
        path=path,
        about=asked.get("summary", ""),
        takes=(*map(_parameter, parameters), *_body(document, asked)),
        statuses=tuple(sorted(filter(str.isdigit, asked["responses"]))),
    )


def _parameter(parameter: Document) -> Field:
    return Field(
        name=parameter["name"],
        place=parameter["in"],
        type=_type(parameter.get("schema", {})),
        required=parameter.get("required", False),
        about=parameter.get("description", ""),
    )


def _body(document: Document, asked: Document) -> Iterator[Field]:
    content = asked.get("requestBody", {}).get("content", {})
    for media in content.values():
        schema = _resolved(document, media["schema"])
        required = schema.get("required", ())
        for name, field in schema.get("properties", {}).items():
            yield Field(name, "body", _type(field), name in required, field.get("description", ""))


def _type(schema: Document) -> str:
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("type", "object"))


def _resolved(document: Document, value: Document) -> Document:
    """What a `$ref` within the document stands for."""
    for step in value["$ref"].split("/")[1:] if "$ref" in value else ():
        document = document[step]
    return document if "$ref" in value else value
