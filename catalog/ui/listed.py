"""The facts of many entities at once, for the rows of a list."""

from collections.abc import Sequence

import orjson

from catalog.browse.bodies import bodies_by_refs
from catalog.browse.selection import Selection
from catalog.ui.lines import ListFact, facts_line
from catalog.ui.parts import PageParts


def lines_of(parts: PageParts, refs: Sequence[str]) -> dict[str, list[ListFact]]:
    """By ref, the facts of each entity that the reader can see."""
    bodies = bodies_by_refs(parts.database, parts.reader(), refs, Selection())
    pairs = zip(refs, bodies, strict=True)
    return {ref: facts_line(orjson.loads(body)) for ref, body in pairs if body}
