"""Catalog health: where descriptors come from, which plugins add to them, and what is wrong."""

from collections.abc import Mapping

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.refresh.push_sources import PushSource, push_sources
from catalog.refresh.status import plugin_views
from catalog.ui.exports import export
from catalog.ui.health_tables import location_table
from catalog.ui.parts import PageParts
from catalog.ui.plugin_tables import plugin_table, push_table
from catalog.ui.problem_list import ProblemList, problems_asked
from catalog.ui.showing import show
from catalog.ui.tables import asked_of
from descriptors.problems import Problem
from search.index import Health


def health_page(parts: PageParts) -> Response:
    """All locations and plugins, then the problems of all locations; or one of these as a file."""
    return _health(parts)


def _health(
    parts: PageParts, refused: Problem | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    locations = browse.locations(parts.database)
    places = location_table(locations, asked_of("/health", request.args, name="locations"))
    plugins = plugin_views(parts.database)
    known = plugin_table(plugins, asked_of("/health", request.args, name="plugins"))
    pushing = push_table(_pushing(parts), asked_of("/health", request.args, name="pushing"))
    problems = problems_asked(parts, "/health")
    return (
        export(places, places.rows, "locations")
        or export(known, known.rows, "plugins")
        or export(pushing, pushing.rows, "systems that push")
        or _problem_file(problems)
        or show(
            "health.html",
            status=400 if refused else 200,
            locations=locations,
            location_table=places,
            plugins=plugins,
            plugin_table=known,
            push_table=pushing,
            problems=problems.page(),
            index=_index_health(parts),
            refused=refused,
            typed=typed or {},
        )
    )


def _pushing(parts: PageParts) -> list[PushSource]:
    with parts.database.read() as connection:
        return push_sources(connection)


def _index_health(parts: PageParts) -> Health:
    index = parts.index()
    if index is None:
        return Health(ok=False, engine="", detail="There is no index that can be used yet.")
    return index.health()


def location_page(parts: PageParts, location_id: int) -> Response:
    """One location with its problems, or those as a file."""
    return _location(parts, location_id)


def _location(parts: PageParts, location_id: int, refused: Problem | None = None) -> Response:
    location = browse.location(parts.database, location_id)
    if location is None:
        abort(404)
    problems = problems_asked(parts, f"/health/locations/{location_id}", location_id)
    return _problem_file(problems) or show(
        "location.html",
        status=409 if refused else 200,
        location=location,
        refused=refused,
        kept=parts.locations.why_kept(location_id, location.added_by),
        problems=problems.page(),
    )


def _problem_file(problems: ProblemList) -> Response | None:
    return export(problems.table((), 0), problems.rows(), "problems")


def add_location(parts: PageParts) -> AnyResponse:
    """The form to read from one more place; back to the page with what was wrong, if anything."""
    typed = {name: request.form.get(name, "").strip() for name in ("target", "ref", "patterns")}
    added = parts.locations.add(typed["target"], typed["ref"], typed["patterns"].split())
    if not isinstance(added, Problem):
        return redirect("/health", 303)
    return _health(parts, refused=added, typed=typed)


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
