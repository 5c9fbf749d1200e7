"""What is read of a repository."""

import hashlib
import math

import pytest

from .repositories import problems_of, read_repository, run_of, value_of

TRAIN = """
stages:
  prepare:
    desc: Cut the raw data into parts.
    cmd: python prepare.py
    deps: [data/raw.csv]
    outs: [data/parts]
  train:
    wdir: models
    cmd: [python train.py, python pack.py]
    deps: [../data/parts]
    params: [lr, optimizer.name, ../more.toml: [depth]]
    outs: [ranker.bin: {persist: true}]
    metrics: [../scores.json: {cache: false}]
"""
PARAMS = "lr: 1e-3\noptimizer: {name: adam, beta: 0.9}\n"
FILES = {
    "dvc.yaml": TRAIN,
    "models/params.yaml": PARAMS,
    "more.toml": "depth = 3\n",
    "scores.json": '{"test": {"auc": 0.91, "n": 200}, "note": "fine", "ok": true}',
}


def test_stages_are_read_as_dvc_runs_them() -> None:
    prepare, train = value_of(read_repository(FILES))["stages"]
    assert (prepare["name"], prepare["about"]) == ("prepare", "Cut the raw data into parts.")
    assert train["commands"] == ["python train.py", "python pack.py"]
    assert [it["path"] for it in train["deps"]] == ["data/parts"]
    assert [it["path"] for it in train["outs"]] == ["models/ranker.bin", "scores.json"]


def test_params_have_the_values_that_yaml_1_2_gives_them() -> None:
    params = {it["name"]: it["value"] for it in value_of(read_repository(FILES))["params"]}
    assert params == {"lr": 0.001, "optimizer.name": "adam", "more.toml:depth": 3}


def test_metrics_are_what_its_last_run_measured() -> None:
    run = run_of(read_repository(FILES))
    assert {it.metric: it.value for it in run.results} == {"test.auc": 0.91, "test.n": 200.0}
    assert run.params["lr"] == 0.001


def test_two_files_with_one_metric_are_told_apart() -> None:
    declared = "stages: {}\nmetrics: [train.json, test.yaml]\n"
    files = {"dvc.yaml": declared, "train.json": '{"auc": 0.9}', "test.yaml": "auc: .nan\nf1: 1\n"}
    found = read_repository(files)
    results = {it.metric: it.value for it in run_of(found).results}
    assert (results["train.auc"], results["f1"]) == (0.9, 1.0)
    assert math.isnan(results["test.auc"])
    assert {it["name"]: it["value"] for it in value_of(found)["metrics"]}["test.auc"] is None


def test_it_is_named_and_placed_by_the_descriptor_beside_it() -> None:
    descriptor = (
        "kind: Project\nmetadata: {name: search, namespace: ml}\n---\n"
        "kind: Model\nmetadata: {name: ranker}\n"
    )
    found = read_repository({**FILES, "mlhome.yaml": descriptor})
    ((document, line),) = found.documents
    assert (document["metadata"]["name"], document["metadata"]["namespace"]) == ("search", "ml")
    assert document["spec"]["project"] == "project:ml/search"
    assert document["spec"]["model"] == run_of(found).subject == "model:default/ranker"
    assert (found.report.attachments[0].entity, line) == ("dvcpipeline:ml/search", 1)


@pytest.mark.parametrize(
    ("path", "found_at", "name"),
    [
        ("dvc.yaml", "/home/ada/podcast ranker/dvc.yaml", "podcast-ranker"),
        ("dvc.yaml", "https://git.example/org/repo.git/dvc.yaml", "repo"),
        ("dvc.yaml", "https://git.example/org/repo.git#v2:dvc.yaml", "repo"),
        ("ml/train/dvc.yaml", "https://git.example/org/repo.git#v2:ml/train/dvc.yaml", "train"),
        ("ml/train/dvc.yaml", "https://git.example/org/repo.git/ml/train/dvc.yaml", "train"),
        ("dvc.yaml", "", "pipeline"),
        ("dvc.yaml", f"/{'a' * 62}-bc/dvc.yaml", "a" * 62),
    ],
)
def test_without_one_it_is_named_like_its_folder(path: str, found_at: str, name: str) -> None:
    ((document, _),) = read_repository(FILES, path, found_at).documents
    assert document["metadata"]["name"] == name


