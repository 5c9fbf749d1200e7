"""How a model's evaluations went on the same data: a line in time, with what was deployed when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.browse.views import Entry
from catalog.evaluations import (
    MeasuredData,
    MetricDefinition,
    MetricDefinitions,
    Trend,
    data_of_subject,
    metric_definitions,
    metrics_measured,
    trend,
)
from catalog.ui.addresses import entry_address, with_query
from catalog.ui.charts import LineChart
from catalog.ui.data_words import (
    Choice,
    chosen_data,
    data_hint,
    data_titles,
    known_data,
)
from catalog.ui.exports import export
from catalog.ui.metric_choice import chosen_metric, in_order
from catalog.ui.parts import PageParts
from catalog.ui.runs import main_metric
from catalog.ui.tables import AskedTable, asked_of, one_page
from catalog.ui.trend_chart import trend_chart
from catalog.ui.trend_table import trend_table

KINDS = ("model",)
PAGE = 50
MOST_CHOICES = 60


@dataclass(frozen=True, slots=True)
class AskedTrend:
    """What an address asks for: runs of a `type`, on some of the `measured` data, by one metric."""

    type: str
    measured: Sequence[MeasuredData]
    data: MeasuredData
    metric: str
    metrics: Sequence[str]
    definition: MetricDefinition | None


def trend_tab(parts: PageParts, entry: Entry, _: object) -> Mapping[str, Any] | AnyResponse:
    """What the tab shows, or its table as a file."""
    definitions = metric_definitions(parts.database, parts.reader())
    asked = _asked(parts, entry, definitions)
    if asked is None:
        return {"asked_trend": None}
    found = trend(
        parts.database,
        parts.reader(),
        entry.ref,
        asked.data.id,
        asked.metric,
        asked.definition,
        asked.type,
    )
    known = known_data(parts, asked.measured)
    table = trend_table(_table_asked(entry, asked), found, asked.metric, asked.definition)
    if answer := export(table, table.rows, f"{entry.name} {asked.metric} trend"):
        return answer
    return {
        "asked_trend": asked,
        "found": found,
        "chart": _chart(parts, entry, asked, found),
        "table": one_page(table, PAGE),
        "data_choices": _data_choices(entry, asked, known),
        "metric_choices": _metric_choices(entry, asked),
        "known": known,
    }


def _asked(parts: PageParts, entry: Entry, definitions: MetricDefinitions) -> AskedTrend | None:
    """Evaluations; training runs only where nothing was ever evaluated."""
    for type in ("evaluation", "training"):
        measured = data_of_subject(parts.database, parts.reader(), entry.ref, type)
        data = chosen_data(measured, request.args.get("on", ""))
        if data is None:
            continue
        found = metrics_measured(parts.database, parts.reader(), data.id, ref=entry.ref, type=type)
        wanted = request.args.get("metric", "")
        metric = chosen_metric(found, definitions, wanted, main_metric(entry))
        names = in_order(found, definitions, metric)
        definition = definitions.of(metric.partition("[")[0])
        return AskedTrend(type, measured, data, metric, names, definition)
    return None


def _table_asked(entry: Entry, asked: AskedTrend) -> AskedTable:
    return asked_of(entry_address(entry.ref, "trend"), MultiDict(request.args), default_sort="-at")


def _chart(parts: PageParts, entry: Entry, asked: AskedTrend, found: Trend) -> LineChart:
    deploys = browse.deploys(parts.database, parts.reader(), entry.ref)
    return trend_chart(asked.metric, asked.definition, found, deploys)


def _data_choices(
    entry: Entry, asked: AskedTrend, known: Mapping[str, browse.EntrySummary]
) -> list[Choice]:
    path = entry_address(entry.ref, "trend")
    some = asked.measured[:MOST_CHOICES]
    titles = data_titles((one.data for one in some), known)
    return [
        Choice(
            f"{title} ({one.runs:,})",
            with_query(path, [("on", str(one.id)), ("metric", asked.metric)]),
            one == asked.data,
            data_hint(one.data),
        )
        for one, title in zip(some, titles, strict=True)
    ]


def _metric_choices(entry: Entry, asked: AskedTrend) -> list[Choice]:
    path, on = entry_address(entry.ref, "trend"), str(asked.data.id)
    return [
        Choice(name, with_query(path, [("on", on), ("metric", name)]), name == asked.metric)
        for name in asked.metrics[:MOST_CHOICES]
    ]
