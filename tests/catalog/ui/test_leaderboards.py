"""Leaderboards: who is best on the same data, as far as that can be said."""

import json
from typing import Any

import pytest

from plugins.facts import DatasetUse, EvaluationRun, Result
from tests.builders import a_descriptor
from tests.catalog.ui.conftest import Site
from tests.catalog.ui.runs_site import report, scored

TAB = "/catalog/default/dataset/orders/leaderboard"
ORDERS = DatasetUse(ref="dataset:default/orders", name="orders", digest="sha256:aa", split="test")


def evaluated(uid: str, value: float, half: float = 0.0, **more: Any) -> EvaluationRun:
    """An evaluation on the orders, with an interval of `half` to both sides."""
    bounds = {"low": value - half, "high": value + half, "level": 0.95} if half else {}
    name = more.pop("metric", "auc")
    result = Result(metric=name, value=value, n=500, **bounds)
    return scored(uid, **{"dataset": ORDERS, "results": [result], "version": uid, **more})


@pytest.fixture
def board(site: Site) -> Site:
    """Two models of two projects, and the data they were measured on."""
    site.workshop.write(
        "more.yaml",
        a_descriptor("orders", "Dataset", {"type": "evaluation"}, title="Held-out orders"),
        a_descriptor("basket", "Project", title="Basket"),
        a_descriptor("other", "Model", {"project": "basket"}, title="Other"),
    )
    site.workshop.ingest()
    report(
        site,
        evaluated("v1", 0.90, 0.01),
        evaluated("v2", 0.93, 0.01),
        evaluated("o1", 0.925, 0.01, subject="model:default/other", evaluator="mine"),
    )
    return site


def test_versions_of_all_projects_stand_in_order_on_the_page_of_their_data(board: Site) -> None:
    rows = json.loads(board.client.get(f"{TAB}?format=json").text)
    assert [(row["place"], row["model"], row["version"]) for row in rows] == [
        (1, "model:default/scorer", "v2"),
        (2, "model:default/other", "o1"),
        (3, "model:default/scorer", "v1"),
    ]
    assert [row["project"] for row in rows][1] == "project:default/basket"


def test_what_is_not_settled_or_less_comparable_is_said(board: Site) -> None:
    page = board.page(TAB)
    assert "overlaps the first: which is better isn&#39;t settled" in page
    assert "apart from the first" in page
    assert "measured by mine, the first by one" in page
    assert "Held-out orders test" in page


def test_each_model_can_stand_with_its_best_only(board: Site) -> None:
    rows = json.loads(board.client.get(f"{TAB}?of=models&format=json").text)
    assert [row["version"] for row in rows] == ["v2", "o1"]


def test_without_a_direction_there_are_no_places(board: Site) -> None:
    report(board, evaluated("v1", 3, metric="oddness"), evaluated("v2", 4, metric="oddness"))
    page = board.page(f"{TAB}?metric=oddness")
    assert "No places" in page
    rows = json.loads(board.client.get(f"{TAB}?metric=oddness&format=json").text)
    assert all("place" not in row for row in rows)


def test_another_split_is_another_board(board: Site) -> None:
    train = DatasetUse(ref="dataset:default/orders", digest="sha256:aa", split="train")
    report(board, evaluated("v9", 0.99, dataset=train))
    assert "0.9900" not in board.page(TAB)
    assert 'aria-label="Data"' in board.page(TAB)


def test_all_boards_are_listed_and_each_has_a_page(board: Site) -> None:
    alone = DatasetUse(name="alone", split="test")
    report(board, evaluated("v8", 0.5, dataset=alone))
    page = board.page("/leaderboards")
    assert "Held-out orders" in page
    assert "alone" not in page
    assert "0.9300" in board.page("/leaderboards/1")
    board.page("/leaderboards/99", status=404)
    board.page("/leaderboards/0", status=404)


def test_rows_can_be_picked_for_a_comparison_on_the_same_data(board: Site) -> None:
    page = board.page(TAB)
    assert 'name="subject" value="model:default/scorer@v2" form="compare-picked"' in page
    assert '<input type="hidden" name="dataset" value="sha256:aa/test">' in page


def test_where_nothing_was_evaluated_the_page_teaches(site: Site) -> None:
    site.workshop.write("more.yaml", a_descriptor("orders", "Dataset", {"type": "evaluation"}))
    site.workshop.ingest()
    assert "Nothing was evaluated on it yet" in site.page(TAB)
    assert "No leaderboards yet" in site.page("/leaderboards")
    site.page("/catalog/default/model/scorer/leaderboard", status=404)