def test_foreach_and_matrix_make_stages_of_their_own() -> None:
    declared = """
vars: [{countries: [SE, NO]}]
stages:
  cut:
    foreach: ${countries}
    do: {cmd: "cut ${item}", outs: ["parts/${item}"]}
  mix:
    foreach: {a: {seed: 1}, b: {seed: 2}}
    do: {cmd: "mix ${key} --seed ${item.seed}"}
  fit:
    matrix: {country: ["SE"], size: [1, 2]}
    cmd: fit ${item.country} ${item.size}
"""
    stages = value_of(read_repository({"dvc.yaml": declared}))["stages"]
    assert {it["name"]: it["commands"] for it in stages} == {
        "cut@SE": ["cut SE"],
        "cut@NO": ["cut NO"],
        "mix@a": ["mix a --seed 1"],
        "mix@b": ["mix b --seed 2"],
        "fit@SE-1": ["fit SE 1"],
        "fit@SE-2": ["fit SE 2"],
    }


def test_values_come_from_params_and_unknown_ones_are_told() -> None:
    declared = 'stages: {a: {cmd: "run ${lr} ${nowhere}", metrics: ["${out}/m.json"]}}\n'
    files = {"dvc.yaml": declared, "params.yaml": "lr: 0.5\nout: here\n", "here/m.json": '{"f": 1}'}
    found = read_repository(files)
    assert value_of(found)["stages"][0]["commands"] == ["run 0.5 ${nowhere}"]
    assert run_of(found).results[0].metric == "f"
    assert [it.code for it in problems_of(found)] == ["dvc/unknown-value"]


def test_the_lock_says_what_changed_since_the_last_run() -> None:
    scores = str(FILES["scores.json"])
    digest = hashlib.md5(scores.encode()).hexdigest()
    lock = f"""
schema: '2.0'
stages:
  train:
    cmd: [python train.py, python pack.py]
    params: {{models/params.yaml: {{lr: 0.01, optimizer.name: adam}}}}
    outs:
    - {{path: models/ranker.bin, md5: abc.dir, size: 12}}
    - {{path: scores.json, md5: {digest}, size: {len(scores)}}}
"""
    value = value_of(read_repository({**FILES, "dvc.lock": lock}))
    prepare, train = value["stages"]
    assert (prepare["state"], train["state"], train["changed"]) == ("never run", "changed", ["lr"])
    assert train["outs"][0] == {"path": "models/ranker.bin", "digest": "md5:abc.dir", "bytes": 12}
    assert value["stale"] == []
    other = value_of(read_repository({**FILES, "dvc.lock": lock, "scores.json": "{}"}))
    assert other["stale"] == ["scores.json"]


def test_remotes_are_told_without_passwords() -> None:
    config = (
        "[core]\n    remote = store\n['remote \"store\"']\n    url = s3://bucket/dvc\n"
        "['remote \"old\"']\n    url = https://ada:secret@dvc.corp/x\n"
    )
    value = value_of(read_repository({"dvc.yaml": "stages: {}\n", ".dvc/config": config}))
    assert value["remotes"] == [
        {"name": "store", "url": "s3://bucket/dvc"},
        {"name": "old", "url": "https://dvc.corp/x"},
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("stages:\n  a: [\n", "dvc/yaml", 3),
        ("", "dvc/empty", 0),
        ("- stages\n", "dvc/empty", 0),
        ("a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{b}, *{b}]\n" for b, c in zip(
            "abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)), "dvc/yaml", 0),
        ("[" * 5000, "dvc/yaml", 1),
        ("a: !!python/name:os.system\n", "dvc/yaml", 1),
    ],
)  # fmt: skip
def test_a_file_that_is_no_pipeline_is_a_problem(text: str, code: str, line: int) -> None:
    found = read_repository({"dvc.yaml": text})
    assert [(it.code, it.line) for it in found.problems] == [(code, line)]
    assert found.documents == ()


@pytest.mark.parametrize(
    "text",
    [
        "stages: []\n",
        "stages: {a: null, b: 1, c: {cmd: 1, deps: x, outs: {y: }, params: 3, metrics: [[]]}}\n",
        "stages: {a: {foreach: 3, do: 1}, b: {matrix: {x: 1}}, c: {foreach: [1], do: null}}\n",
        "plots: [{a: {x: {f: 1}, y: {f.csv: [b, 1]}}}, 3, {b: null}]\nstages: {}\n",
        "metrics: {a.json: }\nvars: [1, x.yaml, 'y.yaml:a,b', {c: d}]\n",
        "stages: {a: {cmd: x, metrics: [m.json], plots: [p.csv], params: [p.json]}}\n",
    ],
)
def test_what_is_wrong_inside_costs_only_itself(text: str) -> None:
    broken = dict.fromkeys(("m.json", "p.csv", "p.json", "x.yaml", "dvc.lock"), b"\xff{[")
    found = read_repository({"dvc.yaml": text, **broken})
    assert len(found.documents) == 1
    assert all(it.severity == "warning" for it in problems_of(found))


def test_hundreds_of_files_are_no_reason_to_ask_for_all() -> None:
    declared = "metrics:\n" + "".join(f"- m{it}.json\n" for it in range(1000))
    assert len(read_repository({"dvc.yaml": declared}).documents) == 1
