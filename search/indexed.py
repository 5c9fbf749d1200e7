"""A search document in the form that both engines index."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from search.document import SearchDocument
from search.folding import fold, printable, ref_forms, run_of_words

MAX_TEXT = 64 * 1024  # characters of `text` and `description` that are indexed
MAX_VALUE = 512  # characters of a filterable value
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REFS = ("owner", "project", "domain")
# Times are sorted to 1/64 of a second, up to the year 2105, for 33 million entities.
_TICKS = 64
_BITS_OF_ID = 25
_OF_ITSELF = ("project", "domain")
_TEXTS = tuple(field.name for field in fields(SearchDocument) if field.type is str)


@dataclass(frozen=True, slots=True)
class Indexed:
    """`texts` are what words are found in, by field. `terms` are `field=value`, one for each way
    to ask for it; `exact` are the whole texts that a query may equal; `facets` are what is
    counted, and `keys` what is sorted by: each key ends with the id, so that no two documents
    have the same."""

    texts: dict[str, list[str]]
    terms: list[str]
    exact: list[str]
    facets: dict[str, list[str]]
    keys: dict[str, str | int]


def indexed(document: SearchDocument) -> Indexed:
    facets = {field: values for field, values in _facets(document) if values}
    name, title = fold(document.name), fold(document.title or document.name)
    return Indexed(
        texts=_texts(document),
        terms=_terms(document, facets),
        exact=list({*ref_forms(fold(document.ref)), run_of_words(name), run_of_words(title)}),
        facets=facets,
        keys=_keys(document, name, title),
    )


def without_halves(document: SearchDocument) -> SearchDocument:
    """The document without halves of surrogate pairs, which no engine can store."""
    try:
        "".join(_strings(document)).encode()
        return document
    except UnicodeEncodeError:
        return replace(document, **_printable(document))


def term(field: str, value: str) -> str:
    return f"{field}={fold(value)[:MAX_VALUE]}"


def _texts(document: SearchDocument) -> dict[str, list[str]]:
    return {
        "name": [_apart(document.name)],
        "title": [document.title],
        "tags": list(document.tags),
        "owner": [ref_forms(document.owner)[-1]],
        "what": [document.kind, _apart(document.kind), document.type],
        "description": [document.description[:MAX_TEXT]],
        "text": [document.text[:MAX_TEXT]],
    }


def _apart(name: str) -> str:
    return _CAMEL.sub(" ", name)


def _facets(document: SearchDocument) -> Iterator[tuple[str, list[str]]]:
    for field in ("kind", "namespace", "type", "lifecycle", "owner", "project", "domain"):
        value = fold(getattr(document, field))[:MAX_VALUE]
        yield field, [value] if value else []
    yield "tag", [fold(tag)[:MAX_VALUE] for tag in document.tags]


def _terms(document: SearchDocument, facets: dict[str, list[str]]) -> list[str]:
    forms = ref_forms(fold(document.ref))
    terms = [
        f"{field}={form}"
        for field, values in facets.items()
        for value in values
        for form in _forms(field, value)
    ]
    terms += [f"ref={form}" for form in forms]
    if (kind := fold(document.kind)) in _OF_ITSELF:  # a project is in itself
        terms += [f"{kind}={form}" for form in forms]
    return terms + [term(field, each) for field, given in document.values.items() for each in given]


def _forms(field: str, value: str) -> tuple[str, ...]:
    return ref_forms(value) if field in _REFS else (value,)


def _keys(document: SearchDocument, name: str, title: str) -> dict[str, str | int]:
    end = f"\x00{document.id:012d}"
    return {
        "title": f"{title[:MAX_VALUE]}{end}",
        "name": f"{name}{end}",
        "kind": f"{fold(document.kind)}\x00{title[:MAX_VALUE]}{end}",
        "updated": _packed(document.updated_at * _TICKS, document.id, _BITS_OF_ID),
        "views": _packed(document.views, document.id, 32),
    }


def _packed(number: float, id: int, bits: int) -> int:
    """A number and then an id in one of 63 bits. (Ids of more bits than there are for them would
    no longer be told apart where the numbers are equal.)"""
    most = (1 << (63 - bits)) - 1
    whole = int(min(max(number, 0.0), float(most)))
    return min(whole, most) << bits | id & ((1 << bits) - 1)


def _strings(document: SearchDocument) -> Iterator[str]:
    for field in _TEXTS:
        yield getattr(document, field)
    yield from document.tags
    for values in document.values.values():
        yield from values


def _printable(document: SearchDocument) -> dict[str, Any]:
    texts: dict[str, Any] = {field: printable(getattr(document, field)) for field in _TEXTS}
    tags = tuple(printable(tag) for tag in document.tags)
    values = {k: tuple(printable(v) for v in vs) for k, vs in document.values.items()}
    return {**texts, "tags": tags, "values": values}
