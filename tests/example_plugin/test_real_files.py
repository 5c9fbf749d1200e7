"""The plugin reads what real repositories keep."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from mlhome import File
from mlhome_dvc.reading import read_pipeline

from .tests.repositories import problems_of, read_repository, run_of, value_of

pytestmark = pytest.mark.slow

LARGEST = 1 << 20
FILES = ("dvc.yaml", "dvc.lock", "params.yaml", "scores.json")


@pytest.fixture(scope="module")
def repository(shared: Path) -> Path:
    (file,) = (shared / "corpus" / "dvc").glob("*/dvc.yaml")
    return file.parent


def of(repository: Path, **commits: str) -> Mapping[str, bytes]:
    """Its files; some, by the beginning of their name, as they were at another commit."""
    return {
        name: (repository / commits.get(name.partition(".")[2], "") / name).read_bytes()
        for name in FILES
    }


def test_a_real_pipeline_is_whole(repository: Path) -> None:
    found = read_repository(of(repository), found_at=str(repository / "dvc.yaml"))
    value = value_of(found)
    assert problems_of(found) == []
    assert [it["name"] for it in value["stages"]] == [
        *("data_ingestion", "prepare_base_model", "training", "evaluation"),
    ]
    assert [len(it["deps"]) for it in value["stages"]] == [2, 2, 4, 4]
    data = value["stages"][0]["outs"][0]
    assert data["path"] == "artifacts/data_ingestion/Chest-CT-Scan-data"
    assert data["digest"] == "md5:904fa45d934ce879b3b1933dca6cb2f1.dir"
    assert data["bytes"] == 49247431
    params = {it["name"]: it["value"] for it in value["params"]}
    assert len(params) == 8
    assert (params["EPOCHS"], params["WEIGHTS"], params["AUGMENTATION"]) == (100, "imagenet", True)
    assert params["IMAGE_SIZE"] == "[224, 224, 3]"
    run = run_of(found)
    results = {it.metric: it.value for it in run.results}
    assert results == {"loss": 4.364851065474795e-06, "accuracy": 1.0}


def test_it_is_as_its_last_run_left_it(repository: Path) -> None:
    value = value_of(read_repository(of(repository)))
    assert {it["state"] for it in value["stages"]} == {"as recorded"}
    assert value["stale"] == []


def test_the_run_before_measured_less(repository: Path) -> None:
    before = of(repository, lock="@6de0df99", json="@6de0df99")
    value = value_of(read_repository(before))
    assert {it["name"]: it["value"] for it in value["metrics"]}["accuracy"] == 0.4313725531101227
    assert [it["changed"] for it in value["stages"]] == [[], [], ["EPOCHS"], []]
    assert value["stale"] == []
    mixed = value_of(read_repository(of(repository, json="@6de0df99")))
    assert mixed["stale"] == ["scores.json"]


def test_params_that_were_not_there_yet_have_no_value(repository: Path) -> None:
    files = {**of(repository), "params.yaml": b"key: value"}
    assert value_of(read_repository(files))["params"] == []


def test_other_files_of_real_repositories_are_problems_at_most(shared: Path) -> None:
    files = [it for it in (shared / "corpus").rglob("*") if it.is_file()]
    read = 0
    for file in files:
        if file.stat().st_size <= LARGEST and file.suffix in (".yaml", ".yml", ".json", ".lock"):
            found = read_pipeline(File(path="dvc.yaml", data=file.read_bytes()))
            assert found.problems or found.needs, file
            read += 1
    assert read > 300
