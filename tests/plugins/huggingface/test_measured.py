"""The results of a `model-index` become evaluation runs."""

import math

import pytest

from plugins.facts import DatasetUse
from plugins.huggingface.numbers import Number, number
from tests.plugins.huggingface.cards import problems_of, read_model, results_of, run_of, told

COMMIT = "5503434ddd753f426f4b38109466949a1217c2bb"
WHOLE = f"""\
model-index:
- name: ranker-large
  results:
  - task: {{type: text-ranking, name: Ranking}}
    dataset:
      type: acme/clicks
      name: Clicks (Swedish)
      config: sv
      split: test
      revision: {COMMIT}
      args: {{since: 2024, device: {{kind: phone}}}}
    metrics:
    - type: ndcg
      value: 0.41
      name: NDCG
      args: {{k: 10}}
      verifyToken: eyJhbGciOiJFZERTQSJ9.x.y
    - {{type: bleurt, value: 0.5, config: large-512}}
    source: {{name: Board, url: "https://board.example/1"}}
"""


def an_index(*metrics: str, dataset: str = "type: clicks, name: Clicks") -> str:
    lines = "".join(f"    - {it}\n" for it in metrics)
    return (
        "model-index:\n- name: m\n  results:\n"
        f"  - task: {{type: x}}\n    dataset: {{{dataset}}}\n    metrics:\n{lines}"
    )


def test_a_result_is_a_run() -> None:
    found = read_model(WHOLE, path="ranker/README.md")
    run = run_of(found)
    name = "acme/clicks:sv?device.kind=phone&since=2024"
    assert problems_of(found) == []
    assert (run.subject, run.type, run.status) == ("model:default/ranker", "evaluation", "finished")
    assert (run.name, run.group) == (f"text-ranking on {name} (test)", "ranker-large")
    assert run.dataset == DatasetUse(
        name=name, ref="dataset:acme/clicks", digest=f"{name}@{COMMIT}", split="test"
    )
    assert (run.evaluator, run.url) == ("Board", "https://board.example/1")
    assert results_of(found) == {"ndcg?k=10": 0.41, "bleurt:large-512": 0.5}
    assert run.params == {
        "dataset.config": "sv",
        "dataset.revision": COMMIT,
        "dataset.args.since": 2024,
        "dataset.args.device.kind": "phone",
    }
    assert run.tags == {
        "task": "text-ranking",
        "task.name": "Ranking",
        "dataset.name": "Clicks (Swedish)",
        "verified": "claimed",
        "source.name": "Board",
        "source.url": "https://board.example/1",
    }


def test_what_is_of_one_task_data_and_source_is_one_run_wherever_it_stands() -> None:
    results = "".join(
        f"  - task: {{type: {task}}}\n    dataset: {{type: {data}, name: D, split: {split}}}\n"
        f"    metrics: [{{type: {metric}, value: {value}}}]\n"
        for task, data, split, metric, value in (
            ("a", "x", "test", "f1", 1),
            ("a", "x", "dev", "f1", 2),
            ("a", "x", "test", "auc", 3),
            ("b", "x", "test", "f1", 4),
            ("a", "y", "test", "f1", 5),
        )
    )
    found = read_model(f"model-index:\n- name: m\n  results:\n{results}")
    runs = [
        (it.dataset.name if it.dataset else "", it.name, {r.metric: r.value for r in it.results})
        for it in found.report.evaluations
    ]
    assert runs == [
        ("x", "a on x (test)", {"f1": 1.0, "auc": 3.0}),
        ("x", "a on x (dev)", {"f1": 2.0}),
        ("x", "b on x (test)", {"f1": 4.0}),
        ("y", "a on y (test)", {"f1": 5.0}),
    ]
    assert len({it.id for it in found.report.evaluations}) == 4


def test_a_run_keeps_its_id_when_its_values_change() -> None:
    before = run_of(read_model(an_index("{type: f1, value: 0.1}")))
    after = run_of(read_model("license: mit\n" + an_index("{type: f1, value: 0.2}")))
    assert before.id == after.id


def test_older_cards_write_the_config_as_args() -> None:
    old = read_model(an_index("{type: f1, value: 1}", dataset="type: glue, name: G, args: cola"))
    both = "type: glue, name: G, config: cola, args: cola"
    new = read_model(an_index("{type: f1, value: 1}", dataset=both))
    for found in (old, new):
        assert run_of(found).dataset == DatasetUse(name="glue:cola", ref="dataset:default/glue")
    other = "type: glue, name: G, config: cola, args: fast"
    third = run_of(read_model(an_index("{type: f1, value: 1}", dataset=other)))
    assert third.dataset
    assert third.dataset.name == "glue:cola?args=fast"


