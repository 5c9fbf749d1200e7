"""A repository with a descriptor and cards is ingested, found and shown, in a real process."""

from pathlib import Path

import pytest

from tests.journeys.running import Home

DESCRIPTOR = """\
apiVersion: mlhome/v1
kind: Project
metadata: {name: podcasts}
spec: {owner: search, lifecycle: production}
---
apiVersion: mlhome/v1
kind: Model
metadata:
  name: ranker
  annotations: {huggingface.co/model: acme/ranker}
spec: {project: podcasts, lifecycle: production}
"""
CARD = """\
---
language: sv
model-index:
- name: ranker
  results:
  - task: {type: text-ranking}
    dataset: {type: acme/clicks, name: Clicks, split: test}
    metrics: [{type: auc, value: 0.91}]
---
# Ranker
"""
SMALL = (
    "---\nlicense: mit\nlicense: gpl\nbase_model: acme/ranker\npipeline_tag: text-ranking\n---\n"
)
RESULTS = "- dataset: {id: cais/hle, task_id: default}\n  value: 20.9\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "podcasts"
    files = {
        "mlhome.yaml": DESCRIPTOR,
        "README.md": CARD,
        ".eval_results/hle.yaml": RESULTS,
        "small/README.md": SMALL,
        "docs/README.md": "# How to\n",
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def test_cards_add_to_what_is_declared_and_declare_the_rest(
    repository: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "data")
    done = home.json("ingest", str(repository))
    assert [(it["code"], it["line"]) for it in done["problems"]] == [
        ("huggingface/duplicate-key", 3)
    ]
    for query, refs in (
        ("metric.auc>0.9", ["model:default/ranker"]),
        ("metric.score>20", ["model:default/ranker"]),
        ("huggingface.language:sv", ["model:default/ranker"]),
        ("huggingface.base:acme/ranker", ["model:default/small"]),
    ):
        assert [it["entityRef"] for it in home.json("search", query)["hits"]] == refs, query
    small = home.json("entity", "model:small")
    assert small["spec"]["project"] == "project:default/podcasts"
    assert {it["targetRef"] for it in small["relations"]} >= {"model:default/ranker"}
