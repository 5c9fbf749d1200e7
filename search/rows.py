"""What the index keeps of a document to show it as a hit."""

from collections.abc import Mapping
from typing import Any

from search.document import SearchDocument
from search.indexed import MAX_TEXT
from search.request import SearchHit

_SHOWN = (
    "id",
    "ref",
    "kind",
    "namespace",
    "name",
    "title",
    "description",
    "tags",
    "owner",
    "type",
    "lifecycle",
    "project",
    "domain",
    "updated_at",
)


def to_row(document: SearchDocument) -> dict[str, Any]:
    """What is shown, and the text in which matches are marked."""
    row = {field: getattr(document, field) for field in _SHOWN}
    return {**row, "text": document.text[:MAX_TEXT]}


def to_hit(row: Mapping[str, Any], score: float, marks: Mapping[str, tuple[str, ...]]) -> SearchHit:
    shown = {field: row[field] for field in _SHOWN}
    return SearchHit(**{**shown, "tags": tuple(row["tags"])}, score=score, highlights=marks)
