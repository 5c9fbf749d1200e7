"""The first page: the search box, what is new, what is used, and ways to browse."""

from flask import Response

from catalog import browse
from catalog.ui.kinds import AROUND, MAIN, look_of, order_of
from catalog.ui.parts import PageParts
from catalog.ui.showing import show

SHOWN = 8
# Ways to browse, and what is counted in them: not every metric and person.
WAYS = {"domain": "Domain", "owner": "Team", "type": "Task"}
WHAT_COUNTS = {"kind": ("project", "model")}


def home(parts: PageParts) -> Response:
    """What a reader sees first; with nothing in the catalog, how to fill it."""
    database, reader = parts.database, parts.reader()
    kinds = sorted(browse.counts_by(database, reader, "kind"), key=lambda kind: order_of(kind[0]))
    if not kinds:
        return show("home_empty.html", locations=browse.locations(database))
    return show(
        "home.html",
        counts=dict(kinds),
        others=[(kind, count) for kind, count in kinds if look_of(kind) not in MAIN],
        recent=browse.recently_changed(database, reader, SHOWN, without=AROUND),
        viewed=browse.most_viewed(database, reader, SHOWN),
        browse_by=_ways_to_browse(parts),
        locations=browse.locations(database),
        problems=browse.problems(database, reader, limit=1).total,
    )


def _ways_to_browse(parts: PageParts) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """(heading, search field, [(value, title, count)]) for domain, team and task."""
    database, reader = parts.database, parts.reader()
    page = browse.search(
        parts.index(), database, reader, filters=WHAT_COUNTS, facets=tuple(WAYS), limit=1
    )
    shown = {field: page.facets.get(field, ())[:SHOWN] for field in WAYS}
    refs = [facet.value for facets in shown.values() for facet in facets]
    titles = {ref: one.title for ref, one in browse.summaries(database, reader, refs).items()}
    return [
        (
            heading,
            field,
            [(one.value, titles.get(one.value, one.value), one.count) for one in facets],
        )
        for (field, heading), facets in zip(WAYS.items(), shown.values(), strict=True)
    ]
