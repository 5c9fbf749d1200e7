"""What a connected MLflow server knows is found and shown, in real processes of ML Home."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.running import Home, Site, wait_until
from tests.parts.mlflow_filling import Filling
from tests.plugins.mlflow.story import tell

pytestmark = pytest.mark.mlflow


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "data")


def a_project_with_its_model(folder: Path, name: str) -> str:
    folder.mkdir()
    (folder / "mlhome.yaml").write_text(
        f"""\
apiVersion: mlhome/v1
kind: Project
metadata:
  name: podcasts
  annotations: {{mlflow.org/experiment: {name}}}
spec: {{owner: search, lifecycle: production}}
---
apiVersion: mlhome/v1
kind: Model
metadata:
  name: ranker
  annotations: {{mlflow.org/registered-model: {name}-ranker}}
spec: {{project: podcasts, lifecycle: production}}
"""
    )
    return str(folder)


def known(site: Site, entity: str) -> Mapping[str, Any]:
    """Value by type of attachment; nothing of an entity that is not there yet."""
    status, found = site.send("GET", f"/api/mlhome/entities/{entity}/attachments")
    return {it["type"]: it["value"] for it in found["attachments"]} if status == 200 else {}


def test_a_declared_model_shows_and_is_found_by_what_mlflow_knows(
    home: Home, filling: Filling, name: str, tmp_path: Path
) -> None:
    tell(filling, name)
    folder = a_project_with_its_model(tmp_path / "folder", name)
    assert home.run("connect", "mlflow", filling.url).returncode == 0
    with home.serving(folder, MLHOME_PLUGIN_MLFLOW_ONLY_DECLARED="true") as site:
        wait_until(lambda: "registered-model" in known(site, "model/default/ranker"))
        attached = known(site, "model/default/ranker")
        assert attached["registered-model"]["latest"] == "2"
        wait_until(lambda: "experiment" in known(site, "project/default/podcasts"))
        wait_until(lambda: "model:default/ranker" in site.found("metric.auc[queries]>0.9"))
        assert site.found("metric.auc[queries]>0.95") == []
        assert "model:default/ranker" in site.found("mlflow.alias:champion kind:model")


def test_what_nobody_declared_is_shown_all_the_same(
    home: Home, filling: Filling, name: str
) -> None:
    tell(filling, name)
    assert home.run("connect", "mlflow", filling.url).returncode == 0
    with home.serving() as site:
        wait_until(lambda: f"project:default/{name}" in site.found(name))
        wait_until(lambda: f"model:default/{name}-ranker" in site.found(f"{name}-ranker"))
