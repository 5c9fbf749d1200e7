"""Comparisons with defaults, so that a test names only what matters to it."""

from typing import Any

from catalog.comparison.views import (
    COMPARABLE,
    Comparability,
    Comparison,
    Difference,
    Measurement,
    MetricRow,
    Statistics,
    Subject,
)
from catalog.evaluations import MetricDefinition

AUC = MetricDefinition("auc", "higher", "built-in: scikit-learn")


def a_subject(version: str, **more: Any) -> Subject:
    """A version of the one model that most tests are about."""
    given = {
        "asked": f"model:default/scorer@{version}",
        "ref": "model:default/scorer",
        "version": version,
        "name": f"scorer@{version}",
        "title": "Scorer",
        "run": None,
    }
    return Subject(**{**given, **more})


def a_comparison(*versions: str, **more: Any) -> Comparison:
    """Of these versions, the first of them the baseline."""
    given: dict[str, Any] = {
        "subjects": tuple(map(a_subject, versions or ("1", "2"))),
        "baseline": 0,
        "dataset": None,
        "datasets": (),
        "comparability": Comparability(COMPARABLE),
        "statistics": Statistics("none", why="no run has scores of single examples"),
        **dict.fromkeys(
            ("changes", "metrics", "slices", "gates", "curves", "examples", "costs"), ()
        ),
    }
    return Comparison(**{**given, **more})


def a_row(metric: str, *cells: Measurement | None, **more: Any) -> MetricRow:
    """A metric over all of the data, of which more is better."""
    return MetricRow(**{"metric": metric, "slice": "", "definition": AUC, "cells": cells, **more})


def a_difference(value: float, label: str, **more: Any) -> Difference:
    """From the baseline, in a metric of which more is better."""
    return Difference(**{"value": value, "relative": value, "label": label, "gain": value, **more})
