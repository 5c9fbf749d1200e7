"""What one call of the refresh does: a step of a pass, as far as one call may go.

A pass looks at registered models that changed, at runs that go on, at runs that ended, at runs of
experiments that came to belong to another entity, goes a little on with the sweep over everything,
and lists what there is. The first sweep is read to its end at once, the newest runs first; of
later ones each pass reads a page.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from plugins.api import Context, Report
from plugins.mlflow.cursor import Cursor, read_cursor
from plugins.mlflow.listing import list_all
from plugins.mlflow.looking import look_again, look_at_ended, look_at_running, look_at_versions
from plugins.mlflow.survey import Server, survey
from plugins.mlflow.sweeping import sweep

# As many are told of a call; a server that is wrong everywhere says no more than that.
MOST_PROBLEMS = 100

Step: TypeAlias = Callable[[Server, Cursor], tuple[Report, Cursor]]

STEP: Mapping[str, Step] = {
    "listing": list_all,
    "models": look_at_versions,
    "running": look_at_running,
    "ended": look_at_ended,
    "again": look_again,
    "sweep": sweep,
}


def refresh(context: Context) -> Report:
    """A page of what is new on the connection's server. Raises UpstreamFailed."""
    if context.connection is None:
        raise ValueError("a refresh of a connection is given the connection")
    cursor = read_cursor(context.cursor, context.now)
    server = survey(context, context.connection)
    report, after = STEP[cursor.step](server, cursor)
    # A pass ends with the list of what there is: whatever is not in it is over.
    ends = cursor.step == "listing" and not after.is_first_sweep
    problems = [*server.problems, *report.problems][:MOST_PROBLEMS]
    return replace(report, problems=problems, cursor=after.text(), more=not ends)
