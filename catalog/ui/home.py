"""The first page: the search box, what is new, what is used, and ways to browse."""

from flask import Response

from catalog import browse
from catalog.ui.kinds import look_of, order_of
from catalog.ui.parts import PageParts
from catalog.ui.showing import show

SHOWN = 8


def home(parts: PageParts) -> Response:
    """What a reader sees first; with nothing in the catalog, how to fill it."""
    database, reader = parts.database, parts.reader()
    kinds = sorted(browse.counts_by(database, reader, "kind"), key=lambda kind: order_of(kind[0]))
    if not kinds:
        return show("home_empty.html", locations=browse.locations(database))
    return show(
        "home.html",
        kinds=kinds,
        total=sum(count for _, count in kinds),
        counts=dict(kinds),
        recent=browse.recently_changed(database, reader, SHOWN),
        viewed=browse.most_viewed(database, reader, SHOWN),
        browse_by=_ways_to_browse(parts),
        locations=browse.locations(database),
        problems=browse.problems(database, reader, limit=1).total,
        plural=lambda kind: look_of(kind).plural,
    )


def _ways_to_browse(parts: PageParts) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """(heading, search field, [(value, title, count)]) for domain, team and task."""
    page = browse.search(
        parts.index(),
        parts.database,
        parts.reader(),
        filters={"kind": ("project", "model")},
        facets=("domain", "owner", "type"),
        limit=1,
    )
    ways = (("Domain", "domain"), ("Team", "owner"), ("Task", "type"))
    refs = [facet.value for _, field in ways[:2] for facet in page.facets.get(field, ())]
    known = browse.summaries(parts.database, parts.reader(), refs)
    return [
        (
            heading,
            field,
            [
                (
                    facet.value,
                    known[facet.value].title if facet.value in known else facet.value,
                    facet.count,
                )
                for facet in page.facets.get(field, ())[:SHOWN]
            ],
        )
        for heading, field in ways
    ]
