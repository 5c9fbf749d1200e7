"""The page of one run: how it went, what it measured, on what, and from what it was made."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.evaluations import RunView, SeriesView, metric_definitions, run, series
from catalog.ui.exports import export
from catalog.ui.parts import PageParts
from catalog.ui.run_charts import curve_charts, history_charts
from catalog.ui.run_results import results_table, slices_table
from catalog.ui.showing import show

MOST_HISTORIES = 6  # drawn at once, whatever was recorded
MOST_NAMED = 200  # of the others


def run_page(parts: PageParts, run_id: int) -> AnyResponse:
    """The page at /runs/<id>, or one of its tables as a file; 404 where there is none."""
    found = run(parts.database, parts.reader(), run_id)
    if found is None:
        abort(404)
    definitions = metric_definitions(parts.database, parts.reader())
    given = (found.results, definitions, request.path, request.args)
    tables = [table for table in (results_table(*given), slices_table(*given)) if table]
    for table in tables:
        if answer := export(table, table.rows, f"run {run_id} {table.title}"):
            return answer
    charts, undrawn = curve_charts(found.curves)
    histories = _histories(parts, found)
    return show(
        "run.html",
        found=found,
        run=found.row,
        tables=[table for table in tables if table.rows],
        charts_of_curves=charts,
        undrawn=undrawn,
        charts_of_history=history_charts(histories),
        history_notes={one.metric: one.note for one in histories if one.note},
        other_histories=_others(found, histories),
        known=_known(parts, found),
    )


def _histories(parts: PageParts, found: RunView) -> list[SeriesView]:
    """Those the address asks for, else the first that are more than one point."""
    recorded = {one.metric for one in found.series}
    asked = [name for name in request.args.getlist("history") if name in recorded]
    first = [one.metric for one in found.series if one.points > 1]
    read = (
        series(parts.database, parts.reader(), found.row.id, name)
        for name in (asked or first)[:MOST_HISTORIES]
    )
    return [one for one in read if one]


def _others(found: RunView, shown: Sequence[SeriesView]) -> list[str]:
    drawn = {one.metric for one in shown}
    names = [one.metric for one in found.series if one.points > 1 and one.metric not in drawn]
    return names[:MOST_NAMED]


def _known(parts: PageParts, found: RunView) -> Mapping[str, Any]:
    """Entities that the page names and that the reader sees."""
    used = [found.row.dataset, *found.trained_on]
    refs = {found.row.subject, *(use.ref for use in used if use and use.ref)}
    return browse.summaries(parts.database, parts.reader(), sorted(refs))
