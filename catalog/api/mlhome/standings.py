"""How models did over time, and who is best on the same data."""

from dataclasses import asdict
from typing import Any

from flask import Response

from catalog import browse, evaluations
from catalog.api.answers import json_answer
from catalog.api.errors import NotFound
from catalog.api.mlhome.evaluations import as_run, jsonable
from catalog.api.parts import ApiParts
from descriptors.refs import parse_ref


def model_trend(parts: ApiParts, query: dict[str, Any], namespace: str, name: str) -> Response:
    """A metric of a model over time on the same data, with what was deployed meanwhile."""
    ref = f"model:{namespace}/{name}".lower()
    database, reader = parts.database, parts.reader()
    measured = evaluations.data_of_subject(database, reader, ref, query["type"])
    data = _chosen(measured, query["data"])
    metric = query["metric"]
    definition = _definition(parts, metric)
    found = evaluations.trend(database, reader, ref, data.id, metric, definition, query["type"])
    return json_answer(
        {
            "data": _data(data),
            "metric": metric,
            "direction": definition.direction if definition else "",
            "points": [{**_measured(one.measured), "best": one.best} for one in found.points],
            "more": found.more,
            "deploys": [asdict(one) for one in browse.deploys(database, reader, ref)],
        }
    )


def list_leaderboards(parts: ApiParts, query: dict[str, Any]) -> Response:
    """The data that several versions were evaluated on; of one Dataset, or of all."""
    database, reader = parts.database, parts.reader()
    if query["dataset"]:
        ref = str(parse_ref(query["dataset"], default_kind="dataset"))
        boards = evaluations.data_of_dataset(database, reader, ref)
    else:
        boards = evaluations.measured_data(database, reader, query["limit"], query["offset"])
    return json_answer({"leaderboards": [_data(one) for one in boards]})


def one_leaderboard(parts: ApiParts, query: dict[str, Any], data_id: int) -> Response:
    """Every version evaluated on the same data, best first by a metric."""
    database, reader = parts.database, parts.reader()
    data = evaluations.one_measured_data(database, reader, data_id)
    if data is None:
        raise NotFound(f"Nothing was evaluated on data with number {data_id}")
    metric = query["metric"]
    definition = _definition(parts, metric)
    of_models = query["of"] == "models"
    found = evaluations.leaderboard(database, reader, data_id, metric, definition, of_models)
    return json_answer(
        {
            "data": _data(data),
            "metric": metric,
            "direction": definition.direction if definition else "",
            "metrics": [
                asdict(one) for one in evaluations.metrics_measured(database, reader, data_id)
            ],
            "standings": [_standing(one) for one in found.standings],
            "more": found.more,
        }
    )


def _chosen(
    measured: list[evaluations.MeasuredData], asked: int | None
) -> evaluations.MeasuredData:
    found = (one for one in measured if asked is None or one.id == asked)
    data = next(found, None)
    if data is None:
        raise NotFound("It has no finished runs of that type on that data")
    return data


def _definition(parts: ApiParts, metric: str) -> evaluations.MetricDefinition | None:
    known = evaluations.metric_definitions(parts.database, parts.reader())
    return known.of(metric.partition("[")[0])


def _data(one: evaluations.MeasuredData) -> dict[str, Any]:
    numbers = {name: getattr(one, name) for name in ("id", "subjects", "versions", "runs")}
    data = asdict(one.data) if one.data else None
    return {**numbers, "lastAt": one.last_at, "dataset": data}


def _measured(one: evaluations.MeasuredValue) -> dict[str, Any]:
    names = ("at", "value", "n", "low", "high", "level", "method")
    numbers = {name: jsonable(getattr(one, name)) for name in names}
    return {**numbers, "run": as_run(one.run)}


def _standing(one: evaluations.Standing) -> dict[str, Any]:
    said = {"place": one.place, "evaluator": one.evaluator, "besideFirst": one.beside_first}
    return {**_measured(one.measured), **said, "doubts": one.doubts}
