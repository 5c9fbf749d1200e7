"""Curves as they are kept: checked by type, with nothing that JSON can't hold."""

import math
from collections.abc import Sequence
from typing import Any

from catalog.evaluations.limits import LONGEST_NAME, MOST_CURVE_POINTS
from catalog.evaluations.remarks import Remarks
from catalog.evaluations.slices import slice_text
from catalog.evaluations.texts import bounded, clean
from plugins.facts import CURVE_TYPES, Curve


def curve_json(curve: Curve, remarks: Remarks, path: str) -> dict[str, Any]:
    """What is stored of a curve. Raises ValueError, whose text says what is wrong with it."""
    if curve.type not in CURVE_TYPES:
        raise ValueError(f"`{curve.type}` is none of {', '.join(CURVE_TYPES)}")
    _check_shape(curve)
    return {
        "type": curve.type,
        "name": bounded(curve.name, LONGEST_NAME, remarks, f"{path}/name"),
        "slice": slice_text({clean(str(k)): clean(str(v)) for k, v in curve.slice.items()}),
        "x": _numbers(curve.x),
        "y": _numbers(curve.y),
        "weights": _numbers(curve.weights),
        "labels": [
            bounded(label, LONGEST_NAME, remarks, f"{path}/labels/{place}")
            for place, label in enumerate(curve.labels)
        ],
        "matrix": [_numbers(row) for row in curve.matrix],
    }


def _check_shape(curve: Curve) -> None:
    if curve.type == "confusion":
        _check_matrix(curve)
        return
    points = len(curve.x)
    expected = points - 1 if curve.type == "histogram" else points
    if not points or len(curve.y) != expected:
        raise ValueError(f"{points} values of x do not go with {len(curve.y)} of y")
    if len(curve.weights) not in (0, len(curve.y)):
        raise ValueError(f"{len(curve.weights)} weights do not go with {len(curve.y)} values of y")
    if points > MOST_CURVE_POINTS:
        raise ValueError(f"{points} points are more than {MOST_CURVE_POINTS}")


def _check_matrix(curve: Curve) -> None:
    size = len(curve.matrix)
    if not size or any(len(row) != size for row in curve.matrix):
        raise ValueError("a confusion matrix has as many columns as rows")
    if len(curve.labels) not in (0, size):
        raise ValueError(f"{len(curve.labels)} labels do not go with {size} rows")
    if size * size > MOST_CURVE_POINTS:
        raise ValueError(f"{size} x {size} cells are more than {MOST_CURVE_POINTS}")


def _numbers(column: Sequence[float]) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in column]
