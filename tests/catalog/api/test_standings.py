"""Trends and leaderboards over HTTP."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from catalog.store.database import Database
from tests.catalog.evaluations.seen import make_entity

TREND = "/api/mlhome/entities/model/default/ranker/trend"
BOARDS = "/api/mlhome/leaderboards"
CLICKS = {"ref": "dataset:default/clicks", "name": "clicks", "digest": "d1", "split": "test"}


@pytest.fixture(autouse=True)
def measured(catalog: Database, client: FlaskClient) -> None:
    """Three versions of two models, measured on the same data."""
    for name in ("ranker", "other"):
        make_entity(catalog, f"model:default/{name}")
    runs = [
        a_run("a", "ranker@1", 0.8, "2026-01-01T00:00:00Z"),
        a_run("b", "ranker@2", 0.9, "2026-01-02T00:00:00Z"),
        a_run("c", "other@1", 0.85, "2026-01-03T00:00:00Z"),
    ]
    assert client.post("/api/mlhome/evaluations", json=runs).status_code == 200


def a_run(uid: str, subject: str, auc: float, ended: str) -> dict[str, Any]:
    metrics = {"auc": auc, "broken": "NaN"}
    return {"id": uid, "subject": subject, "dataset": CLICKS, "endedAt": ended, "metrics": metrics}


def test_a_trend_is_told_with_its_best_points(client: FlaskClient) -> None:
    found = client.get(f"{TREND}?metric=auc").get_json()
    assert [(one["run"]["version"], one["value"], one["best"]) for one in found["points"]] == [
        ("1", 0.8, True),
        ("2", 0.9, True),
    ]
    assert (found["data"]["dataset"]["digest"], found["data"]["runs"]) == ("d1", 2)
    assert (found["direction"], found["deploys"], found["more"]) == ("higher", [], False)


def test_what_is_no_number_is_told_as_text(client: FlaskClient) -> None:
    points = client.get(f"{TREND}?metric=broken").get_json()["points"]
    assert [one["value"] for one in points] == ["NaN", "NaN"]


def test_a_trend_of_nothing_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"{TREND}?metric=auc&type=training").status_code == 404
    assert client.get(f"{TREND}?metric=auc&data=77").status_code == 404
    assert client.get(f"{TREND}").status_code == 400


def test_leaderboards_are_listed_and_each_is_told(client: FlaskClient) -> None:
    (board,) = client.get(BOARDS).get_json()["leaderboards"]
    assert (board["subjects"], board["versions"]) == (2, 3)
    of_data = client.get(f"{BOARDS}?dataset=clicks").get_json()["leaderboards"]
    assert of_data == [board]
    found = client.get(f"{BOARDS}/{board['id']}?metric=auc").get_json()
    assert [(one["place"], one["run"]["subject"]) for one in found["standings"]] == [
        (1, "model:default/ranker"),
        (2, "model:default/other"),
        (3, "model:default/ranker"),
    ]
    assert found["metrics"][0] == {"metric": "auc", "runs": 3}
    best = client.get(f"{BOARDS}/{board['id']}?metric=auc&of=models").get_json()
    assert len(best["standings"]) == 2
    assert client.get(f"{BOARDS}/77?metric=auc").status_code == 404
