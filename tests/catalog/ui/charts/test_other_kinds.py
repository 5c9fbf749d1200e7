"""The other kinds of chart as data, as tables and in words."""

import math
from typing import Any

import pytest

from catalog.ui.charts import (
    Across,
    Axis,
    BarChart,
    Bars,
    Bins,
    Box,
    BoxChart,
    Chart,
    Dot,
    Group,
    HeatChart,
    Histogram,
    Linked,
    ParallelAxis,
    ParallelChart,
    ScatterChart,
)
from catalog.ui.charts.axis import NOTHING


def payload_of(chart: Chart) -> Any:
    return chart.drawing().payload


def test_a_dot_is_named_and_linked_in_the_table() -> None:
    dots = [Dot(1, 2, "run 1", "/runs/1"), Dot(3, math.nan, "run 2")]
    chart = ScatterChart(caption="Runs", groups=[Group("a", dots)])
    rows = chart.drawing().tables[0].rows
    assert rows == [[Linked("run 1", "/runs/1"), "1", "2"], ["run 2", "3", "not a number"]]
    assert payload_of(chart)["groups"][0]["dots"] == [(1, 2, "run 1", "/runs/1")]


def test_groups_of_dots_are_told_apart_in_the_table() -> None:
    groups = [Group("a", [Dot(1, 2)]), Group("b", [Dot(3, 4)])]
    assert ScatterChart(caption="Runs", groups=groups).drawing().tables[0].rows[1][-1] == "b"


def test_many_dots_are_thinned_out_and_the_outermost_stay() -> None:
    dots = [Dot(float(x), float(x % 100)) for x in range(5_000)]
    dots[77] = Dot(-9, 50)
    dots[78] = Dot(10, 999)
    chart = ScatterChart(caption="Runs", groups=[Group("a", dots)])
    drawing, shown = chart.drawing(), payload_of(chart)["groups"][0]["dots"]
    assert len(shown) <= 2_000
    assert {(-9, 50, "", ""), (10, 999, "", "")} <= set(shown)
    assert "of 5,000 dots" in drawing.notes[0]


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x"]
)
def test_a_link_leads_to_a_page_of_ours_or_nowhere(link: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        Dot(1, 2, "run", link)
    with pytest.raises(ValueError, match="no address"):
        Across("run", (), link)


def test_bars_lie_where_names_are_long() -> None:
    short = BarChart(caption="Days", categories=["Mon", "Tue"], series=[Bars("n", [1, 2])])
    long = BarChart(caption="Slices", categories=["country=SE, new"], series=[Bars("n", [1])])
    assert (short.lying, long.lying) == (False, True)


def test_intervals_of_bars_have_a_column() -> None:
    bars = Bars("v2", [0.9, None], [(0.88, 0.92), None])
    chart = BarChart(caption="AUC", categories=["SE", "NO"], series=[bars], value=Axis("AUC"))
    (table,) = chart.drawing().tables
    assert table.columns == ["Name", "v2", "v2, interval"]
    assert list(map(list, table.rows)) == [["SE", "0.9", "0.88 to 0.92"], ["NO", NOTHING, NOTHING]]
    assert chart.drawing().description == "Bars for SE, NO. v2: 0.9."


def test_bars_without_a_name_each_are_refused() -> None:
    with pytest.raises(ValueError, match="one value for each"):
        BarChart(caption="a", categories=["SE"], series=[Bars("v2", [1, 2])])
    with pytest.raises(ValueError, match="one pair for each"):
        Bars("v2", [1, 2], [(0, 1)])


def test_a_box_shows_some_of_very_many_outliers() -> None:
    box = Box("SE", 0, 1, 2, 3, 4, [float(x) for x in range(5, 5_005)], 9_000)
    chart = BoxChart(caption="Error", boxes=[box], value=Axis("error", "min"))
    drawing, shown = chart.drawing(), payload_of(chart)["outliers"][0]
    assert (len(shown), shown[0], shown[-1]) == (200, 5, 5_004)
    assert drawing.tables[0].columns[3] == "Median (min)"
    assert drawing.tables[0].rows == [["SE", "0", "1", "2", "3", "4", "5,000", "9,000"]]


def test_a_grid_keeps_its_rows_and_columns() -> None:
    chart = HeatChart(
        caption="Confusion", rows=["cat", "dog"], columns=["cat", "dog"], values=[[9, 1], [None, 7]]
    )
    (table,) = chart.drawing().tables
    assert table.columns == ["Actual \\ Predicted", "cat", "dog"]
    assert table.rows == [["cat", "9", "1"], ["dog", NOTHING, "7"]]
    assert "Largest: 9, cat by cat." in chart.drawing().description


def test_a_grid_with_holes_is_refused() -> None:
    with pytest.raises(ValueError, match="a row of values"):
        HeatChart(caption="a", rows=["cat"], columns=["cat", "dog"], values=[[1]])


def test_a_text_makes_an_axis_one_of_names() -> None:
    chart = ParallelChart(
        caption="Runs",
        axes=[ParallelAxis("optimizer"), ParallelAxis("rate", log=True)],
        lines=[Across("a", ("adam", 0.1)), Across("b", (3, None)), Across("c", (None, 0.01))],
    )
    axes = payload_of(chart)["axes"]
    assert (axes[0]["names"], axes[1]["names"]) == (["3", "adam"], None)
    assert [line["values"] for line in payload_of(chart)["lines"]] == [
        ["adam", 0.1],
        ["3", None],
        [None, 0.01],
    ]


def test_an_axis_with_a_zero_is_no_log_axis() -> None:
    axes = [ParallelAxis("decay", log=True)]
    lines = [Across("a", (0.0,)), Across("b", (0.1,))]
    assert not payload_of(ParallelChart(caption="a", axes=axes, lines=lines))["axes"][0]["log"]


def test_highlighted_lines_stay_among_very_many() -> None:
    lines = [Across(f"run {at}", (at,), highlighted=at == 4_999) for at in range(5_000)]
    chart = ParallelChart(caption="Runs", axes=[ParallelAxis("auc")], lines=lines)
    shown = payload_of(chart)["lines"]
    assert len(shown) == 2_001
    assert shown[-1]["highlighted"]
    assert chart.drawing().notes == ["2,001 of 5,000 lines are shown, evenly picked."]


def test_shares_make_groups_of_unlike_size_alike() -> None:
    groups = [Bins("training", [0, 1, 2], [300, 100]), Bins("serving", [0, 1, 2], [1, 3])]
    chart = Histogram(caption="Age", groups=groups, x=Axis("age", "years"), shares=True)
    (table,) = chart.drawing().tables
    assert table.columns == ["From (years)", "To (years)", "training (%)", "serving (%)"]
    assert list(map(list, table.rows)) == [["0", "1", "75", "25"], ["1", "2", "25", "75"]]
    assert payload_of(chart)["groups"][1]["bins"] == [(0, 1, 25.0), (1, 2, 75.0)]


def test_bins_of_other_bounds_stand_one_below_another() -> None:
    groups = [Bins("a", [0, 1], [3]), Bins("b", [0, 2], [4])]
    (table,) = Histogram(caption="Age", groups=groups).drawing().tables
    assert table.rows == [["a", "0", "1", "3"], ["b", "0", "2", "4"]]


@pytest.mark.parametrize(("edges", "counts"), [([0, 1], [1, 2]), ([1, 0], [1]), ([0, 0], [1])])
def test_bins_whose_edges_do_not_rise_are_refused(edges: list[float], counts: list[float]) -> None:
    with pytest.raises(ValueError, match="edge"):
        Bins("a", edges, counts)
