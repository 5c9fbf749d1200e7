"""The versions of a model: declared beside observed, with what was last measured of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.browse.views import Entry
from catalog.evaluations import (
    MetricDefinitions,
    RunRow,
    VersionRow,
    metric_definitions,
    model_versions,
)
from catalog.ui.addresses import entry_address
from catalog.ui.data_words import data_in_address
from catalog.ui.deployed import Deployed
from catalog.ui.evaluated import OnData, by_data, by_version, latest_runs, metric_keys
from catalog.ui.exports import export
from catalog.ui.parts import PageParts
from catalog.ui.runs import main_metric
from catalog.ui.runs_table import ShownCell, metric_cells, metric_column
from catalog.ui.tables import AskedTable, Column, Row, Table, asked_of, one_page, sorted_rows
from catalog.ui.times import machine_stamp

KINDS = ("model",)
PAGE = 100
_BEFORE = (
    Column("version", "Version", look="tight"),
    Column("aliases", "Aliases", look="tight"),
    Column("known", "Known from", look="tight"),
    Column("served", "Served", look="tight"),
    Column("status", "Status", shown=False, look="tight"),
)
_AFTER = (
    Column("measured", "Measured", falling=True, look="tight muted"),
    Column("digest", "Digest", shown=False, exported=True, look="tight"),
    Column("uri", "Artefact", shown=False, look="tight"),
    Column("commit", "Commit", shown=False, exported=True, look="tight"),
    Column("framework", "Framework", shown=False, look="tight"),
    Column("created", "Made", falling=True, look="tight muted"),
    Column("sources", "Sources", shown=False, look="tight"),
)


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """What a row stands for; `run` is its latest on the chosen data."""

    version: VersionRow
    served: tuple[Deployed, ...]
    run: RunRow | None
    cells: Mapping[str, ShownCell]


def versions_tab(
    parts: PageParts, entry: Entry, deployed: Sequence[Deployed]
) -> Mapping[str, Any] | AnyResponse:
    """What the tab shows, or the table as a file."""
    definitions = metric_definitions(parts.database, parts.reader())
    keys = metric_keys(parts, entry.ref, definitions, main_metric(entry))
    versions = model_versions(parts.database, parts.reader(), entry.ref)
    measured = [one for one in by_data(latest_runs(parts, entry.ref, keys)) if _has_versions(one)]
    chosen = _chosen(measured)
    asked = asked_of(entry_address(entry.ref, "versions"), request.args)
    table = _table(asked, _rows(versions, deployed, chosen, keys, definitions), keys, definitions)
    if answer := export(table, table.rows, f"{entry.name} versions"):
        return answer
    return {
        "table": one_page(table, PAGE),
        "total": len(versions),
        "measured": measured,
        "chosen": chosen,
        "compare_on": data_in_address(chosen.data) if chosen and chosen.data else "",
        "known": known_of(parts, versions, measured),
    }


def served_by(version: VersionRow, deployed: Sequence[Deployed]) -> tuple[Deployed, ...]:
    """Where a version is served."""
    as_written = {"version": version.version, "aliases": list(version.aliases)}
    return tuple(one for one in deployed if one.serves(as_written))


def known_from(version: VersionRow) -> str:
    """In one word pair: what its descriptor declares, what sources observed, or both."""
    if not version.declared:
        return "observed"
    return "declared" if len(version.sources) == 1 else "declared and observed"


def known_of(
    parts: PageParts, versions: Sequence[VersionRow], measured: Sequence[OnData]
) -> Mapping[str, browse.EntrySummary]:
    """Data sets and deployments that the page names and the reader sees."""
    used = [use for one in versions for said in one.said for use in said.trained_on]
    refs = {use.ref for use in (*used, *(one.data for one in measured)) if use and use.ref}
    return browse.summaries(parts.database, parts.reader(), sorted(refs))


def _has_versions(one: OnData) -> bool:
    return any(run.version for run in one.runs)


def _chosen(measured: Sequence[OnData]) -> OnData | None:
    """The data whose numbers are shown: what the address says, else what most versions have."""
    asked = request.args.get("on", "")
    found = (one for one in measured if one.key == asked)
    return next(found, measured[0] if measured else None)


def _rows(
    versions: Sequence[VersionRow],
    deployed: Sequence[Deployed],
    chosen: OnData | None,
    keys: Sequence[str],
    definitions: MetricDefinitions,
) -> list[Row]:
    every = by_version(chosen.runs) if chosen else {}
    runs = {one.version: every[one.version] for one in versions if one.version in every}
    cells = {key: metric_cells(key, list(runs.values()), definitions) for key in keys}
    return [_row(one, served_by(one, deployed), runs.get(one.version), cells) for one in versions]


def _row(
    one: VersionRow,
    served: tuple[Deployed, ...],
    run: RunRow | None,
    cells: Mapping[str, Mapping[int, ShownCell]],
) -> Row:
    shown = {key: by_run[run.id] for key, by_run in cells.items()} if run else {}
    values = {key: run.cells[key].value for key in shown if key in run.cells} if run else {}
    return Row(
        values={
            "version": one.version,
            "aliases": one.aliases,
            "known": known_from(one),
            "served": tuple(each.place for each in served),
            "status": one.status,
            **values,
            "measured": machine_stamp(run.began) if run else None,
            "digest": one.digest,
            "uri": one.uri,
            "commit": one.commit,
            "framework": one.framework,
            "created": machine_stamp(one.created_at) if one.created_at else None,
            "sources": one.sources,
        },
        of=ShownVersion(one, served, run, shown),
    )


def _table(
    asked: AskedTable, rows: Sequence[Row], keys: Sequence[str], definitions: MetricDefinitions
) -> Table:
    measured = [metric_column(key, keys, definitions) for key in keys]
    used = {key for row in rows for key, value in row.values.items() if value}
    columns = (
        _BEFORE[0],
        *(_shown_if_used(one, used) for one in (*_BEFORE[1:], *measured, *_AFTER)),
    )
    return Table(
        title="Versions",
        columns=columns,
        rows=sorted_rows(rows, columns, asked.sort),
        asked=asked,
    )


def _shown_if_used(column: Column, used: set[str]) -> Column:
    return replace(column, shown=column.shown and column.key in used)
