"""A schema's error in words: what the value is, and what it should be."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from descriptors.problems import Steps
from descriptors.scalars import plain_scalar
from descriptors.schema_errors import SchemaError
from descriptors.suggest import closest, did_you_mean

_TYPES = {
    "string": "text",
    "object": "a mapping",
    "array": "a list",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
_FROM_THE_CATALOG = ("relations", "status")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, before it has a place in a file.

    `steps` lead to the value at fault, or to the parent of a `missing` field. `near` is the key
    to point at instead, where there is one; `of_key`: it is the key that is wrong.
    """

    code: str
    message: str
    hint: str
    steps: Steps
    severity: str = "error"
    missing: str = ""
    near: str = ""
    of_key: bool = False

    @property
    def at(self) -> Steps:
        return (*self.steps, self.near) if self.near else self.steps


def words(error: SchemaError) -> Finding:
    """Say an error of the schema the way a colleague would."""
    finding = _WORDS.get(error.keyword, _other)(error)
    return _said_of_key(finding, error) if error.of_key else finding


def _said_of_key(finding: Finding, error: SchemaError) -> Finding:
    message = f"`{error.value}` can't be a key of {_quoted(error.steps)}"
    return replace(finding, message=message, steps=(*error.steps, error.value), of_key=True)


def field_name(steps: Steps) -> str:
    """A path as people write it: `spec.versions[0].version`."""
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return name.removeprefix(".") or "the document"


def shown(value: Any) -> str:
    """A value in few words."""
    if value is None:
        return "has no value"
    if isinstance(value, (dict, list)):
        return "is a mapping" if isinstance(value, dict) else "is a list"
    text = value if isinstance(value, str) else json.dumps(value)
    return f"is `{text if len(text) <= 60 else text[:57] + '…'}`"


def _required(error: SchemaError) -> Finding:
    name = error.detail
    fields: dict[str, Any] = error.schema.get("properties", {})
    strangers = [key for key in error.value if key not in fields]
    near = closest(name, strangers)
    example = next(iter(fields.get(name, {}).get("examples", ())), None)
    hint = f"did you mean `{name}`? The file says `{near}`" if near else _add(name, example)
    message = f"`{name}` is missing in {_quoted(error.steps)}"
    return Finding("schema/required", message, hint, error.steps, missing=name, near=near)


def _add(name: str, example: Any) -> str:
    if example is None or isinstance(example, (dict, list)):
        return f"add `{name}:`"
    return f"add it, as in `{name}: {_as_yaml(example)}`"


def _as_yaml(value: Any) -> str:
    """A scalar as one would write it: quoted only where YAML would take it for something else."""
    if not isinstance(value, str):
        return json.dumps(value)
    looks_plain = plain_scalar(value) == value and ": " not in value and "\n" not in value
    return value if looks_plain else json.dumps(value)


def _type(error: SchemaError) -> Finding:
    wanted = error.limit
    names = [wanted] if isinstance(wanted, str) else wanted
    message = f"{_quoted(error.steps)} must be {' or '.join(_TYPES[name] for name in names)}"
    hint = ""
    if error.value is None:
        hint = "give it a value, or remove the line"
    elif names == ["string"] and isinstance(error.value, (int, float)):
        hint = "put it in quotes"
    elif names == ["string"]:
        hint = "write one value, without list or mapping"
    elif names == ["object"]:
        hint = "write it as a mapping: lines of `key: value`, indented below it"
    elif names == ["array"]:
        hint = "write it as a list: `- …` on a line of its own, or `[…]`"
    return Finding("schema/type", f"{message}, but {shown(error.value)}", hint, error.steps)


def _pattern(error: SchemaError) -> Finding:
    code = error.schema.get("x-mlhome-code", "schema/pattern")
    what = error.schema.get("patternErrorMessage", f"It must match {error.limit}")
    if not error.value:
        return _empty(error)
    return Finding(
        code, f"{_quoted(error.steps)} can't be `{str(error.value)[:80]}`", what, error.steps
    )


def _enum(error: SchemaError) -> Finding:
    code = error.schema.get("x-mlhome-code", "schema/enum")
    allowed = ", ".join(f"`{value}`" for value in error.limit)
    message = f"{_quoted(error.steps)} must be one of {allowed}, but {shown(error.value)}"
    example = next(iter(error.schema.get("examples", ())), error.limit[0])
    near = did_you_mean(str(error.value), map(str, error.limit))
    hint = near or f"write one of these, such as `{example}`"
    return Finding(code, message, hint, error.steps)


def _additional(error: SchemaError) -> Finding:
    name, known = error.detail, list(error.schema.get("properties", ()))
    place, code = (*error.steps, name), "schema/unknown-field"
    message = f"`{name}` has no place in {_quoted(error.steps)}"
    hint = did_you_mean(name, known) or f"there is only {', '.join(known)}"
    if not error.steps:
        code, message = "envelope/unknown-root", f"`{name}` has no place at the top of a descriptor"
    if name in _FROM_THE_CATALOG:
        hint = "remove it; the catalog writes it"
    return Finding(code, message, hint, place, of_key=True)


def _empty(error: SchemaError) -> Finding:
    message = f"{_quoted(error.steps)} must not be empty"
    return Finding("schema/empty", message, "give it a value, or remove the line", error.steps)


def _too_short(error: SchemaError) -> Finding:
    if not error.value:
        return _empty(error)
    return _bound("at least", error)


def _too_long(error: SchemaError) -> Finding:
    return _bound("at most", error)


def _bound(relation: str, error: SchemaError) -> Finding:
    unit = {"minLength": " characters", "maxLength": " characters"}.get(error.keyword, "")
    unit = " items" if error.keyword.endswith("Items") else unit
    verb = "have" if unit else "be"
    message = f"{_quoted(error.steps)} must {verb} {relation} {error.limit}{unit}"
    return Finding("schema/range", f"{message}, but {shown(error.value)}", "", error.steps)


def _other(error: SchemaError) -> Finding:
    return Finding(
        "schema/invalid", f"{_quoted(error.steps)}: {error.detail[:200]}", "", error.steps
    )


def _quoted(steps: Steps) -> str:
    return f"`{field_name(steps)}`" if steps else "the document"


_WORDS: dict[str, Callable[[SchemaError], Finding]] = {
    "required": _required,
    "type": _type,
    "pattern": _pattern,
    "enum": _enum,
    "additionalProperties": _additional,
    "minLength": _too_short,
    "minItems": _too_short,
    "maxLength": _too_long,
    "maxItems": _too_long,
    "minimum": lambda error: _bound("at least", error),
    "maximum": lambda error: _bound("at most", error),
}
