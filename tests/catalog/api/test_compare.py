"""Comparisons and gates over HTTP."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from catalog.api.mlhome.compare_shapes import (
    ChangeShape,
    ComparisonAnswer,
    GateAnswer,
    GateShape,
    MeasurementShape,
    SubjectShape,
)
from catalog.store.database import Database
from tests.catalog.comparison.compared import measured, record
from tests.catalog.comparison.judged import judged_ranker

COMPARE, GATE = "/api/mlhome/compare", "/api/mlhome/gate"


@pytest.fixture(autouse=True)
def ranker(catalog: Database) -> None:
    judged_ranker(catalog, {"metric": "auc", "min": 0.91, "mustImproveBy": 0.01}, baseline="6")
    record(
        catalog,
        measured("6", {"auc": 0.9}, params={"lr": 1}),
        measured("7", {"auc": 0.92}, params={"lr": 2}),
    )


def answer(client: FlaskClient, path: str, status: int = 200, **query: Any) -> dict[str, Any]:
    got = client.get(path, query_string=query)
    assert got.status_code == status, got.get_data(as_text=True)
    found: dict[str, Any] = got.get_json()
    return found


def test_versions_are_compared(client: FlaskClient) -> None:
    found = answer(client, COMPARE, subject=["ranker@6", "ranker@7"])
    assert set(found) == set(ComparisonAnswer().fields)
    assert set(found["subjects"][0]) == set(SubjectShape().fields)
    assert set(found["changes"][0]) == set(ChangeShape().fields)
    cell = found["metrics"][0]["cells"][1]
    assert set(cell) == set(MeasurementShape().fields)
    assert cell["difference"]["value"] == pytest.approx(0.02)
    assert found["comparability"] == {"verdict": "comparable", "mismatches": []}


def test_the_baseline_and_the_data_are_chosen(client: FlaskClient) -> None:
    subjects = ["ranker@6", "ranker@7"]
    found = answer(client, COMPARE, subject=subjects, baseline="7", dataset="clicks/test")
    assert found["baseline"] == 1
    assert found["metrics"][0]["cells"][0]["difference"]["value"] == pytest.approx(-0.02)


@pytest.mark.parametrize(
    ("format", "mimetype", "beginning"),
    [
        ("csv", "text/csv", "metric,slice,subject"),
        ("markdown", "text/markdown", "## ranker@7 beside ranker@6"),
        ("table", "text/plain", "ranker@7 beside ranker@6"),
    ],
)
def test_other_formats_are_texts(
    client: FlaskClient, format: str, mimetype: str, beginning: str
) -> None:
    query = {"subject": ["ranker@6", "ranker@7"], "format": format}
    got = client.get(COMPARE, query_string=query)
    assert got.mimetype == mimetype
    assert got.get_data(as_text=True).startswith(beginning)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"subject": ["ranker@6"]}, 400, "At least 2"),
        ({}, 400, "At least 2"),
        ({"subject": ["ranker@6", "ranker@8"]}, 404, "no version `8`"),
        ({"subject": ["ranker@6", "nobody"]}, 404, "no entity"),
        ({"subject": ["ranker@6", "ranker@7"], "dataset": "x"}, 400, "on `x`"),
        ({"subject": ["ranker@6", "ranker@7"], "format": "pdf"}, 400, "format"),
    ],
)
def test_what_can_not_be_compared_is_an_error(
    client: FlaskClient, query: dict[str, Any], status: int, said: str
) -> None:
    assert said in answer(client, COMPARE, status, **query)["error"]["message"]


def test_a_version_is_judged(client: FlaskClient) -> None:
    found = answer(client, GATE, subject="ranker@7")
    assert set(found) == set(GateAnswer().fields)
    assert set(found["gates"][0]) == set(GateShape().fields)
    assert (found["verdict"], found["passes"]) == ("pass", True)
    against = answer(client, GATE, subject="ranker@6", baseline="7")
    assert (against["verdict"], against["passes"]) == ("fail", False)
    assert "no version" in answer(client, GATE, 404, subject="ranker@9")["error"]["message"]
