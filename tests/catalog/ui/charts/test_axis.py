"""Where values lie on an axis, and how they are said."""

import math

import pytest

from catalog.ui.charts import Axis
from catalog.ui.charts.axis import NOTHING, figures, span


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, NOTHING),
        (0.0, "0"),
        (1234567, "1,234,567"),
        (0.9136789012, "0.913679"),
        (1234.5678901, "1,234.57"),
        (0.1 + 0.2, "0.3"),
        (1.5e-7, "1.5e-07"),
        (-0.25, "-0.25"),
        (1e300, "1e+300"),
        (999999.7, "1,000,000"),
        (math.nan, "not a number"),
        (-math.inf, "minus infinite"),
    ],
)
def test_numbers_are_said_in_six_figures(value: float | None, said: str) -> None:
    assert figures(value) == said


def test_a_time_is_placed_in_milliseconds_and_said_in_utc() -> None:
    axis = Axis("time", scale="time")
    assert axis.place(1767571200) == 1767571200000
    assert axis.said(1767571200) == "2026-01-05 00:00:00 UTC"


def test_what_is_no_time_has_no_place() -> None:
    axis = Axis(scale="time")
    assert axis.place(1e18) is None
    assert axis.said(1e18) == "1e+18"


def test_a_log_axis_has_no_place_for_what_is_not_positive() -> None:
    assert Axis(scale="log").place(0) is None
    assert Axis(scale="log").place(-1.0) is None
    assert Axis(scale="log").place(1e-9) == 1e-9


def test_what_is_no_number_has_no_place() -> None:
    assert [Axis().place(value) for value in (math.nan, math.inf, None)] == [None] * 3


def test_a_span_is_said_with_its_unit() -> None:
    assert span(Axis(unit="ms"), [3, None, math.nan, 1]) == "1 to 3 ms"
    assert span(Axis(unit="ms"), [3, 3]) == "3 ms"
    assert span(Axis(), []) == ""
