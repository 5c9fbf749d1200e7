"""Sidecars say whose results lie beside them."""

from dataclasses import replace

import pytest

from plugins.facts import DatasetUse
from plugins.sidecars import read_sidecar, sidecar_patterns, subject_of

WHOLE = b"""
model: Ranker@2024-06
dataset: clicks-test
split: test
files: [eval/report.json, ../more/*.json, eval/./report.json]
name: nightly
group: ci
commit: 3f2c1ab
evaluated_at: 2024-06-01T12:00:00Z
url: https://ci.example.com/7
params: {lr: 0.1, deep: true}
tags: {team: search}
"""


def test_a_sidecar_names_the_model_the_data_and_the_files() -> None:
    (it,), problems = read_sidecar(WHOLE, "x")
    assert problems == []
    assert (it.subject, it.version) == ("model:default/ranker", "2024-06")
    assert it.dataset == DatasetUse(ref="dataset:default/clicks-test", split="test")
    assert it.files == ("eval/report.json", "../more/*.json")
    assert (it.name, it.group, it.commit) == ("nightly", "ci", "3f2c1ab")
    assert it.evaluated_at == 1717243200.0
    assert it.url == "https://ci.example.com/7"
    assert (it.params, it.tags) == ({"lr": 0.1, "deep": True}, {"team": "search"})


def test_what_stands_above_several_holds_for_each() -> None:
    text = b"""
model: ranker
split: test
files: all.json
evaluations:
- {version: '1'}
- {version: '2', files: two.json, split: train}
- {subject: 'dataset:ml/clicks', dataset: {name: Clicks, digest: 'sha256:1', rows: 3}}
"""
    found, problems = read_sidecar(text, "x")
    assert problems == []
    assert [(it.subject, it.version, it.files, it.place) for it in found] == [
        ("model:default/ranker", "1", ("all.json",), "0"),
        ("model:default/ranker", "2", ("two.json",), "1"),
        ("dataset:ml/clicks", "", ("all.json",), "2"),
    ]
    assert [it.line for it in found] == [6, 7, 8]
    assert [it.dataset.split for it in found if it.dataset] == ["test", "train", "test"]
    assert found[2].dataset == DatasetUse(name="Clicks", digest="sha256:1", rows=3, split="test")


@pytest.mark.parametrize(
    ("text", "codes", "kept"),
    [
        ("files: a", ["x/sidecar-subject"], 0),
        ("model: a\nsubject: dataset:b\nfiles: a", ["x/sidecar-subject"], 0),
        ("subject: a\nfiles: a", ["x/sidecar-subject"], 0),
        ("model: ':'\nfiles: a", ["x/sidecar-subject"], 0),
        ("model: 7\nfiles: a", ["x/sidecar-key"], 0),
        ("model: a\nversion: 1.10\nfiles: a", ["x/sidecar-key"], 0),
        ("model: a", ["x/sidecar-files"], 0),
        ("model: a\nfiles: [a, 3]", ["x/sidecar-files"], 0),
        ("model: a\nfiles: /etc/passwd", ["x/sidecar-files"], 0),
        ("model: a\nfiles: a\nevaluated_at: yesterday", ["x/sidecar-key"], 1),
        ("model: a\nfiles: a\ndataset: ':'", ["x/sidecar-dataset"], 1),
        ("model: a\nfiles: a\nparams: [1]", ["x/sidecar-key"], 1),
        ("model: a\nfiles: a\nevaluations: {}", ["x/sidecar-key"], 0),
        ("model: a\nfiles: a\nevaluations: [1, {}]", ["x/sidecar-key"], 1),
        ("[1]", ["yaml/not-a-mapping"], 0),
        ("", ["x/sidecar"], 0),
        ("model: a\nfiles: a\n---\nmodel: b\nfiles: b", ["x/sidecar"], 0),
        ("model: [", ["yaml/syntax"], 0),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(text: str, codes: list[str], kept: int) -> None:
    found, problems = read_sidecar(text.encode(), "x")
    assert [it.code for it in problems] == codes
    assert len(found) == kept
    assert all(it.line for it in problems)


def test_a_slip_in_a_key_is_a_warning_at_its_line() -> None:
    found, (problem,) = read_sidecar(b"model: a\nfiles: a\n  \nversoin: '7'\n", "x")
    assert len(found) == 1
    assert (problem.line, problem.severity) == (4, "warning")
    assert problem.hint == "did you mean `version`?"


def test_a_format_has_keys_and_usual_files_of_its_own() -> None:
    (it,), problems = read_sidecar(b"model: a\nside: 1", "x", further=["side"], files=["."])
    assert (problems, it.further, it.files) == ([], {"side": 1}, (".",))


def test_sidecars_are_named_like_their_format() -> None:
    assert sidecar_patterns("tfma") == ("tfma.yaml", "*.tfma.yaml", "tfma.yml", "*.tfma.yml")


def test_a_ref_may_carry_a_version() -> None:
    assert subject_of("ml/ranker@1.0/x") == ("model:ml/ranker", "1.0/x")


def test_runs_have_what_the_sidecar_says() -> None:
    (it,), _ = read_sidecar(WHOLE, "x")
    run = it.run("7")
    assert (run.id, run.subject, run.version) == ("7", "model:default/ranker", "2024-06")
    assert (run.started_at, run.ended_at) == (1717243200.0, 1717243200.0)
    assert (run.name, run.group, run.dataset) == ("nightly", "ci", it.dataset)
    assert (run.commit, run.url) == ("3f2c1ab", "https://ci.example.com/7")
    assert (run.params, run.tags) == ({"lr": 0.1, "deep": True}, {"team": "search"})


def test_ids_tell_several_of_a_sidecar_apart_and_are_never_too_long() -> None:
    (it,), _ = read_sidecar(WHOLE, "x")
    second = replace(it, place="1")
    assert it.id("a/x.yaml") == "a/x.yaml"
    assert it.id("a/x.yaml", "", "report.json") == "a/x.yaml/report.json"
    assert second.id("a/x.yaml", "report.json", "acc") == "a/x.yaml#1/report.json/acc"
    long = [it.id("a/x.yaml", end + "é" * 300 + end) for end in "ab"]
    assert [len(id) for id in long] == [255, 255]
    assert long[0] != long[1]
