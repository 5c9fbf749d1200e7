"""Versions of registered models: what is told of each, and which are read again when."""

import json
from dataclasses import replace
from typing import Any

import pytest

from plugins.api import ModelVersion, Report
from plugins.mlflow.buckets import (
    BUCKETS,
    EMPTY,
    bucket_of,
    changed,
    fingerprint_of,
    fingerprints,
    settled,
)
from plugins.mlflow.client import Page
from plugins.mlflow.cursor import Cursor
from plugins.mlflow.looking import look_at_versions
from plugins.mlflow.model_file import ModelFile, from_run_tag, place_of, read_model_file
from plugins.mlflow.records import Version, read_version
from plugins.mlflow.registry import missing
from plugins.mlflow.survey import survey
from tests.plugins.mlflow.recorded_server import RecordedHttp, an_entity, context, recorded
from tests.plugins.mlflow.story import COMMIT, MODEL_FILE

START = Cursor(ended=0, step="models")
RANKER = an_entity("model:default/ranker", {"mlflow.org/registered-model": "podcast-search-ranker"})


def look(http: RecordedHttp, cursor: Cursor = START) -> tuple[Report, Cursor]:
    given = context(http, RANKER)
    assert given.connection
    return look_at_versions(survey(given, given.connection), cursor)


def read_all(http: RecordedHttp, cursor: Cursor = START) -> tuple[list[ModelVersion], Cursor]:
    found: list[ModelVersion] = []
    while cursor.step == "models":
        report, cursor = look(http, cursor)
        found += report.model_versions
    return found, cursor


def names(found: list[ModelVersion]) -> list[str]:
    return [it.version for it in found]


def test_a_version_has_its_aliases_its_run_and_what_its_file_says() -> None:
    found, _ = read_all(RecordedHttp())
    version = next(it for it in found if it.version == "2")
    assert version.model == "model:default/ranker"
    assert version.aliases == ["champion"]
    assert version.commit == COMMIT
    assert version.params["C"] == 10.0
    assert [it.name for it in version.trained_on] == ["plays"]
    assert version.framework == "sklearn"
    assert version.signature["inputs"] == [{"type": "double", "name": "age", "required": True}]
    assert version.url.endswith("/#/models/podcast-search-ranker/versions/2")


def test_a_version_without_a_run_is_told_all_the_same() -> None:
    found, _ = read_all(RecordedHttp())
    version = next(it for it in found if it.version == "1")
    assert (version.uri, version.run, version.framework) == ("s3://models/imported", "", "")
    assert version.aliases == ["first"]


def test_a_file_that_is_gone_leaves_the_version_without_a_signature() -> None:
    found, _ = read_all(RecordedHttp(refused={"artifacts": 404}))
    assert [it.signature for it in found] == [{}, {}]


def test_what_was_read_is_read_again_only_when_it_changed() -> None:
    http = RecordedHttp()
    _, cursor = read_all(http)
    found, cursor = read_all(http, replace(cursor, step="models"))
    assert found == []
    aliases = http.answers["registered-models/search"]["registered_models"][0]["aliases"]
    aliases[0]["version"] = "1"  # which MLflow notes no time of
    found, _ = read_all(http, replace(cursor, step="models"))
    assert sorted(names(found)) == ["1", "2"]


def test_a_model_that_comes_to_belong_to_another_entity_is_read_again() -> None:
    http = RecordedHttp()
    _, cursor = read_all(http)
    given = context(http)
    assert given.connection
    report, _ = look_at_versions(survey(given, given.connection), replace(cursor, step="models"))
    assert {it.model for it in report.model_versions} == {"model:default/podcast-search-ranker"}


def test_runs_of_versions_are_told_again_since_they_are_about_a_version_now() -> None:
    report, _ = look(RecordedHttp())
    run = next(it for it in report.evaluations if it.name == "ranker C=10")
    assert (run.subject, run.version, run.continues) == ("model:default/ranker", "2", True)


def _models(count: int) -> dict[str, Any]:
    return {"registered_models": [{"name": f"model-{it}", "aliases": []} for it in range(count)]}


def test_many_models_are_read_a_few_a_call_and_each_once() -> None:
    http = RecordedHttp()
    http.answers["registered-models/search"] = _models(200)
    http.answers["model-versions/search"] = {"model_versions": []}
    calls, cursor = 0, START
    while cursor.step == "models":
        _, cursor = look(http, cursor)
        calls += 1
    asked = [it["filter"] for path, it in http.asked if path == "model-versions/search"]
    assert len([it for it in asked if it.startswith("name")]) == 200
    assert len(set(asked)) == 200
    assert calls == pytest.approx(8, abs=1)


