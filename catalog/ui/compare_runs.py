"""Many runs side by side: a table, and charts whose parts are picked to narrow it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.evaluations import (
    MetricDefinitions,
    RunRow,
    RunsQuery,
    chosen_runs,
    metric_definitions,
    parse_runs_query,
    subjects_of,
)
from catalog.evaluations import runs_page as page_of_runs
from catalog.ui.addresses import as_ref
from catalog.ui.compare_address import PATH
from catalog.ui.compare_picks import Pick, picks_asked, within
from catalog.ui.compare_runs_charts import RunsCharts, runs_charts
from catalog.ui.data_words import Choice
from catalog.ui.evaluated import by_data
from catalog.ui.exports import export
from catalog.ui.parts import PageParts
from catalog.ui.run_choice import keys_of, usual_keys
from catalog.ui.runs_table import runs_columns, runs_rows
from catalog.ui.showing import show
from catalog.ui.tables import AskedTable, Table, asked_of, one_page, sorted_rows

MOST_IN_DETAIL = 10
MOST_RUNS = 500
PAGE = 50
_ID = re.compile(r"\d{1,10}")


@dataclass(frozen=True, slots=True)
class AskedRuns:
    """What an address asks for: the runs with these ids, or those of an entity that a filter
    finds; `picks` narrow the table, not the charts."""

    table: AskedTable
    ids: tuple[int, ...]
    of: str
    text: str
    picks: tuple[Pick, ...]

    def with_picks(self, picks: Sequence[Pick]) -> str:
        """The address with other picks."""
        others = [pair for pair in self.table.others if pair[0] != "pick"]
        pairs = [*others, *(("pick", str(one)) for one in picks)]
        return replace(self.table, others=tuple(pairs)).address()

    def choosing(self, name: str, value: str) -> str:
        """The address with one axis changed."""
        others = [pair for pair in self.table.others if pair[0] != name]
        return replace(self.table, others=(*others, (name, value))).address()


def runs_page(parts: PageParts) -> AnyResponse:
    """The page of many runs, or their table as a file."""
    definitions = metric_definitions(parts.database, parts.reader())
    asked = _asked()
    found, keys = _found(parts, asked, definitions)
    rows = [run for run in found if within(run, asked.picks)]
    table = _table(asked, rows, keys, definitions)
    if answer := export(table, table.rows, "runs compared"):
        return answer
    data = by_data(found)
    return show(
        "compare_runs.html",
        asked_runs=asked,
        total=len(found),
        shown=len(rows),
        most=MOST_RUNS,
        table=one_page(table, PAGE),
        charts=_charts(asked, found, keys, definitions),
        picks=[
            Choice(one.words, asked.with_picks([it for it in asked.picks if it != one]), True)
            for one in asked.picks
        ],
        data=data,
        types=sorted({run.type for run in found}),
        known=_known(parts, found),
    )


def _asked() -> AskedRuns:
    table = asked_of(PATH, MultiDict(request.args))
    ids = [int(text) for text in request.args.getlist("run") if _ID.fullmatch(text)]
    fitting = [id for id in dict.fromkeys(ids) if id < 2**31]
    return AskedRuns(
        table=table,
        ids=tuple(fitting[:MOST_RUNS]),
        of=as_ref(request.args.get("of-runs", "")),
        text=request.args.get("q", "").strip(),
        picks=picks_asked(request.args.getlist("pick")),
    )


def _found(
    parts: PageParts, asked: AskedRuns, definitions: MetricDefinitions
) -> tuple[Sequence[RunRow], list[str]]:
    """The runs, and the measures that they are read with."""
    if asked.of:
        subjects = subjects_of(parts.database, parts.reader(), asked.of)
        keys = _keys(parts, asked, subjects, definitions)
        return _of_entity(parts, asked, subjects, keys), keys
    bare = chosen_runs(parts.database, parts.reader(), asked.ids)
    keys = _keys(parts, asked, sorted({run.subject for run in bare}), definitions)
    return chosen_runs(parts.database, parts.reader(), asked.ids, keys), keys


def _keys(
    parts: PageParts,
    asked: AskedRuns,
    subjects: Sequence[str],
    definitions: MetricDefinitions,
) -> list[str]:
    usual = () if asked.table.columns else usual_keys(parts, subjects, definitions)
    picked = (one.key for one in asked.picks)
    axes = (request.args.get(name, "") for name in ("x", "y"))
    return keys_of(asked.table, (*usual, *picked, *axes))


def _of_entity(
    parts: PageParts, asked: AskedRuns, subjects: Sequence[str], keys: Sequence[str]
) -> Sequence[RunRow]:
    query = RunsQuery(
        subjects=tuple(subjects),
        filters=parse_runs_query(asked.text).filters,
        columns=tuple(keys),
        limit=MOST_RUNS,
    )
    return page_of_runs(parts.database, parts.reader(), query).rows


def _table(
    asked: AskedRuns, runs: Sequence[RunRow], keys: Sequence[str], definitions: MetricDefinitions
) -> Table:
    columns = runs_columns(keys, runs, definitions, asked.table.sort)
    rows = sorted_rows(runs_rows(keys, runs, definitions), columns, asked.table.sort)
    return Table(title="Runs compared", columns=columns, rows=rows, asked=asked.table)


def _charts(
    asked: AskedRuns, runs: Sequence[RunRow], keys: Sequence[str], definitions: MetricDefinitions
) -> RunsCharts:
    axes = {name: request.args.get(name, "") for name in ("x", "y", "group")}
    return runs_charts(runs, keys, definitions, asked.choosing, **axes)


def _known(parts: PageParts, runs: Sequence[RunRow]) -> Mapping[str, browse.EntrySummary]:
    data = {run.dataset.ref for run in runs if run.dataset and run.dataset.ref}
    return browse.summaries(
        parts.database, parts.reader(), sorted({run.subject for run in runs} | data)
    )
