"""What a card makes of a data set."""

import pytest

from tests.plugins.huggingface.cards import attached, document_of, problems_of, read, told

CARD = """\
---
pretty_name: Click log
license: [cc-by-4.0, mit]
language: sv
task_categories: [text-retrieval, text-ranking]
task_ids: [document-retrieval]
size_categories: 1K<n<10K
source_datasets: [original, extended|squad, extended|other-logs, acme/raw]
annotations_creators: [found]
configs:
- config_name: web
  data_files: [{split: train, path: "web/train-*.parquet"}]
- config_name: app
  data_files: [{split: train, path: [app/a.parquet, app/b.parquet]}]
dataset_info:
- config_name: web
  features:
  - {name: query, dtype: string}
  - {name: clicked, sequence: int64}
  - {name: label, dtype: {class_label: {names: {"0": bad}}}}
  - {name: pair, list: [{name: a, dtype: string}]}
  splits:
  - {name: train, num_bytes: 10, num_examples: 700}
  - {name: test, num_bytes: 10, num_examples: 300}
- config_name: app
  splits: [{name: train, num_examples: 50}]
---
# Dataset Card for Click log

## Table of Contents
- [Summary](#summary)

## Dataset Description

- **Homepage:** https://clicks.example/
- **Repository:** [More Information Needed](https://docs.example/how)
- **Paper:** [Clicks](https://papers.example/1.pdf)
- **Point of Contact:** [Ada](mailto:ada@clicks.example)

### Dataset Summary

What people clicked.

It grows.
"""


def test_a_card_is_a_data_set() -> None:
    found = read(CARD, "clicks/README.md")
    assert problems_of(found) == []
    assert document_of(found) == {
        "apiVersion": "mlhome/v1",
        "kind": "Dataset",
        "metadata": {
            "name": "clicks",
            "title": "Click log",
            "description": "What people clicked.",
            "tags": ["text-retrieval", "text-ranking"],
            "links": [
                {"url": "https://clicks.example/", "title": "Homepage"},
                {"url": "https://papers.example/1.pdf", "title": "Paper"},
            ],
        },
        "spec": {
            "type": "training",
            "format": "parquet",
            "splits": [
                {"name": "web/train", "rows": 700},
                {"name": "web/test", "rows": 300},
                {"name": "app/train", "rows": 50},
            ],
            "schema": [
                {"name": "query", "type": "string"},
                {"name": "clicked", "type": "sequence<int64>"},
                {"name": "label", "type": "class_label"},
                {"name": "pair", "type": "list"},
            ],
            "derivedFrom": ["dataset:default/squad", "dataset:acme/raw"],
            "license": "cc-by-4.0, mit",
        },
    }


def test_what_a_descriptor_has_no_field_for_is_attached() -> None:
    value = attached(read(CARD, "clicks/README.md"))
    assert value["tasks"] == ["text-retrieval", "text-ranking", "document-retrieval"]
    assert value["subsets"] == ["web", "app"]
    assert (value["rows"], value["sizes"], value["creators"]) == (1050, ["1K<n<10K"], ["found"])


def test_none_is_derived_from_itself() -> None:
    found = read(
        "---\nsource_datasets: [extended|clicks, extended|squad]\n---\n", "clicks/README.md"
    )
    assert document_of(found)["spec"]["derivedFrom"] == ["dataset:default/squad"]


@pytest.mark.parametrize(
    ("further", "type"),
    [
        ("", "reference"),
        ("dataset_info: {splits: [{name: train}]}\n", "training"),
        ("dataset_info: {splits: [{name: train_small}, {name: test}]}\n", "training"),
        ("dataset_info: {splits: [{name: test}]}\n", "evaluation"),
        ("configs: [{config_name: a, data_files: [{split: test, path: a.csv}]}]\n", "evaluation"),
        ("train-eval-index: [{splits: {train_split: train, eval_split: test}}]\n", "training"),
        ("mlhome: {type: log}\n", "log"),
    ],
)
def test_its_parts_tell_what_it_is_for(further: str, type: str) -> None:
    found = read(f"---\ntask_categories: [x]\n{further}---\n")
    assert document_of(found)["spec"]["type"] == type


def test_a_type_that_there_is_not_is_told_as_of_any_descriptor() -> None:
    found = read("---\ntask_categories: [x]\nmlhome: {type: fun}\n---\n")
    ((document, line),) = found.documents
    assert (document["spec"]["type"], line) == ("fun", 1)


def test_rows_are_known_only_if_those_of_all_parts_are() -> None:
    splits = "[{name: a, num_examples: 3}, {name: b}]"
    found = read(f"---\ntask_categories: [x]\ndataset_info: {{splits: {splits}}}\n---\n")
    assert attached(found)["rows"] is None
    assert document_of(found)["spec"]["splits"] == [{"name": "a", "rows": 3}, {"name": "b"}]


@pytest.mark.parametrize(
    "broken",
    [
        "dataset_info: text\n",
        "dataset_info: [1, {splits: x, features: y}, null]\n",
        "dataset_info: {splits: [1, {}, {name: {}}, {name: a, num_examples: -1}]}\n",
        "dataset_info: {features: [1, {}, {name: {}}, {name: a, dtype: [x]}, {name: b}]}\n",
        "configs: {a: b}\n",
        "configs: [1, {config_name: {}}, {data_files: [1, {split: []}]}]\n",
        "configs: [{data_files: {path: {}}}, {data_files: a.csv}]\n",
        "train-eval-index: [1, {splits: [a]}, {splits: {a: 1}}]\n",
        "size_categories: .nan\n",
    ],
)
def test_parts_of_the_wrong_shape_cost_only_themselves(broken: str) -> None:
    found = read(f"---\ntask_categories: [x]\nlicense: mit\n{broken}---\n")
    assert document_of(found)["spec"]["license"] == "mit"


def test_older_cards_name_their_subsets_only() -> None:
    found = read("---\ntask_categories: [x]\nconfigs: [cola, sst2]\n---\n")
    assert attached(found)["subsets"] == ["cola", "sst2"]
    assert "splits" not in document_of(found)["spec"]
    assert told(found) == []
