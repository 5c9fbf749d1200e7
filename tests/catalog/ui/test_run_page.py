"""The page of one run: facts, results with intervals, slices, curves and history."""

import json
from dataclasses import replace
from typing import Any

import pytest

from plugins.facts import ArtifactLink, Curve, DatasetUse, Result, Series
from tests.catalog.ui.conftest import Site
from tests.catalog.ui.runs_site import report, scored

INTERVAL: dict[str, Any] = {
    "n": 1200,
    "low": 0.9,
    "high": 0.94,
    "level": 0.95,
    "method": "bootstrap",
}
ROC = Curve(type="roc", x=(0, 0.5, 1), y=(0, 0.9, 1))


def page_of(site: Site, **more: Any) -> str:
    report(site, scored("r1", **more))
    return site.page("/runs/1")


def test_the_head_says_how_it_went_of_what_and_leads_there(site: Site) -> None:
    page = page_of(site, name="<b>", status="failed", version="v2", url="https://mlflow.example/r1")
    assert "<h1>&lt;b&gt;</h1>" in page
    assert '<span class="state bad">' in page
    assert 'href="/catalog/default/model/scorer/versions/v2"' in page
    assert 'href="https://mlflow.example/r1"' in page


def test_a_result_has_its_interval_its_examples_and_which_way_is_better(site: Site) -> None:
    page = page_of(site, results=[Result(metric="auc", value=0.92, **INTERVAL)])
    assert ">0.92</strong>" in page
    assert "0.9 to 0.94 (95 %), bootstrap" in page
    assert "1,200" in page
    assert "higher is better" in page


def test_an_unknown_metric_has_no_direction(site: Site) -> None:
    page = page_of(site, metrics={"oddness": 3})
    assert '<span title="nobody has said which way is better">not known</span>' in page


def test_slices_stand_below_each_other_with_all_of_the_data_first(site: Site) -> None:
    results = [Result(metric="auc", value=0.92), Result(metric="mae", value=2)]
    results += [
        Result(metric="auc", value=value, slice={"country": country}, low=0.7, high=0.99)
        for country, value in (("SE", 0.95), ("NO", 0.8))
    ]
    page = page_of(site, results=results)
    by_slice = page[page.index(">By slice") :]
    order = [by_slice.index(word) for word in ("all of the data", "country=NO", "country=SE")]
    assert order == sorted(order)
    assert "mae" not in by_slice
    assert '<div class="small muted">0.7000 to 0.9900</div>' in by_slice


def test_results_are_taken_away_as_files(site: Site) -> None:
    page_of(site, results=[Result(metric="auc", value=0.92, **INTERVAL)])
    answer = site.client.get("/runs/1?results.format=json")
    (row,) = json.loads(answer.text)
    assert (row["metric"], row["low"], row["high"], row["level"]) == ("auc", 0.9, 0.94, 0.95)


@pytest.mark.parametrize(
    ("curve", "caption"),
    [
        (ROC, "ROC"),
        (replace(ROC, type="pr"), "Precision and recall"),
        (replace(ROC, type="calibration", weights=(1, 2, 3)), "Calibration"),
        (Curve(type="confusion", matrix=((5, 1), (2, 7))), "Confusion matrix"),
        (Curve(type="histogram", name="score", x=(0, 1, 2), y=(3, 4)), "score"),
    ],
)
def test_a_curve_is_a_chart_with_its_data_as_a_table(
    site: Site, curve: Curve, caption: str
) -> None:
    page = page_of(site, curves=[curve])
    assert f"<figcaption>{caption}</figcaption>" in page
    assert 'class="chart-data"' in page


def test_a_curve_that_can_not_be_drawn_says_why(site: Site) -> None:
    page = page_of(site, curves=[Curve(type="histogram", name="odd", x=(1, 0, 2), y=(3, 4))])
    assert "odd can&#39;t be drawn" in page


def test_points_that_are_not_finite_leave_gaps(site: Site) -> None:
    nowhere = float("nan")
    page = page_of(site, curves=[replace(ROC, x=(0, nowhere, 1), y=(0, 0.9, nowhere))])
    assert "<figcaption>ROC</figcaption>" in page


def test_history_is_drawn_and_other_metrics_are_one_press_away(site: Site) -> None:
    names = [f"m{at}" for at in range(8)]
    page = page_of(site, series=[Series(metric=m, steps=(0, 1), values=(1, 2)) for m in names])
    assert page.count("<figure") == 6
    assert 'href="/runs/1?history=m7#history"' in page
    other = site.page("/runs/1?history=m7&history=nowhere")
    assert "<figcaption>m7</figcaption>" in other
    assert other.count("<figure") == 1


def test_a_page_without_a_chart_asks_for_no_script_of_charts(site: Site) -> None:
    assert "charts." not in page_of(site, metrics={"auc": 0.9})


def test_facts_stand_beside_it_and_links_that_are_none_are_not_followed(site: Site) -> None:
    page = page_of(
        site,
        params={"lr": 0.1} | {f"p{at}": at for at in range(40)},
        tags={"team": "growth"},
        dataset=DatasetUse(name="orders", digest="sha256:" + "0f" * 32, split="test"),
        artifacts=[
            ArtifactLink(name="model", url="https://mlflow.example/m", bytes=2_000_000),
            ArtifactLink(name="bad", url="javascript:alert(1)"),
        ],
    )
    assert "<dt>lr</dt><dd>0.1</dd>" in page
    assert "17 more" in page
    assert "<dt>team</dt><dd>growth</dd>" in page
    assert '<span class="muted">test</span>' in page
    assert 'data-copy="sha256:0f0f' in page
    assert "2.0 MB" in page
    assert 'href="javascript' not in page


def test_a_running_run_has_nothing_yet(site: Site) -> None:
    assert "Nothing has been measured yet" in page_of(site, status="running")


def test_a_run_of_what_nobody_declared_is_not_found(site: Site) -> None:
    report(site, scored("r1", subject="model:default/undeclared"))
    site.page("/runs/1", status=404)
    site.page("/runs/99", status=404)
    site.page("/runs/99999999999999999999", status=404)
