"""A model's trend on the same data: in time, with the best so far and what was deployed."""

import json
import re
from typing import Any

import pytest

from plugins.facts import DatasetUse, EvaluationRun, Result
from tests.builders import a_descriptor
from tests.catalog.evaluations.runs import NOW
from tests.catalog.ui.conftest import Site
from tests.catalog.ui.runs_site import MODEL, report, scored

TREND = "/catalog/default/model/scorer/trend"
ORDERS = DatasetUse(ref="dataset:default/orders", name="orders", digest="sha256:aa", split="test")
DAY = 86_400.0


def evaluated(day: int, value: float, **more: Any) -> EvaluationRun:
    """An evaluation of v`day` on the orders, on a day long before now."""
    at = NOW - (100 - day) * DAY
    result = Result(metric="auc", value=value, low=value - 0.01, high=value + 0.01, level=0.95)
    given = {"dataset": ORDERS, "ended_at": at, "started_at": at - 60, "results": [result]}
    return scored(f"d{day}", version=f"v{day}", **{**given, **more})


@pytest.fixture
def measured(site: Site) -> Site:
    """Three versions measured one after another, the second best."""
    report(site, evaluated(1, 0.90), evaluated(2, 0.94), evaluated(3, 0.92))
    return site


def drawn(page: str) -> dict[str, Any]:
    """What the chart of a page is given."""
    found = re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    chart: dict[str, Any] = json.loads(found[1])
    return chart


def test_a_trend_is_drawn_with_its_interval_and_the_best_so_far(measured: Site) -> None:
    chart = drawn(measured.page(TREND))
    line, best = chart["series"]
    assert [value for _, value in line["points"]] == [0.90, 0.94, 0.92]
    assert line["labels"] == ["v1", "v2", "v3"]
    assert line["links"] == ["/runs/1", "/runs/2", "/runs/3"]
    assert len(line["band"]) == 3
    assert best["name"] == "Best so far"
    assert [value for _, value in best["points"]] == [0.90, 0.90, 0.94, 0.94]


def test_the_table_has_the_newest_first_and_says_what_was_best(measured: Site) -> None:
    rows = json.loads(measured.client.get(f"{TREND}?format=json").text)
    assert [(row["version"], row["best"], row["before"]) for row in rows] == [
        ("v3", "", "0.02 worse"),
        ("v2", "yes", "0.04 better"),
        ("v1", "yes", ""),
    ]
    assert (rows[1]["low"], rows[1]["uid"]) == (pytest.approx(0.93), "d2")


def test_other_data_have_a_trend_of_their_own(measured: Site) -> None:
    report(measured, evaluated(4, 0.5, dataset=DatasetUse(name="orders", split="train")))
    page = measured.page(TREND)
    assert "0.5000" not in page
    other = re.search(rf'href="({TREND}\?on=\d+&amp;metric=auc)"[^>]*>orders train', page)
    assert other
    assert "0.5000" in measured.page(other[1].replace("&amp;", "&"))


def test_without_a_direction_nothing_is_the_best(site: Site) -> None:
    report(site, evaluated(1, 0, results=[Result(metric="oddness", value=3)]))
    page = site.page(TREND)
    assert "Nobody has said which way of oddness is better" in page
    assert len(drawn(page)["series"]) == 1


def test_runs_that_name_no_data_are_drawn_with_a_warning_and_no_best(site: Site) -> None:
    report(site, evaluated(1, 0.9, dataset=None), evaluated(2, 0.95, dataset=None))
    page = site.page(TREND)
    assert "These runs name no data" in page
    assert "best so far" not in page


def test_training_runs_are_shown_where_nothing_was_evaluated_and_said_to_be_so(site: Site) -> None:
    report(site, evaluated(1, 0.9, type="training"))
    assert "these are numbers of training runs" in site.page(TREND)
    report(site, evaluated(2, 0.8))
    assert "training runs" not in site.page(TREND)


def test_deployments_are_marked_when_they_change_their_version(measured: Site) -> None:
    def deploy(version: str) -> None:
        spec = {"model": "scorer", "environment": "production", "version": version}
        measured.workshop.write("live.yaml", a_descriptor("live", "Deployment", spec))
        measured.workshop.ingest()

    deploy("v1")
    deploy("v2")
    deploy("v2")
    labels = [mark["label"] for mark in drawn(measured.page(TREND))["marks"]]
    assert labels == ["v1 in production", "v2 in production"]


def test_a_model_without_evaluations_is_taught_how_to_push_one(site: Site) -> None:
    page = site.page(TREND)
    assert "No evaluations yet" in page
    assert MODEL in page
    site.page("/catalog/default/project/churn/trend", status=404)


def test_an_address_that_asks_for_what_there_is_not_shows_what_there_is(measured: Site) -> None:
    assert "v3" in measured.page(f"{TREND}?on=999999&metric=nonsense&sort=x&cursor=zz")
