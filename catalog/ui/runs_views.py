"""Saved views of a table of runs: a filter, an order and columns under a name.

They are part of the descriptor, in the annotation `mlhome/runs-views`, one a line
(`Best by AUC: q=status:finished&sort=-metric.auc`): there for everyone, changed by those who
may change the project, with a history. The models of a project have its views too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson

from catalog.browse.bodies import bodies_by_refs
from catalog.browse.selection import Selection
from catalog.browse.views import Entry
from catalog.ui.addresses import with_query
from catalog.ui.parts import PageParts

ANNOTATION = "mlhome/runs-views"
MOST = 30
_WORDS = ("q", "sort", "columns")


@dataclass(frozen=True, slots=True)
class SavedView:
    """`chosen`: it is what the page shows."""

    name: str
    address: str
    chosen: bool


def saved_views(
    parts: PageParts, entry: Entry, path: str, arguments: Iterable[tuple[str, str]]
) -> list[SavedView]:
    """The views declared on the entity itself, then those of its project."""
    current = with_query(path, _kept(arguments))
    annotations = [_annotation(entry.document), *_of_project(parts, entry)]
    found = {name: query for text in reversed(annotations) for name, query in _lines(text)}
    views = [(name, with_query(path, query)) for name, query in found.items()]
    return [SavedView(name, address, address == current) for name, address in views][:MOST]


def as_annotation(entry: Entry, arguments: Iterable[tuple[str, str]]) -> str:
    """The lines of YAML that add what an address shows to the views there are; "" for an address
    that asks for nothing."""
    query = urlencode(_kept(arguments), safe=":[]>=<*.-,")
    if not query:
        return ""
    lines = [*_annotation(entry.document).strip().splitlines(), f"My view: {query}"]
    shown = "\n".join(f"      {line.strip()}" for line in lines)
    return f"metadata:\n  annotations:\n    {ANNOTATION}: |\n{shown}"


def _of_project(parts: PageParts, entry: Entry) -> list[str]:
    if not entry.project or entry.project == entry.ref:
        return []
    bodies = bodies_by_refs(parts.database, parts.reader(), [entry.project], Selection())
    return [_annotation(orjson.loads(body)) for body in bodies if body]


def _annotation(document: Mapping[str, Any]) -> str:
    annotations = document["metadata"].get("annotations") or {}
    return str(annotations.get(ANNOTATION, ""))


def _lines(text: str) -> Iterator[tuple[str, Sequence[tuple[str, str]]]]:
    """Names and what they ask for; a line that is no view is left out."""
    for line in text.splitlines():
        name, colon, query = line.partition(": ")
        asked = _kept(parse_qsl(query.strip().lstrip("?")))
        if colon and name.strip() and asked:
            yield name.strip(), asked


def _kept(arguments: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    pairs = [pair for pair in arguments if pair[0] in _WORDS and pair[1]]
    return sorted(pairs, key=lambda pair: _WORDS.index(pair[0]))
