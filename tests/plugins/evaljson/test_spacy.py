"""What spaCy measured, with and without a sidecar; and model cards."""

import json
from typing import Any

import pytest

from plugins.api import DatasetUse
from tests.plugins.evaljson.reading import read, runs, values

METRICS: dict[str, Any] = {
    "token_acc": None,
    "ents_p": 0.75,
    "ents_r": 0.5,
    "ents_f": 0.6,
    "ents_per_type": {"ORG": {"p": 1.0, "r": 0.5, "f": 0.66}, "": {"p": 0.0, "r": 0.0, "f": 0.0}},
    "cats_f_per_type": {"good": {"p": 0.5, "r": 0.25, "f": 0.3}},
    "cats_auc_per_type": {"good": 0.9, "bad": None},
    "morph_per_feat": {"Number": {"p": 0.1, "r": 0.2, "f": 0.3}},
    "other": {"deep": {"er": 2}, "text": "x"},
    "speed": 22459.5,
}
META: dict[str, Any] = {
    "lang": "en",
    "name": "ner_drugs",
    "version": "1.2.0",
    "spacy_version": ">=3.7.2,<3.8.0",
    "description": "Finds drugs.",
    "license": "MIT",
    "pipeline": ["tok2vec", "ner"],
    "vectors": {"width": 0, "keys": 12, "name": None},
    "performance": {"ents_f": 0.7, "ner_loss": 12.5},
    "sources": [{"name": "OntoNotes 5"}, {"name": "OntoNotes 5"}, 3],
    "checksum": "1075c2aa2bc2fee105ab6e90a01a5d1a",
}
MODEL = """
apiVersion: mlhome/v1
kind: Model
metadata: {name: drugs}
spec: {project: health, lifecycle: experimental}
"""


def test_scores_of_labels_are_slices() -> None:
    sidecar = "model: drugs@1\ndataset: notes\nsplit: test\nfiles: metrics.json\n"
    found = read({"metrics.json": json.dumps(METRICS), "spacy.yaml": sidecar}, "spacy.yaml")
    run = runs(found)["metrics.json"]
    assert (run.id, run.subject, run.version) == (
        "spacy.yaml/metrics.json",
        "model:default/drugs",
        "1",
    )
    assert run.dataset == DatasetUse(ref="dataset:default/notes", split="test")
    assert run.evaluator == "spaCy"
    assert values(run) == {
        "ents_p": 0.75,
        "ents_r": 0.5,
        "ents_f": 0.6,
        "speed": 22459.5,
        "other.deep.er": 2.0,
        "ents_p label=ORG": 1.0,
        "ents_r label=ORG": 0.5,
        "ents_f label=ORG": 0.66,
        "ents_p label=(none)": 0.0,
        "ents_r label=(none)": 0.0,
        "ents_f label=(none)": 0.0,
        "cats_p label=good": 0.5,
        "cats_r label=good": 0.25,
        "cats_f label=good": 0.3,
        "cats_auc label=good": 0.9,
        "morph_p feature=Number": 0.1,
        "morph_r feature=Number": 0.2,
        "morph_f feature=Number": 0.3,
    }


def test_a_sidecar_may_name_the_meta_of_a_pipeline() -> None:
    named = {"best/meta.json": json.dumps(META), "a.spacy.yaml": "model: drugs\nfiles: best\n"}
    run = runs(read(named, "a.spacy.yaml"))["best/meta.json"]
    assert values(run) == {"ents_f": 0.7, "ner_loss": 12.5}
    assert run.params == {"pipeline": "tok2vec, ner", "vectors.width": 0, "vectors.keys": 12}


def test_a_pipeline_with_a_name_of_its_own_needs_no_sidecar() -> None:
    found = read({"meta.json": json.dumps(META)}, "meta.json")
    run = runs(found)["ner_drugs 1.2.0"]
    assert (run.subject, run.version, run.dataset) == ("model:default/en_ner_drugs", "1.2.0", None)
    assert values(run) == {"ents_f": 0.7, "ner_loss": 12.5}
    (version,) = found.report.model_versions
    assert (version.model, version.version) == ("model:default/en_ner_drugs", "1.2.0")
    assert (version.framework, version.description) == ("spaCy", "Finds drugs.")
    assert version.digest == "md5:1075c2aa2bc2fee105ab6e90a01a5d1a"
    assert version.trained_on == [DatasetUse(name="OntoNotes 5", split="train")]
    assert version.tags == {
        "spacy.lang": "en",
        "spacy.license": "MIT",
        "spacy.version": ">=3.7.2,<3.8.0",
    }


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("ner-drugs", "model:default/ner-drugs"),
        ("EN_NER_DRUGS", "model:default/en_ner_drugs"),
        ("drugs", "model:default/en_ner_drugs"),
    ],
)
def test_a_model_of_its_name_that_is_declared_beside_is_what_a_pipeline_is_of(
    name: str, subject: str
) -> None:
    beside = MODEL.replace("drugs", name).replace("name:", "namespace: default, name:")
    found = read({"meta.json": json.dumps(META), "../mlhome.yaml": beside}, "meta.json")
    assert {run.subject for run in found.report.evaluations} == {subject}
    assert [it.version for it in found.report.model_versions] == ["1.2.0"]


