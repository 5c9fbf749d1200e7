"""How differences, slices, gates and examples of a comparison are told."""

import math
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.comparison import views
from catalog.comparison.figures import signed
from catalog.comparison.views import (
    Change,
    Curves,
    ExampleRow,
    ExamplesCompared,
    Gate,
    Measurement,
    SliceTable,
    SubjectCurve,
)
from catalog.ui.compare_address import CompareAddress
from catalog.ui.compare_changes import changes_of
from catalog.ui.compare_curves import compared_curves
from catalog.ui.compare_examples import examples_of, focus
from catalog.ui.compare_gates import gates_of
from catalog.ui.compare_metrics import metric_table, shown_row
from catalog.ui.compare_names import with_short_names
from catalog.ui.compare_picture import picture
from catalog.ui.compare_slices import slices_of
from catalog.ui.compare_summary import Counted, summary_of
from catalog.ui.compare_words import shown_difference
from tests.catalog.ui.comparisons import AUC, a_comparison, a_difference, a_row, a_subject

ASKED = CompareAddress(subjects=("a@1", "a@2"))


@pytest.mark.parametrize(
    ("label", "value", "tone", "icon"),
    [
        (views.IMPROVED, -0.2, "good", "arrow-down"),
        (views.REGRESSED, -0.2, "bad", "arrow-down"),
        (views.HIGHER, 0.2, "muted", "arrow-up"),
        (views.NO_EVIDENCE, 0.2, "muted", "equal-approximately"),
        (views.UNDERPOWERED, 0.2, "muted", "circle-question-mark"),
        (views.BARE, 0.2, "muted", "arrow-up"),
        (views.SAME, 0.0, "muted", "equal"),
    ],
)
def test_a_verdict_is_a_word_a_shape_and_a_colour(
    label: str, value: float, tone: str, icon: str
) -> None:
    shown = shown_difference(a_difference(value, label))
    assert (shown.word, shown.tone, shown.icon) == (label, tone, icon)


def test_a_difference_is_told_with_its_sign_bounds_and_method() -> None:
    shown = shown_difference(
        a_difference(
            -0.01234,
            views.NO_EVIDENCE,
            low=-0.03,
            high=0.01,
            level=0.95,
            p=0.2,
            method="unpaired, x",
        )
    )
    assert shown.amount == "\N{MINUS SIGN}0.0123"
    assert shown.bounds == "\N{MINUS SIGN}0.03 to +0.01"
    assert shown.unpaired
    assert "95 %" in shown.hint
    assert "p 0.2" in shown.hint


@given(st.floats())
def test_any_difference_can_be_written(value: float) -> None:
    assert signed(value)


def test_whiskers_share_the_ends_of_their_row_and_show_the_baseline() -> None:
    cells = (Measurement(0.5, low=0.0, high=1.0), Measurement(1.5, low=1.0, high=2.0))
    one, other = shown_row(a_row("auc", *cells), 0).cells
    assert one is not None
    assert other is not None
    assert one.whisker is not None
    assert other.whisker is not None
    assert (one.whisker.low, one.whisker.high) == (0.0, 50.0)
    assert (other.whisker.value, other.whisker.baseline) == (75.0, 25.0)


@given(st.lists(st.none() | st.floats(), min_size=3, max_size=3), st.floats(), st.floats())
def test_no_value_and_no_bound_breaks_a_row(
    values: list[float | None], low: float, high: float
) -> None:
    cells = [None if one is None else Measurement(one, low=low, high=high) for one in values]
    row = shown_row(a_row("auc", *cells), 0)
    assert [cell is None for cell in row.cells] == [one is None for one in values]


def test_metrics_are_found_by_name_ordered_by_regression_and_shown_in_pages() -> None:
    rows = tuple(
        a_row(f"m{at:02}", Measurement(1.0), Measurement(0.5), worst=at / 100) for at in range(60)
    )
    found = a_comparison(metrics=rows)
    first = metric_table(found, ASKED)
    assert (len(first.rows), first.total, first.before) == (25, 60, "")
    assert "page=25" in first.after
    worst = metric_table(found, CompareAddress(subjects=("a@1",), order="worst", page="50"))
    assert [row.metric for row in worst.rows] == [f"m{at:02}" for at in range(9, -1, -1)]
    assert worst.after == ""
    named = metric_table(found, CompareAddress(subjects=("a@1",), metrics="M1"))
    assert named.total == 10
    assert metric_table(found, CompareAddress(page="9999")).start == 0


