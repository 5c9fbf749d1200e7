"""Comparisons of versions and runs, and the verdict of gates on one version."""

import time
from collections.abc import Sequence
from typing import Any

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.errors import InvalidInput, NotFound
from catalog.api.parts import ApiParts
from catalog.comparison import Asked, Comparison, compare, exports
from catalog.comparison import gate_report as reports
from catalog.comparison.compare import AT_ONCE
from descriptors.problems import Problem

# Codes of what is not there, or not for this reader.
_NOT_THERE = {"compare/unknown", "compare/version", "compare/run"}


def compare_subjects(parts: ApiParts, query: dict[str, Any]) -> Response:
    """Two to ten versions or runs side by side: whether they can be compared, what changed, what
    was measured with differences from the baseline, slices, gates, curves, examples, costs."""
    asked = Asked(
        subjects=tuple(query["subject"]),
        metrics=tuple(query["metric"]),
        **{name: query[name] for name in ("baseline", "dataset", "whole")},
    )
    found = compare(parts.database, parts.reader(), asked, now=time.time())
    if not isinstance(found, Comparison):
        raise _refused(found)
    if query["format"] == "json":
        return json_answer(exports.comparison_json(found))
    written = exports.FORMATS[query["format"]]
    return Response(written.write(found), mimetype=written.mimetype)


def judge_version(parts: ApiParts, query: dict[str, Any]) -> Response:
    """What the declared Evaluations of a model say of one of its versions: may it go on?"""
    policy = reports.Policy(query["inconclusive"], query["missing"] == "fail")
    report = reports.gate_report(
        parts.database,
        parts.reader(),
        query["subject"],
        baseline=query["baseline"],
        dataset=query["dataset"],
        policy=policy,
        now=time.time(),
        seconds=AT_ONCE,
    )
    if not isinstance(report, reports.GateReport):
        raise _refused(report)
    return json_answer(reports.report_json(report))


def _refused(problems: Sequence[Problem]) -> Exception:
    text = "; ".join(f"{one.message} ({one.hint})" if one.hint else one.message for one in problems)
    not_there = all(one.code in _NOT_THERE for one in problems)
    return NotFound(text) if not_there else InvalidInput(text)
