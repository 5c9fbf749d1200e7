"""Pages over runs that a test reports."""

from typing import Any

import pytest

from catalog.evaluations import record_model_versions, record_runs
from plugins.facts import EvaluationRun, ModelVersion
from tests.catalog.evaluations.runs import NOW, a_run
from tests.catalog.ui.conftest import Site

MODEL = "model:default/scorer"
PROJECT = "project:default/churn"
RUNS = "/catalog/default/model/scorer/runs"


def report(site: Site, *runs: EvaluationRun, source: str = "push:ci") -> None:
    """Record runs as a push does."""
    with site.workshop.database.write() as connection:
        done = record_runs(connection, source, runs, NOW)
    assert done.problems == []


def report_versions(site: Site, *versions: ModelVersion, source: str = "mlflow 1") -> None:
    """Record versions as a registry's plugin does."""
    with site.workshop.database.write() as connection:
        done = record_model_versions(connection, source, versions, NOW)
    assert done.problems == []


def scored(uid: str, metrics: dict[str, float] | None = None, **more: Any) -> EvaluationRun:
    """A run of the model on the site."""
    return a_run(uid, metrics, **{"subject": MODEL, **more})


@pytest.fixture
def sweep(site: Site) -> Site:
    """A few runs of the model, and one of its project."""
    report(
        site,
        scored("r1", {"auc": 0.91, "oddness": 3}, params={"lr": 0.1, "seed": 1}, version="v2"),
        scored("r2", {"auc": 0.93, "oddness": 5}, params={"lr": 0.01, "seed": 1}),
        scored("r3", {"log_loss": 0.31}, status="failed", name="the <bad> one"),
        a_run("p1", {"auc": 0.5}, subject=PROJECT),
    )
    return site
