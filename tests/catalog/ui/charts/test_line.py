"""Lines as data, as tables and in words."""

import math
from typing import Any

import pytest

from catalog.ui.charts import Axis, LineChart, Mark, Series
from catalog.ui.charts.axis import NOTHING


def payload_of(chart: LineChart) -> Any:
    return chart.drawing().payload


def test_series_with_the_same_x_stand_side_by_side() -> None:
    chart = LineChart(
        caption="Loss",
        series=[Series("train", [(1, 0.5), (2, 0.4)]), Series("test", [(1, 0.6), (2, None)])],
        x=Axis("step"),
        y=Axis("loss", "nats"),
    )
    (table,) = chart.drawing().tables
    assert table.columns == ["step", "train (nats)", "test (nats)"]
    assert list(map(list, table.rows)) == [["1", "0.5", "0.6"], ["2", "0.4", NOTHING]]


def test_series_with_other_x_stand_one_below_another() -> None:
    chart = LineChart(caption="Loss", series=[Series("a", [(1, 5)]), Series("b", [(2, 6)])])
    (table,) = chart.drawing().tables
    assert table.columns == ["Series", "x", "y"]
    assert table.rows == [["a", "1", "5"], ["b", "2", "6"]]


def test_a_band_is_drawn_and_in_the_table() -> None:
    chart = LineChart(caption="Loss", series=[Series("a", [(1, 5), (2, 6)], [(4, 6), None])])
    assert payload_of(chart)["series"][0]["band"] == [(4, 6), None]
    assert chart.drawing().tables[0].rows[0] == ["a", "1", "5", "4", "6"]
    assert chart.drawing().tables[0].rows[1] == ["a", "2", "6", NOTHING, NOTHING]


def test_a_band_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="'a'"):
        Series("a", [(1, 5)], [(4, 6), (4, 6)])


def test_marks_have_a_table_of_their_own() -> None:
    chart = LineChart(caption="Loss", series=[Series("a", [(1, 5)])], marks=[Mark(1, "v2")])
    assert chart.drawing().tables[1].rows == [["v2", "1"]]
    assert payload_of(chart)["marks"] == [{"x": 1, "label": "v2"}]


def test_more_than_two_thousand_points_are_thinned_out_and_it_says_so() -> None:
    points = [(float(x), math.sin(x / 50)) for x in range(9_000)]
    chart = LineChart(caption="Wave", series=[Series("a", points)])
    drawing, shown = chart.drawing(), payload_of(chart)["series"][0]["points"]
    assert len(shown) <= 2_000
    assert len(drawing.tables[0].rows) == len(shown)
    assert drawing.notes[0].startswith(f"{len(shown):,} of 9,000 points are shown")


def test_a_small_chart_can_ask_for_fewer() -> None:
    points = [(float(x), float(x % 7)) for x in range(900)]
    chart = LineChart(caption="Small", series=[Series("a", points)], limit=100)
    assert len(payload_of(chart)["series"][0]["points"]) <= 100


def test_many_series_share_what_a_page_can_carry() -> None:
    points = [(float(x), float(x % 7)) for x in range(1_000)]
    chart = LineChart(caption="Many", series=[Series(str(at), points) for at in range(50)])
    assert sum(len(one["points"]) for one in payload_of(chart)["series"]) <= 10_000


def test_values_without_a_place_are_left_out_and_counted() -> None:
    points = [(0, 1.0), (1, 0.0), (2, math.nan), (3, None), (4, 2.0)]
    chart = LineChart(caption="Log", series=[Series("a", points)], y=Axis(scale="log"))
    shown = payload_of(chart)["series"][0]["points"]
    assert shown == [(0, 1.0), (1, None), (2, None), (3, None), (4, 2.0)]
    assert chart.drawing().notes == ["2 of the values have no place on these axes."]


def test_a_point_without_a_place_on_the_x_axis_is_not_sent() -> None:
    chart = LineChart(caption="Log", series=[Series("a", [(0, 1), (1, 2)])], x=Axis(scale="log"))
    assert payload_of(chart)["series"][0]["points"] == [(1, 2)]


def test_it_says_in_words_where_lines_go() -> None:
    chart = LineChart(
        caption="Loss",
        series=[Series("train", [(1, 5), (2, 1), (3, 2)]), Series("base", [(1, 4)], quiet=True)],
        x=Axis("step"),
        y=Axis("loss", "nats"),
    )
    assert chart.drawing().description == (
        "Lines over step, 1 to 3. train: from 5 nats to 2 nats, lowest 1 at 2, highest 5 at 1."
    )


def test_a_description_of_one_s_own_is_kept() -> None:
    assert LineChart(caption="a", series=(), about="Nothing.").drawing().description == "Nothing."


def test_no_points_are_nothing_to_show() -> None:
    assert LineChart(caption="a", series=()).drawing().empty
    assert LineChart(caption="a", series=[Series("a", [])]).drawing().empty
    assert LineChart(caption="a", series=[Series("a", [])], marks=[Mark(1, "v2")]).drawing().empty