def test_what_changes_while_its_bucket_is_read_is_read_again() -> None:
    http = RecordedHttp()
    place = bucket_of("podcast-search-ranker")
    others = [f"m{it}" for it in range(5000) if bucket_of(f"m{it}") == place][:30]
    model = http.answers["registered-models/search"]["registered_models"][0]
    http.answers["registered-models/search"]["registered_models"] += [
        {"name": name} for name in others
    ]
    http.answers["model-versions/search"] = {"model_versions": []}
    _, under_way = look(http)
    assert under_way.step == "models"
    model["description"] = "another"
    read_all(http, under_way)
    asked = [it["filter"] for path, it in http.asked if path == "model-versions/search"]
    assert asked.count("name = 'm" + others[0][1:] + "'") == 2


def test_a_model_with_a_name_that_cant_be_asked_for_is_a_problem() -> None:
    http = RecordedHttp()
    http.answers["registered-models/search"]["registered_models"][0]["name"] = 'it\'s "it"'
    report, _ = look(http)
    assert [it.code for it in report.problems] == ["mlflow/name"]


def _page(*numbers: int, next: str = "") -> Page[Version]:
    version = read_version(recorded("model_versions_search")["model_versions"][0])
    return Page([replace(version, number=str(it)) for it in numbers], next=next)


def test_numbers_that_are_missing_are_versions_that_were_deleted() -> None:
    after = [str(it) for it in range(6, 16)]
    assert list(missing(_page(5, 3, 2), is_first=True)) == ["1", "4", *after]
    assert list(missing(_page(5, 3, 2, next="x"), is_first=False)) == ["4"]
    assert list(missing(_page(3, 1), is_first=False)) == ["2"]
    assert list(missing(_page(), is_first=True)) == [str(it) for it in range(1, 11)]


def test_a_version_with_a_number_nobody_counts_to_says_nothing_of_others() -> None:
    assert list(missing(_page(1, 10**30), is_first=True)) == []


def test_fingerprints_tell_what_changed() -> None:
    things = {f"thing-{it}": "as it is" for it in range(1000)}
    before = fingerprints(things)
    assert changed(before, fingerprints(dict(reversed(things.items())))) == []
    things["thing-7"] = "otherwise"
    after = fingerprints(things)
    place = bucket_of("thing-7")
    assert changed(before, after) == [place]
    assert settled(before, fingerprint_of(after, place), place) == after


@pytest.mark.parametrize("before", ["", "garbage", EMPTY])
def test_where_nothing_was_known_everything_is_new(before: str) -> None:
    things = {f"thing-{it}": "" for it in range(1000)}
    assert changed(before, fingerprints(things)) == list(range(BUCKETS))


@pytest.mark.parametrize(
    ("uri", "place"),
    [
        ("mlflow-artifacts:/1/models/m-1/artifacts", "1/models/m-1/artifacts/MLmodel"),
        ("mlflow-artifacts://host:5000/1/run/artifacts/model", "1/run/artifacts/model/MLmodel"),
        ("s3://bucket/model", ""),
        ("/mnt/models", ""),
        ("mlflow-artifacts:/../../etc", ""),
        ("", ""),
    ],
)
def test_only_files_that_the_server_keeps_itself_are_asked_for(uri: str, place: str) -> None:
    assert place_of(uri) == place


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"- a list",
        b"flavors: [",
        b"\xff\xfe\x00",
        b"signature: {inputs: '[[[', outputs: 7}",
        b"flavors: text",
        b"!!python/object/apply:os.system ['true']",
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_not_what_it_should_be_says_nothing(data: bytes) -> None:
    assert read_model_file(data) == ModelFile()


def test_a_model_file_tells_signature_and_framework() -> None:
    found = read_model_file(MODEL_FILE.encode())
    assert found.framework == "sklearn"
    assert set(found.signature) == {"inputs", "outputs"}


def test_earlier_releases_kept_the_same_in_a_tag_of_the_run() -> None:
    tag = json.dumps(
        [
            {"artifact_path": "other", "flavors": {"keras": {}}},
            {"artifact_path": "model", "flavors": {"python_function": {}, "xgboost": {}}},
        ]
    )
    assert from_run_tag(tag, "s3://runs/1/artifacts/model").framework == "xgboost"
    assert from_run_tag(tag, "s3://runs/1/artifacts/none") == ModelFile()
    assert from_run_tag("[[", "x") == ModelFile()
