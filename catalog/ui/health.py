"""Catalog health: where descriptors come from, and what is wrong with them."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.ui.parts import PageParts
from catalog.ui.showing import show
from descriptors.problems import Problem

PAGE = 50
LAST = 2**31 - 1  # no more rows than this can be left out


def health_page(parts: PageParts) -> Response:
    """All locations, then the problems in all of them."""
    locations = browse.locations(parts.database)
    return show("health.html", locations=locations, refused=None, typed={}, **_problems(parts))


def location_page(parts: PageParts, location_id: int) -> Response:
    """One location with its problems."""
    return _location(parts, location_id)


def _location(parts: PageParts, location_id: int, refused: Problem | None = None) -> Response:
    location = browse.location(parts.database, location_id)
    if location is None:
        abort(404)
    return show(
        "location.html",
        status=409 if refused else 200,
        location=location,
        refused=refused,
        kept=parts.locations.why_kept(location_id, location.added_by),
        **_problems(parts, location_id),
    )


def add_location(parts: PageParts) -> AnyResponse:
    """The form to read from one more place; back to the page with what was wrong, if anything."""
    typed = {name: request.form.get(name, "").strip() for name in ("target", "ref", "patterns")}
    added = parts.locations.add(typed["target"], typed["ref"], typed["patterns"].split())
    if not isinstance(added, Problem):
        return redirect("/health", 303)
    locations = browse.locations(parts.database)
    values = _problems(parts)
    return show(
        "health.html", status=400, locations=locations, refused=added, typed=typed, **values
    )


def refresh_location(parts: PageParts, location_id: int) -> AnyResponse:
    """Read it again now."""
    if not parts.locations.refresh(location_id):
        abort(404)
    return redirect(f"/health/locations/{location_id}", 303)


def remove_location(parts: PageParts, location_id: int) -> AnyResponse:
    """Read from there no more; back to its page with the reason, if it has to stay."""
    if refused := parts.locations.remove(location_id):
        return _location(parts, location_id, refused)
    return redirect("/health", 303)


def _problems(parts: PageParts, location_id: int | None = None) -> dict[str, Any]:
    """The page of problems that the address asks for: `code`, `from`."""
    code = request.args.get("code", "")
    start = min(max(0, request.args.get("from", 0, type=int)), LAST)
    page = browse.problems(
        parts.database,
        parts.reader(),
        location_id=location_id,
        code=code,
        limit=PAGE,
        offset=start,
    )
    return {
        "problems": page.problems,
        "total": page.total,
        "codes": page.codes,
        "code": code,
        "start": start,
        "page_size": PAGE,
        "owners": _owners(parts, page.problems),
    }


def _owners(parts: PageParts, problems: Sequence[Problem]) -> dict[str, browse.EntrySummary]:
    """Who owns the entities that have problems, by the entity's ref."""
    database, reader = parts.database, parts.reader()
    with_problems = browse.summaries(database, reader, {problem.entity_ref for problem in problems})
    owners = browse.summaries(database, reader, {one.owner for one in with_problems.values()})
    return {ref: owners[one.owner] for ref, one in with_problems.items() if one.owner in owners}
