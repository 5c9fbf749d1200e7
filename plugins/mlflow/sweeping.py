"""The sweep: a slow walk over all runs, for what changes without a trace.

That is: runs that were deleted, or logged with times in the past; tags and metrics that somebody
adds to a run long after it ended; versions whose description changed.
"""

from dataclasses import replace

from plugins.api import Report
from plugins.mlflow.cursor import Cursor, Sweep
from plugins.mlflow.pages import NO_HISTORIES, Histories, facts_of
from plugins.mlflow.survey import Server
from plugins.mlflow.walks import Way, stretch

DAY = 86_400.0
# Pages a pass: the first sweep is in a hurry, but looks at what is new now and then.
PAGES = 1
PAGES_AT_FIRST = 50


def sweep(server: Server, cursor: Cursor) -> tuple[Report, Cursor]:
    """The next page of the sweep, if there is one on its way, or one is due."""
    cursor = _begun(server, cursor)
    under_way = cursor.sweep
    if under_way is None:
        return Report(), cursor.next_step()
    found = stretch(server.mlflow, Way(list(server.experiments)), under_way.walk)
    facts = facts_of(server.mlflow, found.runs, server.around, _wanted(server, under_way))
    report = Report(
        evaluations=facts.evaluations,
        gone=facts.gone,
        problems=[*found.problems, *facts.problems],
    )
    if facts.last:
        walk = replace(under_way.walk, after=facts.last)
        return report, replace(cursor, sweep=replace(under_way, walk=walk))
    if found.next is None:
        return report, replace(cursor, sweep=None, swept=under_way.started).next_step()
    cursor = replace(cursor, sweep=replace(under_way, walk=found.next), pages=cursor.pages + 1)
    enough = PAGES_AT_FIRST if cursor.is_first_sweep else PAGES
    return report, cursor.next_step() if cursor.pages >= enough else cursor


def _begun(server: Server, cursor: Cursor) -> Cursor:
    """With a sweep, if it is time for one. Then registered models are all read again, too."""
    pause = float(server.settings["sweep_hours"]) * 3600
    if cursor.sweep is not None or server.now < cursor.swept + pause:
        return cursor
    return replace(cursor, sweep=Sweep(started=server.now, earlier=cursor.swept), models="")


def _wanted(server: Server, under_way: Sweep) -> Histories:
    """At first histories of what was logged of late; then of what was logged since the last
    sweep, with a day for clocks that are late."""
    days = float(server.settings["history_days"])
    since = under_way.earlier - DAY if under_way.earlier else server.now - days * DAY
    return Histories(since * 1000) if days > 0 else NO_HISTORIES
