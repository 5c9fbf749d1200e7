"""A plugin that others distribute works with an ML Home that knows nothing of it."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.installed.conftest import Installation, wheel_of

pytestmark = pytest.mark.package

DVC = """
stages:
  prepare: {cmd: python prepare.py, deps: [raw.csv], outs: [parts]}
  train: {cmd: python train.py, deps: [parts], params: [lr], metrics: [scores.json]}
"""
REPOSITORY = {"dvc.yaml": DVC, "params.yaml": "lr: 0.1\n", "scores.json": '{"auc": 0.91}'}
REF = "dvcpipeline:default/podcast-ranker"


@pytest.fixture(scope="module")
def dvc(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    out = tmp_path_factory.mktemp("dvc")
    source = out / "source"
    shutil.copytree(ROOT / "tests" / "example_plugin", source)
    wheel = wheel_of(source, out)
    assert "mlhome_dvc/templates/stages.html" in zipfile.ZipFile(wheel).namelist()
    installation.install(str(wheel))
    return installation


@pytest.fixture(scope="module")
def ingested(dvc: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("repositories") / "podcast-ranker"
    folder.mkdir()
    for name, text in REPOSITORY.items():
        (folder / name).write_text(text)
    assert "1 created" in dvc.record("ingest", str(folder))
    return dvc


def test_it_imports_nothing_of_ours_but_mlhome() -> None:
    files = (ROOT / "tests" / "example_plugin" / "mlhome_dvc").glob("*.py")
    source = "\n".join(file.read_text() for file in files)
    imported = set(re.findall(r"^ *(?:from|import) (\w+)", source, re.MULTILINE))
    assert "mlhome" in imported
    assert imported & {"catalog", "descriptors", "plugins", "search", "tests"} == set()


def test_it_is_listed_with_what_it_brings(dvc: Installation) -> None:
    listed = json.loads(dvc.record("plugins", "list", "-o", "json"))["plugins"]
    (found,) = [it for it in listed if it["name"] == "dvc"]
    assert found["version"] == "0.1.0"
    assert "1 kinds, 1 readers" in found["brings"]


def test_it_keeps_the_contract(dvc: Installation) -> None:
    assert "dvc 0.1.0 keeps the contract" in dvc.mlhome("plugin", "check", "dvc")


@pytest.mark.parametrize(
    "query",
    ["dvc.stages>1", "dvc.stage:train", "dvc.param:lr", "metric.auc>0.9", "kind:dvcpipeline"],
)
def test_what_it_read_is_found(ingested: Installation, query: str) -> None:
    hits = json.loads(ingested.record("search", query, "-o", "json"))["hits"]
    assert [it["entityRef"] for it in hits] == [REF]


def test_what_it_read_is_shown(ingested: Installation) -> None:
    with ingested.serving() as site:
        address = "/api/mlhome/entities/dvcpipeline/default/podcast-ranker/attachments"
        (attached,) = site.get(address)["attachments"]
        value = attached["value"]
        assert [it["name"] for it in value["stages"]] == ["prepare", "train"]
        assert value["metrics"] == [{"name": "auc", "value": 0.91}]
        assert "python train.py" in site.text("/catalog/default/dvcpipeline/podcast-ranker")
        assert "podcast-ranker" in site.text("/plugins/dvc/pipelines")
        asked = {"dvc_yaml": DVC, "files": {"scores.json": '{"auc": 0.5}'}}
        status, answer = site.send("POST", "/api/plugins/dvc/read", asked)
        assert (status, answer["problems"]) == (200, [])
        assert answer["pipeline"]["metrics"] == [{"name": "auc", "value": 0.5}]
        assert "/api/plugins/dvc/read" in site.get("/api/openapi.json")["paths"]


def test_its_commands_run(dvc: Installation, tmp_path: Path) -> None:
    for name, text in REPOSITORY.items():
        (tmp_path / name).write_text(text)
    said = dvc.mlhome("dvc", "show", str(tmp_path))
    assert said.splitlines() == ["prepare: never run", "train: never run", "auc = 0.91"]


def test_its_kind_is_known_offline(dvc: Installation) -> None:
    schema = json.loads(dvc.mlhome("schema", "DvcPipeline"))
    assert schema["title"] == "DvcPipeline"
