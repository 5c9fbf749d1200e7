"""Real cards are read as their authors meant them. What is expected was read out of the files by
eye."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from plugins.api import Reading
from plugins.facts import DatasetUse
from tests.plugins.huggingface.cards import (
    CORPUS,
    attached,
    document_of,
    problems_of,
    read,
    results_of,
    run_of,
    told,
)

pytestmark = pytest.mark.slow

HUB_LIBRARY = CORPUS / "huggingface__huggingface_hub" / "tests" / "fixtures" / "cards"
DATASETS = CORPUS / "huggingface__datasets"


@pytest.fixture
def sample(shared: Path) -> Any:
    """Reads one of the cards, as if it were the README of a folder of its name."""

    def read_sample(file: Path) -> Reading:
        name = file.parent.name if file.name == "README.md" else file.stem
        return read((shared / file).read_bytes(), f"{name}/README.md", project="samples")

    return read_sample


def test_a_model_with_results(sample: Any) -> None:
    found = sample(HUB_LIBRARY / "sample_simple_model_index.md")
    assert problems_of(found) == []
    assert document_of(found) == {
        "apiVersion": "mlhome/v1",
        "kind": "Model",
        "metadata": {
            "name": "sample_simple_model_index",
            "title": "my-cool-model",
            "description": "This is a test model card with multiple evaluations across different"
            " (dataset, metric) configurations.",
            "tags": ["pytorch", "image-classification"],
        },
        "spec": {
            "project": "project:default/samples",
            "lifecycle": "experimental",
            "type": "image-classification",
            "framework": "timm",
            "trainedOn": ["dataset:default/beans"],
            "license": "mit",
        },
    }
    accuracy, f1 = found.report.evaluations
    assert accuracy.dataset == DatasetUse(name="beans", ref="dataset:default/beans")
    assert [(it.metric, it.value) for it in accuracy.results] == [("accuracy", 0.9)]
    assert [(it.metric, it.value) for it in f1.results] == [("f1", 0.66)]
    assert f1.dataset == DatasetUse(
        name="beans:default?date=20220120",
        ref="dataset:default/beans",
        digest="beans:default?date=20220120@5503434ddd753f426f4b38109466949a1217c2bb",
        split="test",
    )
    assert f1.params["dataset.args.date"] == 20220120
    assert {it.group for it in found.report.evaluations} == {"my-cool-model"}
    assert f1.tags == {"task": "image-classification", "dataset.name": "Beans"}


def test_a_model_without_results(sample: Any) -> None:
    found = sample(HUB_LIBRARY / "sample_simple.md")
    document = document_of(found)
    assert problems_of(found) == []
    assert document["metadata"]["title"] == "my-cool-model"
    assert document["metadata"]["tags"] == ["pytorch", "image-classification"]
    assert document["spec"] == {
        "project": "project:default/samples",
        "lifecycle": "experimental",
        "framework": "pytorch-lightning",
        "trainedOn": ["dataset:default/beans"],
        "license": "mit",
    }
    assert attached(found)["metrics"] == ["acc"]


def test_a_result_on_no_data_set(sample: Any) -> None:
    found = sample(HUB_LIBRARY / "sample_invalid_model_index.md")
    assert told(found) == [("huggingface/model-index", 15)]
    assert found.report.evaluations == []
    spec = document_of(found)["spec"]
    assert (spec["framework"], spec["type"]) == ("timm", "image-classification")


def test_windows_line_breaks(sample: Any) -> None:
    found = sample(HUB_LIBRARY / "sample_windows_line_breaks.md")
    document = document_of(found)
    assert problems_of(found) == []
    assert (document["kind"], document["spec"]["license"]) == ("Model", "mit")
    assert document["metadata"]["title"] == "Hello old Windows line breaks"
    assert attached(found)["languages"] == ["eo"]


def test_a_model_with_two_metrics_and_sections(shared: Path) -> None:
    text = (shared / "ml-samples" / "hf" / "model_README.md").read_bytes()
    found = read(text, "podcast-search-ranker/README.md", project="podcasts")
    assert problems_of(found) == []
    document = document_of(found)
    assert document["metadata"] == {
        "name": "podcast-search-ranker",
        "tags": ["podcast", "ranking"],
    }
    assert document["spec"] == {
        "project": "project:default/podcasts",
        "lifecycle": "experimental",
        "type": "text-ranking",
        "framework": "sklearn",
        "trainedOn": ["dataset:example/podcast-search"],
        "intendedUse": "Rank podcasts.",
        "limitations": "English only.",
        "license": "apache-2.0",
    }
    run = run_of(found)
    assert results_of(found) == {"ndcg@10": 0.41, "mrr": 0.32}
    assert run.name == "text-ranking on example/podcast-search (test)"
    assert run.dataset == DatasetUse(
        name="example/podcast-search", ref="dataset:example/podcast-search", split="test"
    )
    assert "verified" not in run.tags


def test_a_data_set_with_tasks(sample: Any) -> None:
    found = sample(HUB_LIBRARY / "sample_datasetcard_simple.md")
    assert problems_of(found) == []
    document = document_of(found)
    assert document["metadata"] == {
        "name": "sample_datasetcard_simple",
        "title": "Sample Segmentation",
        "description": "This is a sample dataset card for a semantic segmentation dataset.",
        "tags": ["image-segmentation"],
    }
    assert document["spec"] == {"type": "reference", "license": "bsd-3-clause"}
    value = attached(found)
    assert value["tasks"] == ["image-segmentation", "semantic-segmentation"]
    assert value["creators"] == ["crowdsourced", "expert-generated"]
    assert (value["sizes"], value["languages"]) == (["n<1K"], ["en"])


def test_a_data_set_that_says_on_which_parts_to_train(sample: Any) -> None:
    found = sample(DATASETS / "datasets" / "squad" / "README.md")
    assert problems_of(found) == []
    document = document_of(found)
    metadata = document["metadata"]
    assert (metadata["name"], metadata["title"]) == ("squad", "SQuAD")
    assert metadata["description"].startswith("Stanford Question Answering Dataset (SQuAD) is a")
    assert metadata["description"].endswith("the question might be unanswerable.")
    assert metadata["links"] == [
        {"url": "https://rajpurkar.github.io/SQuAD-explorer/", "title": "Homepage"}
    ]
    assert document["spec"] == {
        "type": "training",
        "derivedFrom": ["dataset:default/wikipedia"],
        "license": "cc-by-4.0",
    }


def test_a_data_set_with_subsets_made_from_another(sample: Any) -> None:
    found = sample(DATASETS / "datasets" / "adv_glue" / "README.md")
    assert problems_of(found) == []
    document = document_of(found)
    assert document["metadata"]["title"] == "Adversarial GLUE"
    assert document["metadata"]["links"] == [
        {"url": "https://adversarialglue.github.io/", "title": "Homepage"},
        {"url": "https://arxiv.org/pdf/2111.02840.pdf", "title": "Paper"},
    ]
    assert document["spec"]["derivedFrom"] == ["dataset:default/glue"]
    assert document["spec"]["license"] == "cc-by-sa-4.0"
    assert attached(found)["subsets"] == [
        *("adv_mnli", "adv_mnli_mismatched", "adv_qnli", "adv_qqp", "adv_rte", "adv_sst2"),
    ]


def test_data_sets_with_columns_and_rows(sample: Any) -> None:
    crime = sample(DATASETS / "datasets" / "crime_and_punish" / "README.md")
    assert document_of(crime)["spec"] == {
        "type": "training",
        "splits": [{"name": "train", "rows": 21969}],
        "schema": [{"name": "line", "type": "string"}],
    }
    conll = sample(DATASETS / "datasets" / "conll2000" / "README.md")
    assert problems_of(conll) == []
    assert document_of(conll)["spec"] == {
        "type": "training",
        "splits": [{"name": "test", "rows": 2013}, {"name": "train", "rows": 8937}],
        "schema": [
            {"name": "id", "type": "string"},
            {"name": "tokens", "type": "sequence<string>"},
            {"name": "pos_tags", "type": "sequence"},
            {"name": "chunk_tags", "type": "sequence"},
        ],
    }
    assert attached(conll)["rows"] == 10950


def test_a_data_set_of_many_sizes_that_extends_itself(sample: Any) -> None:
    found = sample(DATASETS / "datasets" / "common_voice" / "README.md")
    spec, value = document_of(found)["spec"], attached(found)
    assert problems_of(found) == []
    assert spec == {"type": "reference", "license": "cc0-1.0"}
    assert len(value["languages"]) == 57
    assert value["sizes"] == ["100K<n<1M", "10K<n<100K", "1K<n<10K", "n<1K"]
    assert value["tasks"] == ["automatic-speech-recognition"]


@pytest.mark.parametrize("folder", ["datasets/csv", "datasets/imagefolder", "templates"])
def test_what_says_nothing(sample: Any, folder: str) -> None:
    found = sample(DATASETS / folder / "README.md")
    assert (found.documents, found.report.attachments, problems_of(found)) == ((), (), [])


def test_all_of_them_are_read_and_only_templates_are_full_of_problems(shared: Path) -> None:
    kinds: Counter[str] = Counter()
    codes: dict[str, Counter[str]] = {}
    files = sorted((shared / CORPUS).rglob("*.md"))
    for file in files:
        found = read(file.read_bytes(), f"{file.parent.name}/README.md", project="samples")
        kinds.update(document["kind"] for document, _ in found.documents)
        if found.documents and not problems_of(found):
            document_of(found)
        for problem in problems_of(found):
            codes.setdefault(file.name, Counter())[problem.code] += 1
    assert len(files) == 779
    # The rest: seven without front matter, the template of data sets, and a guide.
    assert kinds == {"Dataset": 765, "Model": 5}
    assert codes == {
        "datasetcard.md": {"huggingface/yaml": 4, "huggingface/value": 18},
        "modelcard.md": {
            "huggingface/yaml": 3,
            "huggingface/value": 17,
            "huggingface/model-index": 1,
        },
        "sample_invalid_model_index.md": {"huggingface/model-index": 1},
    }