def test_at_a_glance_metrics_are_counted_by_what_became_of_them() -> None:
    def became(label: str) -> views.MetricRow:
        told = Measurement(0.5, difference=a_difference(0.1, label))
        return a_row("auc", Measurement(0.4), told)

    labels = (views.NO_EVIDENCE, views.REGRESSED, views.NO_EVIDENCE, views.IMPROVED)
    withheld = a_row("f1", Measurement(0.4), Measurement(0.5, why="measured on other data"))
    rows = (*map(became, labels), withheld, a_row("acc", Measurement(0.4), None))
    assert summary_of(a_comparison(metrics=rows)) == (
        (),
        (
            Counted(views.IMPROVED, 1, "good", "circle-check"),
            Counted(views.REGRESSED, 1, "bad", "circle-x"),
            Counted(views.NO_EVIDENCE, 2, "muted", ""),
            Counted("not compared", 1, "muted", ""),
        ),
    )


def test_only_what_differs_is_shown_unless_all_is_asked_for() -> None:
    changes = (
        Change("params", "lr", ("0.1", "0.2"), True),
        Change("params", "depth", ("3", "3"), False),
        Change("code", "commit", ("", "abc"), True, ("", "https://git.example/abc")),
    )
    found = a_comparison(changes=changes)
    shown = changes_of(found, ASKED)
    assert [(group.heading, [row.name for row in group.rows]) for group in shown.groups] == [
        ("Params", ["lr"]),
        ("Code", ["commit"]),
    ]
    assert shown.groups[0].rows[0].differs == (False, True)
    assert (shown.differing, shown.total) == (2, 3)
    every = changes_of(found, CompareAddress(changes="all", what="DEP"))
    assert [row.name for group in every.groups for row in group.rows] == ["depth"]


def a_slice(name: str, value: float, label: str) -> views.MetricRow:
    cells = (Measurement(1.0), Measurement(1.0 + value, difference=a_difference(value, label)))
    return a_row("auc", *cells, slice=name, worst=max(0.0, -value))


def test_slices_have_colour_only_where_there_is_evidence_and_the_worst_is_named() -> None:
    rows = (
        a_slice("country=SE", -0.2, views.REGRESSED),
        a_slice("country=DE", -0.1, views.NO_EVIDENCE),
        a_slice("country=FR", 0.05, views.IMPROVED),
    )
    found = a_comparison(slices=(SliceTable("auc", AUC, rows, (0.1, None), 20),))
    shown = slices_of(found, ASKED)
    assert shown is not None
    assert shown.worst is not None
    assert [one.heat for one in shown.rows] == [
        ("", "heat worse-4"),
        ("", "heat other-2"),
        ("", "heat better-1"),
    ]
    assert (shown.worst.slice, shown.worst.word) == ("country=SE", views.REGRESSED)
    assert shown.gap == ("0.1", "")


def test_without_a_direction_no_slice_is_the_worst() -> None:
    cell = Measurement(0.5, difference=a_difference(0.5, views.LOWER, gain=None))
    rows = (a_row("odd", Measurement(1.0), cell, slice="a=b", definition=None),)
    shown = slices_of(a_comparison(slices=(SliceTable("odd", None, rows, (), 20),)), ASKED)
    assert shown is not None
    assert shown.worst is None
    assert shown.rows[0].heat == ("", "heat other-4")


def test_gates_that_failed_come_first_and_what_nobody_measured_stands_apart() -> None:
    def gate(metric: str, verdict: str, subject: int) -> Gate:
        return Gate(
            evaluation="evaluation:default/x",
            subject=subject,
            metric=metric,
            slice="",
            words="at least 0.9",
            verdict=verdict,
            why="0.8 is less",
        )

    gates = (
        gate("good", views.PASS, 0),
        gate("good", views.PASS, 1),
        gate("bad", views.PASS, 0),
        gate("bad", views.FAIL, 1),
        gate("never", views.MISSING, 0),
        gate("never", views.MISSING, 1),
    )
    shown = gates_of(a_comparison(gates=gates))
    assert shown is not None
    assert [row.metric for row in shown.rows] == ["bad", "good"]
    assert [row.metric for row in shown.missing] == ["never"]
    assert shown.counts[1] == {views.PASS: 1, views.FAIL: 1, views.MISSING: 1}
    assert gates_of(a_comparison()) is None


