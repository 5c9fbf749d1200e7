"""Results of lm-evaluation-harness, of each release."""

import json
import math
from typing import Any

import pytest

from plugins.api import DatasetUse
from tests.plugins.evaljson.reading import read, runs, values

TIME = "2024-06-01T12-00-00.123456"
FILE = f"out/org__tiny/results_{TIME}.json"
SIDECAR = "model: tiny@2\nfiles: out\n"
RESULTS: dict[str, Any] = {
    "results": {
        "arc": {
            "alias": "arc",
            "acc,none": 0.5,
            "acc_stderr,none": 0.05,
            "acc_norm,none": 0.625,
            "acc_norm_stderr,none": "N/A",
        },
        "gsm": {
            "alias": " - gsm",
            "exact_match,strict-match": 0.25,
            "exact_match_stderr,strict-match": 0.125,
            "exact_match,flexible-extract": math.nan,
            "exact_match_stderr,flexible-extract": 0.1,
        },
        "both": {"acc,none": 0.4, "acc_stderr,none": None, "alias": "both"},
    },
    "groups": {"both": {"acc,none": 0.4}},
    "group_subtasks": {"both": ["arc", "gsm"], "arc": [], "gsm": []},
    "configs": {
        "arc": {
            "dataset_path": "ai2_arc",
            "dataset_name": "easy",
            "validation_split": "validation",
            "test_split": "test",
        },
        "gsm": {"dataset_path": "gsm8k", "validation_split": "validation"},
    },
    "versions": {"arc": 1.0, "gsm": 3.0},
    "n-shot": {"arc": 0, "gsm": 5},
    "n-samples": {
        "arc": {"original": 400, "effective": 100},
        "gsm": {"original": 40, "effective": 40},
    },
    "config": {
        "model": "hf",
        "model_args": "pretrained=org/tiny,revision=step7,dtype=float16",
        "batch_size": "8",
        "limit": 100.0,
        "gen_kwargs": {"do_sample": False},
        "random_seed": 0,
    },
    "git_hash": "abc123",
    "date": 1717243200.5,
    "lm_eval_version": "0.4.9",
    "task_hashes": {"arc": "f00d"},
    "model_name": "org/tiny",
    "total_evaluation_time_seconds": "98.5",
}


def files(results: Any = RESULTS, sidecar: str = SIDECAR, **more: str) -> dict[str, str]:
    return {"lm-eval.yaml": sidecar, FILE: json.dumps(results), **more}


def test_each_task_is_an_evaluation() -> None:
    found = runs(read(files(), "lm-eval.yaml"))
    assert sorted(found) == ["arc", "both", "gsm"]
    arc = found["arc"]
    assert (arc.id, arc.group) == (f"lm-eval.yaml/{FILE}/arc", f"results_{TIME}")
    assert (arc.subject, arc.version, arc.type) == ("model:default/tiny", "2", "evaluation")
    assert (arc.started_at, arc.ended_at) == (1717243200.5, 1717243299.0)
    assert arc.evaluator == "lm-evaluation-harness 0.4.9"
    assert arc.dataset == DatasetUse(name="arc", split="test", rows=400)
    assert values(arc) == {"acc": 0.5, "acc_norm": 0.625}
    assert arc.params == {
        "model": "hf",
        "batch_size": "8",
        "limit": 100.0,
        "random_seed": 0,
        "model_args.pretrained": "org/tiny",
        "model_args.revision": "step7",
        "model_args.dtype": "float16",
        "dataset_path": "ai2_arc",
        "dataset_name": "easy",
        "task": "arc",
        "task_version": 1.0,
        "num_fewshot": 0,
    }
    assert arc.tags == {
        "lm_eval.git_hash": "abc123",
        "lm_eval.version": "0.4.9",
        "lm_eval.model": "org/tiny",
        "lm_eval.task_hash": "f00d",
        "lm_eval.file": FILE,
    }


def test_a_standard_error_bounds_its_value_at_95_percent() -> None:
    acc, acc_norm = runs(read(files(), "lm-eval.yaml"))["arc"].results
    assert acc.low == pytest.approx(0.5 - 1.96 * 0.05, abs=1e-4)
    assert acc.high == pytest.approx(0.5 + 1.96 * 0.05, abs=1e-4)
    assert (acc.level, acc.n) == (0.95, 100)
    assert acc.method == "normal approximation from the standard error"
    assert (acc_norm.low, acc_norm.high, acc_norm.level, acc_norm.method) == (None, None, None, "")


