"""Plots become curves."""

import pytest

from plugins.api import Curve
from tests.plugins.tfma.results import read_results, run_of
from tests.plugins.tfma.wire import Field, double, key, message, metric, records, slice_key


def drawn(*plot: Field, name: str = "", slices: Field | None = None) -> list[Curve]:
    """Curves of one plot: `plot_keys_and_values` is 8, with the key (its name is 6) and value."""
    it = (8, [(1, [(6, name)]), (2, list(plot))])
    plots = message(slices or slice_key(), it)
    metrics = message(slice_key(), metric(key("auc"), double(0.5)))
    found = read_results({"metrics": records(metrics), "plots": records(plots)})
    return list(run_of(found).curves)


def at_threshold(threshold: float, counts: tuple[float, float, float, float]) -> Field:
    """In the order of the message's numbers: false and true negatives, false and true positives."""
    return (1, [(1, threshold), *zip(range(2, 6), counts, strict=True)])


def test_counts_at_thresholds_are_rates() -> None:
    # Of 10 negatives and 10 positives: all are found below 0, and none above 1.
    matrices = [
        at_threshold(0.0, (0.0, 0.0, 10.0, 10.0)),
        at_threshold(0.5, (2.0, 9.0, 1.0, 8.0)),
        at_threshold(1.0, (10.0, 10.0, 0.0, 0.0)),
        at_threshold(0.7, (5.0, 10.0, 0.0, 5.0)),
    ]
    roc, pr = drawn((2, matrices), name="plot", slices=slice_key(country="SE"))
    assert (roc.type, roc.name, roc.slice) == ("roc", "plot", {"country": "SE"})
    assert (list(roc.x), list(roc.y)) == ([0.0, 0.0, 0.1, 1.0], [0.0, 0.5, 0.8, 1.0])
    assert (pr.type, list(pr.x)) == ("pr", [0.5, 0.8, 1.0])
    assert list(pr.y) == [1.0, 8 / 9, 0.5]


def test_buckets_are_a_calibration() -> None:
    def bucket(low: float, n: float, labels: float, predictions: float) -> Field:
        return (
            1,
            [(1, low), (2, low + 0.1), (3, [(1, n)]), (4, [(1, labels)]), (5, [(1, predictions)])],
        )

    (curve,) = drawn((1, [bucket(0.5, 10.0, 4.0, 5.0), bucket(0.1, 2.0, 0.0, 0.4), (1, [])]))
    assert curve.type == "calibration"
    assert list(curve.x) == pytest.approx([0.2, 0.5])
    assert (list(curve.y), list(curve.weights)) == ([0.0, 0.4], [2.0, 10.0])


@pytest.mark.slow
def test_ten_thousand_buckets_are_a_hundred_points() -> None:
    buckets: list[Field] = [
        (1, [(1, it / 10_000), (3, [(1, 1.0)]), (4, [(1, 1.0)]), (5, [(1, it / 10_000)])])
        for it in range(10_000)
    ]
    (curve,) = drawn((1, buckets))
    assert len(curve.x) == 100
    assert curve.weights[0] == 100
    assert curve.x[0] == pytest.approx(0.00495)


def test_classes_are_a_confusion_matrix_with_those_that_were_none() -> None:
    def cell(actual: int, predicted: int, n: float) -> Field:
        return (2, [(1, actual), (2, predicted), (3, n)])

    cells = [cell(0, 0, 5.0), cell(0, 2, 1.0), cell(2, -1, 3.0)]
    (curve,) = drawn((4, [(1, cells)]))
    assert (curve.type, list(curve.labels)) == ("confusion", ["none", "0", "2"])
    assert curve.matrix == [[0, 0, 0], [0, 5, 1], [3, 0, 0]]


def test_old_files_have_one_plot_or_some_by_name() -> None:
    matrices: list[Field] = [
        at_threshold(0.1 * it, (1.0 * it, 1.0 * it, 9.0 - it, 9.0 - it)) for it in range(5)
    ]
    plots = message(slice_key(), (2, [(2, matrices)]), (3, [(1, "by name"), (2, [(2, matrices)])]))
    curves = run_of(read_results({"plots": records(plots)})).curves
    assert [(it.type, it.name) for it in curves] == [
        ("roc", ""),
        ("pr", ""),
        ("roc", "by name"),
        ("pr", "by name"),
    ]


def test_many_thresholds_of_a_metric_are_a_curve_and_no_results() -> None:
    matrices = [
        at_threshold(it / 30, (1.0 * it, 1.0 * it, 29.0 - it, 29.0 - it)) for it in range(30)
    ]
    metrics = message(slice_key(), metric(key("at"), [(5, matrices)]))
    run = run_of(read_results({"metrics": records(metrics)}))
    assert (run.results, [it.type for it in run.curves]) == ((), ["roc", "pr"])


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn() == []
    assert drawn((1, []), (2, []), (4, [])) == []
    zeros = [at_threshold(it / 5, (0.0, 0.0, 0.0, 0.0)) for it in range(5)]
    assert drawn((2, zeros)) == []
