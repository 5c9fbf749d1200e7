"""From an entry to what the index holds of it."""

import re
from typing import Any

import orjson

from descriptors.refs import InvalidRef, parse_ref
from search.document import SearchDocument

# A description of an API can be a book; its beginning says what it is about.
TEXT_LENGTH, PART_LENGTH = 16_000, 4_000
ELSEWHERE = frozenset({"owner", "type", "lifecycle"})
# Where a descriptor lies is not what it is about; its folders' names would match all in them.
PLACES = frozenset(
    {f"backstage.io/{name}" for name in ("managed-by-location", "managed-by-origin-location")}
    | {f"backstage.io/{name}" for name in ("view-url", "edit-url", "source-location")}
)
DIGEST = re.compile(r"^(sha\d+[:-])?[0-9a-fA-F]{32,}$")  # nobody's word, and noise in an excerpt


def search_document(row: Any, views: float = 0.0) -> SearchDocument:
    """The findable view of a row of entity joined with its entry's `body` and `revision`; `views`
    says how often it was opened of late."""
    body = orjson.loads(row.body)
    metadata, spec = body["metadata"], body.get("spec") or {}
    return SearchDocument(
        id=row.id,
        revision=row.revision,
        ref=row.ref,
        kind=body["kind"],
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
        views=views,
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
    annotations = metadata.get("annotations") or {}
    _collect({key: text for key, text in annotations.items() if key not in PLACES}, words)
    _collect(metadata.get("labels"), words)
    for link in metadata.get("links") or ():
        if isinstance(link, dict):
            words.append(_text(link.get("title")))
    return "\n".join(words)[:TEXT_LENGTH]


def _collect(value: Any, words: list[str]) -> None:
    if isinstance(value, str):
        if not DIGEST.match(value):
            words.append(value[:PART_LENGTH])
    elif isinstance(value, dict):
        for inner in value.values():
            _collect(inner, words)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, words)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
