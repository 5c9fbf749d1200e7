"""Plots become what ML Home draws."""

from mlhome_dvc.plots import drawn
from mlhome_dvc.stages import Plot

from .repositories import read_repository, run_of

LOG = b"step,loss,acc\n0,0.9,0.1\n1,0.5,0.4\n2,nan,0.6\n"


def test_a_table_is_a_series_of_each_of_its_columns() -> None:
    loss, accuracy = drawn(Plot("log.csv"), LOG).series
    assert (loss.metric, list(loss.steps), list(loss.values)[:2]) == ("loss", [0, 1, 2], [0.9, 0.5])
    assert (accuracy.metric, list(accuracy.values)) == ("acc", [0.1, 0.4, 0.6])


def test_rates_are_a_roc_curve() -> None:
    data = b'{"roc": [{"fpr": 0, "tpr": 0}, {"fpr": 0.2, "tpr": 0.7}, {"fpr": 1, "tpr": 1}]}'
    (curve,) = drawn(Plot("roc.json", "fpr", ("tpr",)), data).curves
    assert (curve.type, list(curve.x), list(curve.y)) == ("roc", [0, 0.2, 1], [0, 0.7, 1])


def test_classes_are_counted() -> None:
    data = b"actual,predicted\ncat,cat\ncat,dog\ndog,dog\n"
    plot = Plot("classes.csv", "actual", ("predicted",), "confusion")
    (curve,) = drawn(plot, data).curves
    assert (list(curve.labels), curve.matrix) == (["cat", "dog"], [[1, 1], [0, 1]])


def test_what_is_no_plot_of_numbers_draws_nothing() -> None:
    for data in (b"", b"a\n", b"step,loss\nx,1\n1.5,2\n", b"step,loss\n1,2\n1,3\n"):
        found = drawn(Plot("log.csv"), data)
        assert (found.series, found.curves) == ([], [])


def test_they_belong_to_the_run_of_the_metrics() -> None:
    declared = """
stages: {train: {cmd: x, metrics: [m.json], plots: [log.csv: {x: step, y: loss}]}}
plots: [rates: {x: fpr, y: {roc.json: tpr}}]
"""
    files = {
        "dvc.yaml": declared,
        "m.json": '{"auc": 1}',
        "log.csv": LOG,
        "roc.json": '[{"fpr": 0, "tpr": 1}]',
    }
    run = run_of(read_repository(files))
    assert [it.metric for it in run.series] == ["loss"]
    assert [it.type for it in run.curves] == ["roc"]
