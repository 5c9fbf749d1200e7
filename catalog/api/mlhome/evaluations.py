"""Evaluation runs, versions of models, and what is known of metrics."""

import math
import time
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from flask import Response

from catalog import evaluations
from catalog.api.answers import json_answer
from catalog.api.errors import Conflict, InvalidInput, NotFound, Refused
from catalog.api.parts import ApiParts
from catalog.evaluations.push import KeyUsed, as_json, push_runs
from catalog.evaluations.texts import json_number
from descriptors.problems import Problem
from descriptors.refs import parse_ref

LARGEST_PUSH = 20 * 1024 * 1024  # bytes


def push_evaluations(
    parts: ApiParts, headers: dict[str, Any], query: dict[str, Any], body: Any
) -> Response:
    """Keep evaluation runs: one, or a list of them, of which the good ones are kept."""
    items = body if isinstance(body, list) else [body]
    source = f"api:{query['source']}" if query["source"] else "api"
    try:
        pushed = push_runs(parts.database, source, items, time.time(), key=headers["key"])
    except KeyUsed as used:
        raise Conflict(Problem("evaluation/key", str(used))) from None
    if not isinstance(body, list) and pushed.ids == (None,):
        raise Refused(next(problem for problem in pushed.problems if problem.is_error))
    return json_answer(as_json(pushed))


def list_runs(parts: ApiParts, query: dict[str, Any]) -> Response:
    """The runs of an entity (of a project with those of its models): filtered, sorted, in pages."""
    asked = evaluations.parse_runs_query(query["q"])
    if asked.problems:
        raise InvalidInput("; ".join(problem.message for problem in asked.problems))
    table = evaluations.RunsQuery(
        subjects=_subjects(parts, query),
        filters=asked.filters,
        columns=tuple(query["column"]),
        **{name: query[name] for name in ("sort", "limit", "cursor")},
    )
    try:
        page = evaluations.runs_page(parts.database, parts.reader(), table)
    except evaluations.UnknownSort as unknown:
        raise InvalidInput(str(unknown)) from None
    rest = {**_camel(page, without="unknown"), "unknownColumns": page.unknown}
    return json_answer({**rest, "rows": [as_run(row) for row in page.rows]})


def list_columns(parts: ApiParts, query: dict[str, Any]) -> Response:
    """Which metrics, params and tags the runs of an entity have, and how many runs have each."""
    rest = {name: query[name] for name in ("on", "text", "slices", "limit")}
    subjects = _subjects(parts, query)
    found = evaluations.run_columns(parts.database, parts.reader(), subjects, **rest)
    return json_answer({"columns": [asdict(column) for column in found]})


def one_run(parts: ApiParts, run_id: int) -> Response:
    """A run with its results, params, tags and curves."""
    view = evaluations.run(parts.database, parts.reader(), run_id)
    if view is None:
        raise _no_run(run_id)
    return json_answer(jsonable({**as_run(view.row), **_camel(view, without="row")}))


def run_series(parts: ApiParts, query: dict[str, Any], run_id: int) -> Response:
    """A metric of a run while the run went on."""
    found = evaluations.series(parts.database, parts.reader(), run_id, query["metric"])
    if found is None:
        raise NotFound(f"Run {run_id} has no series of {query['metric']!r}")
    return json_answer(jsonable(asdict(found)))


def run_examples(parts: ApiParts, run_id: int) -> Response:
    """The scores of single examples of a run."""
    found = evaluations.examples(parts.database, parts.reader(), run_id)
    if found is None:
        raise NotFound(f"Run {run_id} has no examples")
    return json_answer(jsonable(asdict(found)))


def list_metrics(parts: ApiParts, query: dict[str, Any]) -> Response:
    """What is known of metrics with these names, or of those in use whose names begin so."""
    reader = parts.reader()
    known = evaluations.metric_definitions(parts.database, reader)
    names = query["name"] or evaluations.metric_names(
        parts.database, reader, query["start"], query["limit"]
    )
    nothing = evaluations.MetricDefinition("", "", "")
    found = [{**asdict(known.of(name) or nothing), "name": name} for name in names]
    return json_answer({"metrics": found})


def list_versions(parts: ApiParts, namespace: str, name: str) -> Response:
    """The versions of a model, declared and observed, with their latest evaluations."""
    ref = f"model:{namespace}/{name}".lower()
    versions = evaluations.model_versions(parts.database, parts.reader(), ref)
    return json_answer({"versions": [_version(version) for version in versions]})


def one_version(parts: ApiParts, namespace: str, name: str, version: str) -> Response:
    """A version of a model, by its name or one of its aliases."""
    ref = f"model:{namespace}/{name}".lower()
    found = evaluations.model_version(parts.database, parts.reader(), ref, version)
    if found is None:
        raise NotFound(f"No version {version!r} of {ref}")
    return json_answer(_version(found))


def _subjects(parts: ApiParts, query: dict[str, Any]) -> tuple[str, ...]:
    ref = str(parse_ref(query["subject"]))
    return evaluations.subjects_of(parts.database, parts.reader(), ref)


def _no_run(run_id: int) -> NotFound:
    return NotFound(f"No run with id {run_id}")


def as_run(row: evaluations.RunRow) -> dict[str, Any]:
    shown: dict[str, Any] = jsonable(_camel(replace(row, cells={}), without="began"))
    cells = {column: _cell(cell) for column, cell in row.cells.items()}
    return {**shown, "cells": cells}


def _cell(cell: evaluations.Cell) -> Any:
    """As it is where JSON has numbers for it: a page may have ten thousand."""
    numbers = (cell.value, cell.low, cell.high)
    fits = all(number is None or math.isfinite(number) for number in numbers)
    return cell if fits else jsonable(cell)


def _version(version: evaluations.VersionRow) -> dict[str, Any]:
    runs = [as_run(run) for run in version.evaluations]
    said = [_camel(one) for one in version.said]
    rest = _camel(version, without="evaluations")
    found: dict[str, Any] = jsonable({**rest, "said": said, "evaluations": runs})
    return found


def _camel(value: Any, without: str = "") -> dict[str, Any]:
    """The fields of a dataclass, as the API writes names."""
    names = (field.name for field in fields(value) if field.name != without)
    return {_camel_name(name): getattr(value, name) for name in names}


def _camel_name(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.title, others))


def jsonable(value: Any) -> Any:
    """JSON has no number for what is not finite: that becomes text."""
    if isinstance(value, float):
        return json_number(value)
    if isinstance(value, Mapping):
        return {name: jsonable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(each) for each in value]
    return jsonable(asdict(value)) if hasattr(value, "__dataclass_fields__") else value
