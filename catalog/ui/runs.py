"""The runs of a project or model: one table, whatever tool they come from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.browse.views import Entry
from catalog.evaluations import (
    MetricDefinitions,
    RunFilters,
    RunRow,
    RunsPage,
    RunsQuery,
    UnknownSort,
    metric_definitions,
    parse_runs_query,
    runs_page,
    subjects_of,
)
from catalog.store.cursors import InvalidCursor
from catalog.ui.addresses import entry_address
from catalog.ui.exports import export
from catalog.ui.parts import PageParts
from catalog.ui.run_choice import choices, choosing_by, keys_of, usual_keys
from catalog.ui.runs_table import runs_columns, runs_rows
from catalog.ui.runs_views import as_annotation, saved_views
from catalog.ui.tables import AskedTable, Row, Table, asked_of

PAGE = 50
AT_ONCE = 500  # runs read at a time where all are wanted
NEWEST_FIRST = "-started"
KINDS = ("project", "model")
# Filters that many look for, by the words of their links.
QUICK = {
    "Latest of each version": "is:latest",
    "Finished": "status:finished",
    "Running": "status:running",
    "Failed": "status:failed",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks: `text` is the filter as it was typed."""

    subjects: tuple[str, ...]
    text: str
    filters: RunFilters
    table: AskedTable
    keys: tuple[str, ...] = ()

    def query(self, limit: int, cursor: str) -> RunsQuery:
        """The same for the facts."""
        return RunsQuery(
            subjects=self.subjects,
            filters=self.filters.filters,
            sort=self.table.sort,
            columns=self.keys,
            limit=limit,
            cursor=cursor,
        )

    def filtered(self, text: str) -> str:
        """The address with another filter."""
        others = [pair for pair in self.table.others if pair[0] != "q"]
        return replace(self.table, others=(("q", text), *others)).address()


def runs_tab(parts: PageParts, entry: Entry, _: object) -> Mapping[str, Any] | AnyResponse:
    """What the tab shows; or the table as a file; or where to go instead of a cursor or an order
    that there is not."""
    definitions = metric_definitions(parts.database, parts.reader())
    asked, choosing = _asked(parts, entry, definitions), choosing_by(request.args)
    try:
        page = runs_page(parts.database, parts.reader(), asked.query(PAGE, asked.table.cursor))
    except InvalidCursor:
        return redirect(asked.table.address())
    except UnknownSort:
        return redirect(asked.table.address(sort=""))
    table = _table(asked, page, definitions)
    rows = _all_rows(parts, asked, definitions)
    if answer := export(table, rows, f"{entry.name} runs"):
        return answer
    return {
        "asked_runs": asked,
        "page": page,
        "table": table,
        "quick": _quick(asked),
        "views": saved_views(parts, entry, asked.table.path, request.args.items(multi=True)),
        "to_save": as_annotation(entry, request.args.items(multi=True)),
        "choosing": choosing,
        "choices": choices(parts, asked.subjects, choosing.text, asked.keys),
        "known": _known(parts, page.rows),
    }


def _asked(parts: PageParts, entry: Entry, definitions: MetricDefinitions) -> Asked:
    subjects = subjects_of(parts.database, parts.reader(), entry.ref)
    kept = [pair for pair in request.args.items(multi=True) if pair[0] not in ("choose", "find")]
    path = entry_address(entry.ref, "runs")
    table = asked_of(path, MultiDict(kept), default_sort=NEWEST_FIRST)
    text = request.args.get("q", "").strip()
    usual = () if table.columns else usual_keys(parts, subjects, definitions, main_metric(entry))
    keys = tuple(keys_of(table, usual))
    return Asked(subjects, text, parse_runs_query(text), table, keys)


def main_metric(entry: Entry) -> str:
    """The metric that a model is judged by first, as its descriptor names it."""
    named = (entry.document.get("spec") or {}).get("defaultMetric")
    return named.lower().replace("_", "-") if isinstance(named, str) else ""


def _table(asked: Asked, page: RunsPage, definitions: MetricDefinitions) -> Table:
    return Table(
        title="Runs",
        columns=runs_columns(asked.keys, page.rows, definitions, asked.table.sort),
        rows=runs_rows(asked.keys, page.rows, definitions),
        asked=asked.table,
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def _all_rows(parts: PageParts, asked: Asked, definitions: MetricDefinitions) -> Iterator[Row]:
    cursor, more = "", True
    while more:
        page = runs_page(parts.database, parts.reader(), asked.query(AT_ONCE, cursor))
        yield from runs_rows(asked.keys, page.rows, definitions)
        cursor, more = page.next_cursor, bool(page.next_cursor)


def _quick(asked: Asked) -> list[tuple[str, str, bool]]:
    """Words, address and whether it is in force: a second press takes the filter away."""
    links = []
    for title, token in QUICK.items():
        without = re.sub(rf"(?:^|\s+){re.escape(token)}(?!\S)", "", asked.text).strip()
        chosen = without != asked.text
        text = without if chosen else f"{asked.text} {token}".strip()
        links.append((title, asked.filtered(text), chosen))
    return links


def _known(parts: PageParts, runs: tuple[RunRow, ...]) -> Mapping[str, browse.EntrySummary]:
    """Models and data sets that the rows name and that the reader sees."""
    data = {run.dataset.ref for run in runs if run.dataset and run.dataset.ref}
    refs = {run.subject for run in runs} | data
    return browse.summaries(parts.database, parts.reader(), sorted(refs))