def test_filters_of_answers_are_metrics_of_their_own() -> None:
    gsm = runs(read(files(), "lm-eval.yaml"))["gsm"]
    strict, flexible = gsm.results
    assert (strict.metric, strict.value) == ("exact_match,strict-match", 0.25)
    assert strict.low == pytest.approx(0.005, abs=1e-3)
    assert flexible.metric == "exact_match,flexible-extract"
    assert math.isnan(flexible.value)
    assert flexible.low is None
    assert gsm.dataset == DatasetUse(name="gsm", split="validation", rows=40)
    assert gsm.params["num_fewshot"] == 5


def test_a_group_is_of_the_examples_of_its_tasks() -> None:
    both = runs(read(files(), "lm-eval.yaml"))["both"]
    assert [(it.metric, it.value, it.n) for it in both.results] == [("acc", 0.4, 140)]


def test_a_version_is_named_by_the_sidecar_the_path_or_the_revision() -> None:
    results = json.dumps(RESULTS)
    named = {"a/step9_eval.json": results, "a/step10_eval.json": results}
    by_path = read(
        {**named, "x.lm-eval.yaml": "model: tiny\nfiles: 'a/{version}_*.json'\n"}, "x.lm-eval.yaml"
    )
    assert {run.version for run in by_path.report.evaluations} == {"step9", "step10"}
    by_revision = read(files(sidecar="model: tiny\nfiles: [out]\n"), "lm-eval.yaml")
    assert {run.version for run in by_revision.report.evaluations} == {"step7"}


def test_what_a_sidecar_says_stands_before_what_the_results_say() -> None:
    sidecar = """
model: tiny
version: "3"
dataset: {name: ours, split: dev}
datasets: {arc: arc-easy, gsm: 'dataset:nlp/gsm'}
evaluated_at: 2026-01-02T03:04:05Z
params: {num_fewshot: 9}
tags: {team: nlp}
group: nightly
name: night
commit: beef
evaluations:
- {files: out}
"""
    found = runs(read(files(sidecar=sidecar), "lm-eval.yaml"))
    arc, both = found["night: arc"], found["night: both"]
    assert arc.id == f"lm-eval.yaml#0/{FILE}/arc"
    assert arc.dataset == DatasetUse(ref="dataset:default/arc-easy", split="test", rows=400)
    assert both.dataset == DatasetUse(name="ours", split="dev")
    assert (arc.started_at, arc.ended_at) == (1767323045.0, 1767323045.0)
    assert (arc.group, arc.commit) == ("nightly", "beef")
    assert (arc.params["num_fewshot"], arc.tags["team"]) == (9, "nlp")


def test_releases_before_filters_are_read() -> None:
    old = {
        "results": {"lambada": {"ppl": 12.5, "ppl_stderr": 0.5, "acc": 0.5, "acc_stderr": 0.01}},
        "versions": {"lambada": 0},
        "config": {"model": "gpt2", "model_args": "", "num_fewshot": 0, "limit": None},
    }
    path = "pythia-step1000_eval_results_01-20-2023-15-59-23.json"
    sidecar = {"lm-eval.yaml": f"model: pythia\nfiles: {path}\n"}
    run = runs(read({path: json.dumps(old), **sidecar}, "lm-eval.yaml"))["lambada"]
    assert values(run) == {"ppl": 12.5, "acc": 0.5}
    assert run.results[0].low == pytest.approx(11.52, abs=1e-3)
    assert run.params["task_version"] == 0
    assert run.started_at == 1674230363.0  # 2023-01-20 15:59:23 UTC


def test_prompts_of_one_task_are_evaluations_each() -> None:
    row = {"task_name": "wino", "em": 0.25, "em_stderr": 0.02, "prompt_id": "1a", "subset": None}
    results = {"results": [{**row, "prompt_name": "refers to"}, row, {**row, "em": True}]}
    found = read(files(results), "lm-eval.yaml")
    assert [run.name for run in found.report.evaluations] == ["wino / refers to", "wino / 1a"]
    assert found.report.evaluations[0].params["prompt_name"] == "refers to"
    assert found.report.evaluations[0].results[0].n is None


def sample(number: int, **more: Any) -> str:
    row = {"doc_id": number, "doc": {"q": "secret"}, "resps": [["x"]], "filter": "none"}
    return json.dumps({**row, **more}) + "\n"


def with_samples(lines: str) -> dict[str, str]:
    return {**files(), f"out/org__tiny/samples_arc_{TIME}.jsonl": lines}


