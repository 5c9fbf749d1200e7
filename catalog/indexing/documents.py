"""From an entry to what the index holds of it."""

from typing import Any

import orjson

from descriptors.refs import InvalidRef, parse_ref
from search.document import SearchDocument

# A description of an API can be a book; its beginning says what it is about.
TEXT_LENGTH, PART_LENGTH = 16_000, 4_000
ELSEWHERE = frozenset({"owner", "type", "lifecycle"})


def search_document(row: Any) -> SearchDocument:
    """The findable view of a row of entity joined with its entry's `body` and `revision`."""
    body = orjson.loads(row.body)
    metadata, spec = body["metadata"], body.get("spec") or {}
    return SearchDocument(
        id=row.id,
        revision=row.revision,
        ref=row.ref,
        kind=row.kind,
        namespace=row.namespace,
        name=metadata["name"],
        title=_text(metadata.get("title")),
        description=_text(metadata.get("description")),
        tags=tuple(tag for tag in metadata.get("tags") or () if isinstance(tag, str)),
        owner=row.owner,
        type=row.type,
        lifecycle=row.lifecycle,
        project=row.project,
        domain=_domain(spec, row.namespace),
        text=_words_of(metadata, spec),
        audience=row.audience,
        updated_at=row.updated_at,
    )


def _domain(spec: dict[str, Any], namespace: str) -> str:
    try:
        return str(parse_ref(_text(spec.get("domain")), "domain", namespace))
    except InvalidRef:
        return ""


def _words_of(metadata: dict[str, Any], spec: dict[str, Any]) -> str:
    words: list[str] = []
    for field, value in spec.items():
        if field not in ELSEWHERE:
            _collect(value, words)
    for group in ("annotations", "labels"):
        _collect(metadata.get(group), words)
    for link in metadata.get("links") or ():
        if isinstance(link, dict):
            words.append(_text(link.get("title")))
    return "\n".join(words)[:TEXT_LENGTH]


def _collect(value: Any, words: list[str]) -> None:
    if isinstance(value, str):
        words.append(value[:PART_LENGTH])
    elif isinstance(value, dict):
        for inner in value.values():
            _collect(inner, words)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, words)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
