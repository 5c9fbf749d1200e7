"""What a card makes of a model."""

import pytest

from tests.plugins.huggingface.cards import (
    attached,
    document_of,
    problems_of,
    read,
    read_model,
    told,
)

CARD = """\
---
license: other
license_name: acme-1.0
license_link: https://acme.example/licence
language: [sv, en]
library_name: sentence-transformers
pipeline_tag: text-ranking
tags: [Podcasts, "Music & Talk", arxiv:1910.01108, c++]
datasets: [acme/clicks, squad]
base_model: acme/encoder-large
metrics: [ndcg]
extra_gated_prompt: Please ask.
mlhome:
  project: podcasts
  owner: user:ada
  lifecycle: production
---
<!-- generated -->
# Model card for **Podcast ranker**

[![badge](https://x.example/b.svg)](https://x.example)

Ranks podcasts for what people
[search](https://acme.example).

- **Repository:** [git](https://git.acme.example/ranker)
- **Paper [optional]:** [More Information Needed]

## Intended uses & limitations

Podcasts in Swedish.

### How to use

```python
# Limitations
rank()
```

Call it.

### Limitations and bias

More information needed

## Bias, Risks, and Limitations

None of live shows.
"""


def test_a_card_is_a_model() -> None:
    found = read(CARD, "models/ranker/README.md")
    assert problems_of(found) == []
    assert document_of(found) == {
        "apiVersion": "mlhome/v1",
        "kind": "Model",
        "metadata": {
            "name": "ranker",
            "title": "Podcast ranker",
            "description": "Ranks podcasts for what people\n[search](https://acme.example).",
            "tags": ["podcasts", "music-talk", "c++"],
            "links": [
                {"url": "https://git.acme.example/ranker", "title": "Repository"},
                {"url": "https://acme.example/licence", "title": "Licence"},
                {"url": "https://arxiv.org/abs/1910.01108", "title": "arXiv 1910.01108"},
            ],
        },
        "spec": {
            "owner": "user:ada",
            "project": "project:default/podcasts",
            "lifecycle": "production",
            "type": "text-ranking",
            "framework": "sentence-transformers",
            "trainedOn": ["dataset:acme/clicks", "dataset:default/squad"],
            "basedOn": "model:acme/encoder-large",
            "intendedUse": "Podcasts in Swedish.\n\nCall it.",
            "limitations": "None of live shows.",
            "license": "acme-1.0",
        },
    }


def test_what_a_descriptor_has_no_field_for_is_attached() -> None:
    value = attached(read(CARD, "models/ranker/README.md", "/srv/models/ranker/README.md"))
    assert value["languages"] == ["sv", "en"]
    assert value["base_models"] == ["acme/encoder-large"]
    assert value["tags"] == ["Podcasts", "Music & Talk", "arxiv:1910.01108", "c++"]
    assert (value["gated"], value["rows"], value["results"]) == (True, None, 0)
    assert value["file"] == "/srv/models/ranker/README.md"


def test_a_library_may_be_a_tag_and_the_task_that_of_a_result() -> None:
    index = "model-index:\n- name: m\n  results:\n  - task: {type: fill-mask}\n"
    found = read_model(f"tags: [PyTorch, x]\n{index}    dataset: {{type: a}}\n    metrics: []\n")
    spec = document_of(found)["spec"]
    assert (spec["framework"], spec["type"]) == ("pytorch", "fill-mask")


def test_of_a_merge_the_first_model_counts() -> None:
    found = read_model("base_model: [a/b, c/d]\n")
    assert document_of(found)["spec"]["basedOn"] == "model:a/b"
    assert attached(found)["base_models"] == ["a/b", "c/d"]


def test_models_and_data_of_the_hub_are_those_that_descriptors_link_to_them() -> None:
    near = {
        "mlhome.yaml": """\
kind: Dataset
metadata: {name: clicks, annotations: {huggingface.co/dataset: acme/clicks}}
---
kind: Model
metadata: {name: encoder, namespace: ml, annotations: {huggingface.co/model: acme/encoder-large}}
"""
    }
    near = {f"../{name}": text for name, text in near.items()}
    spec = document_of(read(CARD, "ranker/README.md", near=near))["spec"]
    assert spec["trainedOn"] == ["dataset:default/clicks", "dataset:default/squad"]
    assert spec["basedOn"] == "model:ml/encoder"


@pytest.mark.parametrize(
    ("front_matter", "kind"),
    [
        ("pipeline_tag: x\n", "Model"),
        ("widget: []\nlicense: mit\n", "Model"),
        ("model-index: []\npretty_name: x\n", "Model"),
        ("task_categories: [x]\n", "Dataset"),
        ("license: mit\nmlhome: {kind: dataset}\n", "Dataset"),
        ("pipeline_tag: x\nmlhome: {kind: Dataset}\n", "Dataset"),
    ],
)
def test_the_keys_tell_what_it_is_of(front_matter: str, kind: str) -> None:
    assert document_of(read_model(front_matter))["kind"] == kind


@pytest.mark.parametrize(
    ("path", "near", "kind"),
    [
        ("datasets/x/README.md", {}, "Dataset"),
        ("models/x/README.md", {}, "Model"),
        ("x/README.md", {"mlhome.yaml": "kind: Model\nmetadata: {name: y}\n"}, "Model"),
        ("x/README.md", {}, ""),
    ],
)
def test_where_the_keys_tell_nothing_its_neighbours_do(
    path: str, near: dict[str, str], kind: str
) -> None:
    found = read_model("license: mit\nlanguage: en\n", path=path, near=near)
    if not kind:
        assert told(found) == [("huggingface/kind", 2)]
        assert found.report.complete
        return
    assert problems_of(found) == []
    assert attached(found)["kind"] == kind