def test_scores_of_single_examples_are_read() -> None:
    lines = "".join(
        sample(it, doc_hash=f"h{it}", metrics=["acc", "acc_norm"], acc=it / 2, acc_norm=True)
        for it in range(3)
    )
    found = runs(read(with_samples(lines), "lm-eval.yaml"))
    examples = found["arc"].examples
    assert examples
    assert examples.ids == ["h0", "h1", "h2"]
    assert examples.scores == {"acc": [0.0, 0.5, 1.0], "acc_norm": [1.0, 1.0, 1.0]}
    assert found["gsm"].examples is None
    alone = runs(read(with_samples(lines), "lm-eval.yaml", examples=False))
    assert alone["arc"].examples is None


def test_examples_are_told_apart_by_number_where_hashes_do_not_or_are_not_there() -> None:
    twins = sample(0, doc_hash="same", acc=1) + sample(1, doc_hash="same", acc=0)
    for lines in (twins, sample(0, acc=1) + sample(1, acc=0)):
        examples = runs(read(with_samples(lines), "lm-eval.yaml"))["arc"].examples
        assert examples
        assert (examples.ids, examples.scores) == (["0", "1"], {"acc": [1.0, 0.0]})


def test_an_example_has_a_score_for_each_filter() -> None:
    lines = sample(0, filter="strict", acc=1) + sample(0, filter="loose", acc=0) + sample(1, acc=1)
    examples = runs(read(with_samples(lines), "lm-eval.yaml"))["arc"].examples
    assert examples
    assert examples.ids == ["0", "1"]
    assert examples.scores["acc,strict"][0] == 1.0
    assert math.isnan(examples.scores["acc,strict"][1])
    assert set(examples.scores) == {"acc,strict", "acc,loose", "acc"}


def test_lines_that_are_no_examples_are_told() -> None:
    lines = sample(0, acc=1) + "{\n[]\n\n3\n" + sample(1, acc=[1, 2]) + "\xff\n"
    found = read(with_samples(lines), "lm-eval.yaml")
    (problem,) = found.problems
    assert (problem.code, problem.severity) == ("evaljson/samples", "warning")
    assert problem.message.startswith("4 lines of")
    arc = next(run for run in found.report.evaluations if run.name == "arc")
    assert arc.examples
    assert arc.examples.ids == ["0", "1"]
    assert math.isnan(arc.examples.scores["acc"][1])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "evaljson/json"),
        ("[" * 100_000, "evaljson/json"),
        ("null", "evaljson/no-results"),
        ("[]", "evaljson/no-results"),
        ('{"results": {}}', "evaljson/no-results"),
        ('{"results": {"a": 1}}', "evaljson/no-results"),
        ('{"results": [1]}', "evaljson/no-results"),
        ('{"results": {"a": {"acc": ' + "9" * 5000 + "}}}", "evaljson/json"),
    ],
)
def test_a_file_that_holds_no_results_is_told_and_harms_no_other(content: str, code: str) -> None:
    named = {"bad.json": content, "good.json": json.dumps(RESULTS)}
    found = read(
        {**named, "lm-eval.yaml": "model: a\nfiles: [bad.json, good.json]\n"}, "lm-eval.yaml"
    )
    assert [(it.code, it.line) for it in found.problems] == [(code, 1)]
    assert len(found.report.evaluations) == 3


@pytest.mark.parametrize("odd", [None, 1, "x", [], [1], {"arc": None}, {"arc": [1]}, {"a": {}}])
def test_parts_of_the_wrong_type_cost_only_themselves(odd: Any) -> None:
    parts = ("groups", "group_subtasks", "configs", "versions", "n-shot", "n-samples", "config")
    more = ("date", "task_hashes", "model_name", "total_evaluation_time_seconds", "git_hash")
    found = read(files({**RESULTS, **dict.fromkeys((*parts, *more), odd)}), "lm-eval.yaml")
    assert found.problems == []
    arc = next(run for run in found.report.evaluations if run.name == "arc")
    assert values(arc) == {"acc": 0.5, "acc_norm": 0.625}


def test_what_is_named_and_not_there_is_told_and_nothing_is_given_up() -> None:
    found = read(files(sidecar="model: a\nfiles: [out, gone.json, 'no/*.json']\n"), "lm-eval.yaml")
    assert [it.code for it in found.problems] == ["evaljson/sidecar-missing-file"] * 2
    assert len(found.report.evaluations) == 3
    assert not found.report.complete


def test_ids_of_long_paths_stay_different() -> None:
    tasks = {f"{'t' * 300}{it}": {"acc": 0.5} for it in range(2)}
    found = read(files({"results": tasks}), "lm-eval.yaml")
    ids = {run.id for run in found.report.evaluations}
    assert len(ids) == 2
    assert all(len(it) <= 255 for it in ids)