def test_a_branch_is_no_digest() -> None:
    found = read_model(an_index("{type: f1, value: 1}", dataset="type: g, name: G, revision: main"))
    run = run_of(found)
    assert run.dataset == DatasetUse(name="g", ref="dataset:default/g")
    assert run.params == {"dataset.revision": "main"}


def test_metrics_of_one_type_are_told_apart_by_their_names() -> None:
    found = read_model(
        an_index(
            "{type: f1, value: 0.5, name: Macro}",
            "{type: f1, value: 0.6, name: Micro}",
            "{type: f1, value: 0.5}",
            "{type: f1, value: 0.7}",
        )
    )
    assert results_of(found) == {"f1": 0.5, "f1 (Micro)": 0.6}
    assert told(found) == [("huggingface/metric", 11)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (0.9, Number(0.9)),
        (93, Number(93.0)),
        ("93.4", Number(93.4)),
        (" 1e-3 ", Number(0.001)),
        ("-.5", Number(-0.5)),
        ("93.4%", Number(0.934, percent=True)),
        ("93.4 %", Number(0.934, percent=True)),
        ("252.11 +/- 21.36", Number(252.11, "21.36")),
        ("0.9±0.01", Number(0.9, "0.01")),
        ("Infinity", Number(math.inf)),
        (10**400, Number(math.inf)),
        ("93,4", None),
        ("1.234.567", None),
        ("12 ms", None),
        ("n/a", None),
        ("", None),
        ("9" * 200, None),
        (True, None),
        (None, None),
        ([1], None),
        ({"a": 1}, None),
    ],
)
def test_a_value_is_the_number_that_was_reported_or_none(
    given: object, expected: Number | None
) -> None:
    assert number(given) == expected


def test_a_percent_sign_means_a_share_and_is_told() -> None:
    found = read_model(an_index('{type: acc, value: "93.4 %"}', "{type: wer, value: 12.5}"))
    assert results_of(found) == {"acc": 0.934, "wer": 12.5}
    assert told(found) == [("huggingface/metric", 8)]
    assert "is read as 0.934" in problems_of(found)[0].message


def test_what_stands_behind_a_value_is_kept_as_a_tag() -> None:
    found = read_model(an_index('{type: mean_reward, value: "252.11 +/- 21.36"}'))
    assert results_of(found) == {"mean_reward": 252.11}
    assert run_of(found).tags["mean_reward ±"] == "21.36"
    assert told(found) == []


def test_a_mapping_is_a_metric_each() -> None:
    found = read_model(an_index("{type: rouge, value: {rouge1: 0.4, rougeL: 0.3, note: good}}"))
    assert results_of(found) == {"rouge.rouge1": 0.4, "rouge.rougeL": 0.3}
    assert told(found) == [("huggingface/metric", 8)]


@pytest.mark.parametrize(
    ("metric", "line"),
    [
        ("{type: f1, value: good}", 8),
        ("{type: f1, value: [0.9]}", 8),
        ("{type: f1, value: true}", 8),
        ("{type: f1}", 8),
        ("{value: 0.9}", 8),
        ("{type: {a: b}, value: 0.9}", 8),
        ("0.9", 8),
        ("{type: auc, value: 0.8}", 8),
    ],
)
def test_a_metric_that_is_none_costs_only_itself(metric: str, line: int) -> None:
    found = read_model(an_index("{type: auc, value: 0.5}", metric, "{type: mrr, value: 0.25}"))
    assert results_of(found) == {"auc": 0.5, "mrr": 0.25}
    assert line + 1 in {it for _, it in told(found)}


@pytest.mark.parametrize(
    ("index", "line"),
    [
        ("{name: m, results: []}", 2),
        ("text", 2),
        ("[text]", 2),
        ("\n- name: m\n  results: {a: b}\n", 4),
        ("\n- name: m\n  results: [text]\n", 4),
        ("\n- name: m\n  results:\n  - metrics: [{type: f1, value: 1}]\n", 5),
        ("\n- name: m\n  results:\n  - dataset: text\n    metrics: [{type: f1, value: 1}]\n", 5),
        ("\n- name: m\n  results:\n  - dataset: {type: a}\n    metrics: {f1: 1}\n", 5),
    ],
)
def test_an_index_of_the_wrong_shape_is_told_with_its_line(index: str, line: int) -> None:
    found = read_model(f"model-index: {index}\nlicense: mit\n")
    assert found.report.evaluations == []
    assert [it for _, it in told(found)][-1] == line
    assert found.documents


def test_what_a_trainer_wrote_without_results_is_no_problem() -> None:
    for index in ("[{name: m, results: []}]", "[]", "", "[{name: m}]"):
        found = read_model(f"pipeline_tag: x\nmodel-index: {index}\n")
        assert (found.report.evaluations, told(found)) == ([], [])
