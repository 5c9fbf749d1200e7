"""Evaluation runs over HTTP: pushed, listed, read, and versions of models."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.api.mlhome.run_shapes import PushedRun
from catalog.evaluations.decode import Undecodable, decode_run
from catalog.store.database import Database
from tests.catalog.evaluations.runs import SUBJECT
from tests.catalog.evaluations.seen import make_entity

EVALUATIONS = "/api/mlhome/evaluations"
RUN: dict[str, Any] = {"id": "nightly-1", "subject": "ranker@7", "metrics": {"auc": 0.9}}


@pytest.fixture(autouse=True)
def ranker(catalog: Database) -> None:
    make_entity(catalog, SUBJECT, versions=[{"version": "7", "aliases": ["champion"]}])


def push(client: FlaskClient, body: Any, **headers: str) -> dict[str, Any]:
    answer = client.post(EVALUATIONS, json=body, headers=headers)
    assert answer.status_code == 200, answer.get_json()
    found: dict[str, Any] = answer.get_json()
    return found


def test_a_run_is_pushed_and_read_back(client: FlaskClient) -> None:
    told = {
        **RUN,
        "startedAt": "2026-01-02T03:04:05Z",
        "dataset": {"name": "clicks", "split": "test"},
        "params": {"lr": 0.1, "on": True},
        "results": [{"metric": "auc", "value": 0.8, "slice": {"country": "SE"}, "n": 10}],
        "series": [{"metric": "loss", "steps": [1, 2], "values": [1.5, "NaN"]}],
        "examples": {
            "ids": [1, "b"],
            "scores": {"p": [0.1, "Infinity"]},
            "slices": {"country": ["SE", None], "year": [2026, ""]},
        },
    }
    (number,) = push(client, told)["ids"]
    run = client.get(f"{EVALUATIONS}/{number}").get_json()
    assert (run["subject"], run["version"], run["startedAt"]) == (SUBJECT, "7", 1767323045.0)
    assert run["params"] == {"lr": 0.1, "on": True}
    assert [(one["metric"], one["slice"], one["value"]) for one in run["results"]] == [
        ("auc", "", 0.9),
        ("auc", "country=SE", 0.8),
    ]
    series = client.get(f"{EVALUATIONS}/{number}/series?metric=loss").get_json()
    assert series["values"] == [1.5, "NaN"]
    examples = client.get(f"{EVALUATIONS}/{number}/examples").get_json()
    assert examples == {
        "ids": ["1", "b"],
        "scores": {"p": [0.1, "Infinity"]},
        "clusters": [],
        "slices": {"country": ["SE", ""], "year": ["2026", ""]},
    }


def test_the_good_ones_of_a_list_are_kept_and_the_others_are_told_by_place(
    client: FlaskClient,
) -> None:
    bad = {**RUN, "id": "bad", "results": [{"metric": "auc", "value": "high"}]}
    told = push(client, [bad, RUN, {**RUN, "id": "odd", "metrisc": {}}, 7])
    assert (told["created"], told["ids"][1] is not None) == (1, True)
    assert [told["ids"][place] for place in (0, 2, 3)] == [None, None, None]
    assert [(one["path"], one["code"]) for one in told["problems"]] == [
        ("/0/results/0/value", "evaluation/shape"),
        ("/2/metrisc", "evaluation/shape"),
        ("/3", "evaluation/shape"),
    ]
    assert "metrics" in told["problems"][1]["hint"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"subject": "model:"},
        {"id": "x" * 300},
        {"status": "done"},
        {"type": "guess"},
        {"startedAt": "yesterday"},
        {"metrics": {"auc": None}},
    ],
)
def test_one_run_that_cannot_be_kept_is_refused(client: FlaskClient, wrong: dict[str, Any]) -> None:
    answer = client.post(EVALUATIONS, json={**RUN, **wrong})
    assert answer.status_code == 400
    assert answer.get_json()["error"]["name"] == "InputError"


def test_a_push_sent_again_with_its_key_does_nothing(client: FlaskClient) -> None:
    key = {"Idempotency-Key": "k1"}
    first = push(client, [RUN], **key)
    again = push(client, [RUN], **key)
    assert (first["created"], first["again"]) == (1, False)
    assert again == {**first, "again": True}
    other = client.post(EVALUATIONS, json=[{**RUN, "id": "other"}], headers=key)
    assert other.status_code == 409


def test_sources_have_ids_of_their_own(client: FlaskClient) -> None:
    client.post(f"{EVALUATIONS}?source=team-a", json=RUN)
    client.post(f"{EVALUATIONS}?source=team-b", json=RUN)
    page = client.get(f"{EVALUATIONS}?subject={SUBJECT}").get_json()
    assert sorted(row["source"] for row in page["rows"]) == ["api:team-a", "api:team-b"]
    assert client.post(f"{EVALUATIONS}?source=Team%20A", json=RUN).status_code == 400


def test_a_push_may_be_larger_than_other_requests(client: FlaskClient) -> None:
    client.application.config["MAX_CONTENT_LENGTH"] = 10_000
    told = [
        {**RUN, "id": f"r{place}", "metrics": {f"m{i}": i for i in range(50)}}
        for place in range(50)
    ]
    assert push(client, told)["created"] == 50
    too_large = client.post("/api/mlhome/locations", json={"target": "x" * 20_000})
    assert too_large.status_code == 413
    assert "bytes here; send it in parts" in too_large.get_json()["error"]["message"]


def test_runs_are_listed_filtered_and_sorted(client: FlaskClient) -> None:
    push(client, [{**RUN, "id": f"r{place}", "metrics": {"auc": place / 10}} for place in range(5)])
    asked = f"{EVALUATIONS}?subject={SUBJECT}&q=metric.auc>0.1&sort=-metric.auc&limit=2"
    page = client.get(f"{asked}&column=metric.auc&column=metric.no").get_json()
    assert [row["uid"] for row in page["rows"]] == ["r4", "r3"]
    assert page["rows"][0]["cells"]["metric.auc"]["value"] == 0.4
    assert (page["total"], page["unknownColumns"]) == (3, ["metric.no"])
    second = client.get(f"{asked}&cursor={page['nextCursor']}").get_json()
    assert [row["uid"] for row in second["rows"]] == ["r2"]
    columns = client.get(f"{EVALUATIONS}/columns?subject={SUBJECT}").get_json()["columns"]
    assert columns == [{"column": "metric.auc", "runs": 5}]


def test_a_subject_may_leave_out_its_namespace(client: FlaskClient) -> None:
    push(client, RUN)
    assert client.get(f"{EVALUATIONS}?subject=Model:ranker").get_json()["total"] == 1
    assert client.get(f"{EVALUATIONS}?subject=ranker").status_code == 400


@pytest.mark.parametrize("query", ["q=nonsense:1", "sort=nonsense", "cursor=e30=", "cursor=x"])
def test_what_cannot_be_asked_is_said(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{EVALUATIONS}?subject={SUBJECT}&{query}")
    assert answer.status_code == 400


def test_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    (number,) = push(client, RUN)["ids"]
    for path in ("999", "999/series?metric=x", f"{number}/series?metric=x", f"{number}/examples"):
        assert client.get(f"{EVALUATIONS}/{path}").status_code == 404
    versions = "/api/mlhome/entities/model/default/ranker/versions"
    assert client.get(f"{versions}/9").status_code == 404


def test_versions_come_with_their_latest_evaluations(client: FlaskClient) -> None:
    push(client, RUN)
    versions = "/api/mlhome/entities/model/default/ranker/versions"
    (listed,) = client.get(versions).get_json()["versions"]
    assert (listed["version"], listed["declared"], listed["aliases"]) == ("7", True, ["champion"])
    assert [run["uid"] for run in listed["evaluations"]] == ["nightly-1"]
    assert client.get(f"{versions}/champion").get_json() == listed


def test_metrics_say_which_way_is_better(client: FlaskClient) -> None:
    push(client, {**RUN, "metrics": {"auc": 1, "mystery": 2}})
    asked = "/api/mlhome/metrics?name=val_loss&name=mystery"
    loss, mystery = client.get(asked).get_json()["metrics"]
    assert (loss["direction"], mystery["direction"], mystery["source"]) == ("lower", "", "")
    assert "keras.io" in loss["source"]
    used = client.get("/api/mlhome/metrics?start=a").get_json()["metrics"]
    assert [metric["name"] for metric in used] == ["auc"]


_scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(allow_nan=False), st.text(max_size=3)
)
_values = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["metric", "value", "ids", "x"]), inner, max_size=3),
    ),
    max_leaves=5,
)
_names = st.sampled_from([*PushedRun().fields, "unknown"])


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(_names, _values, max_size=4))
def test_what_the_documented_shape_refuses_is_not_decoded(more: dict[str, Any]) -> None:
    """The other way round the decoder may be stricter: marshmallow takes `"1"` for a number."""
    item = {**RUN, **more}
    plain = {name: value for name, value in item.items() if value is not None}
    try:
        decode_run(plain)
    except Undecodable:
        return
    assert set(PushedRun().validate(plain)) <= {"status", "type", "curves"}  # told when kept