def test_examples_are_those_of_the_subject_looked_at_and_can_be_the_broken_ones_only() -> None:
    rows = (
        ExampleRow(id="a", scores=(1.0, 0.0), change="broken"),
        ExampleRow(id="b", scores=(0.0, 1.0), change="fixed"),
        ExampleRow(id="c", scores=(1.0, None), change="the same"),
    )
    counts = ExamplesCompared(
        metric="accuracy",
        subject=1,
        shared=3,
        only_subject=0,
        only_baseline=0,
        both_right=1,
        both_wrong=0,
        fixed=1,
        broken=1,
        rows=rows,
    )
    found = a_comparison(examples=(counts,))
    of = focus(found, ASKED)
    shown = examples_of(found, CompareAddress(only="regressed"), of)
    assert shown is not None
    assert [(row.id, row.before, row.after, row.tone) for row in shown.rows] == [
        ("a", "1", "0", "bad")
    ]
    assert examples_of(a_comparison(), ASKED, 1) is None


def test_the_subject_looked_at_is_never_the_baseline() -> None:
    found = a_comparison("1", "2", "3", baseline=1)
    for asked in ("1", "99", "x", ""):
        assert focus(found, CompareAddress(of=asked)) in (0, 2)
    assert focus(found, CompareAddress(of="2")) == 2


def test_versions_of_one_model_go_by_their_version() -> None:
    assert [one.name for one in with_short_names(a_comparison("1", "2")).subjects] == ["1", "2"]
    other = a_subject("3", ref="model:default/other", name="other@3")
    mixed = a_comparison(subjects=(a_subject("1"), other))
    assert [one.name for one in with_short_names(mixed).subjects] == ["scorer@1", "other@3"]


def test_a_confusion_is_set_beside_that_of_the_baseline_by_shares_of_rows() -> None:
    before = {"type": "confusion", "labels": ["n", "y"], "matrix": [[8, 2], [5, 5]]}
    after = {"type": "confusion", "labels": ["n", "y"], "matrix": [[18, 2], [5, 5]]}
    curves = Curves("confusion", "", "", (SubjectCurve(0, before), SubjectCurve(1, after)))
    charts, notes = compared_curves(a_comparison(curves=(curves,)), 1)
    assert notes == []
    difference = charts[1].drawing().payload
    assert difference["values"] == [[10.0, -10.0], [0.0, 0.0]]
    assert difference["diverging"] is True
    (table,) = charts[1].drawing().tables
    assert table.columns[0] == "Actual \\ Predicted (percentage points of the row)"
    assert table.rows[0] == ["n", "+10", "\N{MINUS SIGN}10"]
    assert "percentage points" in charts[1].drawing().notes[0]


def test_confusions_of_other_classes_are_not_subtracted() -> None:
    one, other = ({"labels": [name], "matrix": [[1]]} for name in "ab")
    curves = Curves("confusion", "", "", (SubjectCurve(0, one), SubjectCurve(1, other)))
    _, notes = compared_curves(a_comparison(curves=(curves,)), 1)
    assert notes == ["Confusion matrix can't be drawn: the two have other classes."]


@given(st.text(max_size=40), st.floats())
def test_a_picture_is_whole_xml_whatever_metrics_are_called(name: str, value: float) -> None:
    row = a_row(name, Measurement(value), Measurement(1.0, why=name))
    drawn = picture(a_comparison(metrics=(row,)), ASKED)
    assert ElementTree.fromstring(drawn).tag.endswith("svg")


def test_a_picture_says_the_verdict_the_values_and_what_they_are_worth() -> None:
    difference = a_difference(0.02, views.IMPROVED, low=0.01, high=0.03, method="paired bootstrap")
    row = a_row(
        "auc",
        Measurement(0.9, low=0.89, high=0.91),
        Measurement(0.92, None, 0.9, 0.94, 0.95, "", difference),
    )
    drawn = picture(a_comparison(metrics=(row, a_row("nan", Measurement(math.nan), None))), ASKED)
    for said in ("Comparable", "0.9200", "▲ +0.02 improved", "paired bootstrap", "baseline"):
        assert said in drawn