def test_the_name_that_spacy_gives_to_all_names_none() -> None:
    nameless = json.dumps({**META, "name": "pipeline", "version": "0.0.0"})
    found = read({"meta.json": nameless}, "meta.json")
    assert [(it.code, it.severity) for it in found.problems] == [("evaljson/nameless", "warning")]
    assert found.report.evaluations == ()
    found = read({"meta.json": nameless, "../../mlhome.yaml": MODEL}, "meta.json")
    assert [(run.subject, run.version) for run in found.report.evaluations] == [
        ("model:default/drugs", "")
    ]
    assert found.report.model_versions == []


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"name": "a", "version": "1"}'),
        json.dumps({**META, "spacy_version": None}).encode(),
        json.dumps({**META, "lang": 3}).encode(),
        json.dumps({**META, "name": "  "}).encode(),
    ],
)
def test_the_meta_of_another_tool_is_none_of_ours(content: bytes) -> None:
    found = read({"meta.json": content}, "meta.json")
    assert (found.problems, found.report.evaluations) == ((), ())


@pytest.mark.parametrize("sidecar", ["spacy.yaml", "../spacy.yml", "best.spacy.yaml"])
def test_what_a_sidecar_speaks_of_is_not_read_twice(sidecar: str) -> None:
    found = read({"meta.json": json.dumps(META), sidecar: "model: drugs\n"}, "meta.json")
    assert found.report.evaluations == ()


def test_of_the_last_and_the_best_pipeline_the_best_is_read() -> None:
    files = {"out/model-last/meta.json": json.dumps(META), "../model-best/meta.json": "{}"}
    assert read(files, "out/model-last/meta.json").report.evaluations == ()
    del files["../model-best/meta.json"]
    assert len(read(files, "out/model-last/meta.json").report.evaluations) == 1


@pytest.mark.parametrize("odd", [None, 3, "x", [3], {"a": [1]}, {"p": {"q": None}}])
def test_parts_of_the_wrong_type_cost_only_themselves(odd: Any) -> None:
    parts = dict.fromkeys(("pipeline", "vectors", "sources", "checksum", "description"), odd)
    found = read({"meta.json": json.dumps({**META, **parts})}, "meta.json")
    assert values(next(iter(found.report.evaluations))) == {"ents_f": 0.7, "ner_loss": 12.5}
    assert read({"meta.json": json.dumps({**META, "performance": odd})}, "meta.json").problems == ()


CARD: dict[str, Any] = {
    "model_details": {"name": "Cats", "version": {"name": "v1.0"}},
    "quantitative_analysis": {
        "performance_metrics": [
            {"type": "accuracy", "value": "0.9", "threshold": "0.5"},
            {
                "type": "accuracy",
                "value": "0.8",
                "slice": "cat",
                "threshold": "0.5",
                "confidence_interval": {"lower_bound": "0.75", "upper_bound": "0.85"},
            },
            *({"type": "f1"}, {"value": 1}, {"type": "auc", "value": "high"}, None, 3),
        ]
    },
}


def test_metrics_of_a_model_card_are_read() -> None:
    sidecar = "model: cats\nfiles: [card.json]\n"
    found = read({"card.json": json.dumps(CARD), "model-card.yaml": sidecar}, "model-card.yaml")
    run = runs(found)["card.json"]
    assert (run.version, run.params) == ("v1.0", {"threshold": "0.5"})
    assert values(run) == {"accuracy": 0.9, "accuracy slice=cat": 0.8}
    assert (run.results[0].low, run.results[1].low, run.results[1].high) == (None, 0.75, 0.85)
    assert run.results[1].level is None


def test_metrics_at_several_thresholds_are_told_apart() -> None:
    several = [{"type": "acc", "value": 0.9, "threshold": it} for it in (0.25, 0.5)]
    card = {"model_details": {}, "quantitative_analysis": {"performance_metrics": several}}
    files = {"card.json": json.dumps(card), "model-card.yaml": "model: cats\nfiles: card.json\n"}
    run = runs(read(files, "model-card.yaml"))["card.json"]
    assert values(run) == {"acc@0.25": 0.9, "acc@0.5": 0.9}
