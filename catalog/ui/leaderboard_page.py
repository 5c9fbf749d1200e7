"""Who is best on the same data: across models and projects, as far as that can be said."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.browse.views import Entry
from catalog.evaluations import (
    Leaderboard,
    MeasuredData,
    data_of_dataset,
    leaderboard,
    measured_data,
    metric_definitions,
    metrics_measured,
    one_measured_data,
)
from catalog.ui.addresses import entry_address, with_query
from catalog.ui.data_words import (
    Choice,
    chosen_data,
    data_hint,
    data_in_address,
    data_title,
    data_titles,
    known_data,
)
from catalog.ui.exports import export
from catalog.ui.leaderboard_table import leaderboard_table
from catalog.ui.measured import way_of
from catalog.ui.metric_choice import chosen_metric, in_order
from catalog.ui.parts import PageParts
from catalog.ui.showing import show
from catalog.ui.tables import asked_of, one_page

KINDS = ("dataset",)
PAGE = 50
BOARDS = 50
MOST_CHOICES = 60
MODELS = "models"  # in addresses: only the best of each


def leaderboards_page(parts: PageParts) -> AnyResponse:
    """/leaderboards: the data that at least two versions were evaluated on."""
    start = max(0, request.args.get("from", 0, type=int))
    boards = measured_data(parts.database, parts.reader(), BOARDS + 1, min(start, 1_000_000))
    return show(
        "leaderboards.html",
        boards=boards[:BOARDS],
        start=start,
        after=start + BOARDS if len(boards) > BOARDS else 0,
        page_size=BOARDS,
        known=known_data(parts, boards),
        data_title=data_title,
        data_hint=data_hint,
    )


def leaderboard_page(parts: PageParts, data_id: int) -> AnyResponse:
    """/leaderboards/<number of the data>; 404 where nothing was evaluated on them."""
    data = one_measured_data(parts.database, parts.reader(), data_id)
    if data is None:
        abort(404)
    values = board_of(parts, data, request.path, ())
    if isinstance(values, AnyResponse):
        return values
    return show("leaderboard.html", **values)


def leaderboard_tab(parts: PageParts, entry: Entry, _: object) -> Mapping[str, Any] | AnyResponse:
    """The same for a Dataset: one of its splits and states."""
    boards = data_of_dataset(parts.database, parts.reader(), entry.ref)
    data = chosen_data(boards, request.args.get("on", ""))
    if data is None:
        return {"board": None}
    return board_of(parts, data, entry_address(entry.ref, "leaderboard"), boards)


def board_of(
    parts: PageParts, data: MeasuredData, path: str, boards: Sequence[MeasuredData]
) -> Mapping[str, Any] | AnyResponse:
    """What a page shows of one board, or its table as a file."""
    definitions = metric_definitions(parts.database, parts.reader())
    measured = metrics_measured(parts.database, parts.reader(), data.id)
    metric = chosen_metric(measured, definitions, request.args.get("metric", ""))
    definition = definitions.of(metric.partition("[")[0])
    of_models = request.args.get("of") == MODELS
    found = leaderboard(parts.database, parts.reader(), data.id, metric, definition, of_models)
    known = _known(parts, found, (data, *boards))
    asked = asked_of(path, MultiDict(request.args))
    table = leaderboard_table(asked, found, metric, definition, known)
    if answer := export(table, table.rows, f"{data_title(data.data, known)} {metric} leaderboard"):
        return answer
    kept = [("on", request.args.get("on", "")), ("of", MODELS if of_models else "")]
    return {
        "board": data,
        "found": found,
        "metric": metric,
        "way": way_of(definition),
        "ranked": any(one.place for one in found.standings),
        "table": one_page(table, PAGE),
        "data_title": data_title(data.data, known),
        "data_hint": data_hint(data.data),
        "compare_on": data_in_address(data.data) if data.data else "",
        "data_choices": _data_choices(path, boards, data, metric, known),
        "metric_choices": [
            Choice(name, with_query(path, [*kept, ("metric", name)]), name == metric)
            for name in in_order(measured, definitions, metric)[:MOST_CHOICES]
        ],
        "of_choices": _of_choices(path, metric, of_models),
        "known": known,
    }


def _data_choices(
    path: str,
    boards: Sequence[MeasuredData],
    chosen: MeasuredData,
    metric: str,
    known: Mapping[str, browse.EntrySummary],
) -> list[Choice]:
    some = boards[:MOST_CHOICES]
    titles = data_titles((one.data for one in some), known)
    return [
        Choice(
            f"{title} ({one.versions:,})",
            with_query(path, [("on", str(one.id)), ("metric", metric)]),
            one == chosen,
            data_hint(one.data),
        )
        for one, title in zip(some, titles, strict=True)
    ]


def _of_choices(path: str, metric: str, of_models: bool) -> list[Choice]:
    on = ("on", request.args.get("on", ""))
    words = {"": "Every version", MODELS: "Best of each model"}
    return [
        Choice(
            text,
            with_query(path, [on, ("metric", metric), ("of", of)]),
            of_models == bool(of),
        )
        for of, text in words.items()
    ]


def _known(
    parts: PageParts, found: Leaderboard, data: Sequence[MeasuredData]
) -> Mapping[str, browse.EntrySummary]:
    """Models, their projects and the data sets that the page names."""
    subjects = {one.measured.run.subject for one in found.standings}
    models = browse.summaries(parts.database, parts.reader(), sorted(subjects))
    projects = {one.project for one in models.values() if one.project}
    around = browse.summaries(parts.database, parts.reader(), sorted(projects))
    return {**known_data(parts, data), **around, **models}
