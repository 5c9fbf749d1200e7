"""Results in `.eval_results/` belong to the model whose card lies above."""

import pytest

from plugins.facts import DatasetUse
from tests.plugins.huggingface.cards import problems_of, read, results_of, run_of, told

PATH = "ranker/.eval_results/hle.yaml"
CARD = {"../README.md": "---\npipeline_tag: x\nmlhome: {name: best}\n---\n"}
# As `docs/hub/eval-results.md` of huggingface/hub-docs describes them.
WHOLE = """\
- dataset:
    id: cais/hle
    task_id: default
    revision: 5503434ddd753f426f4b38109466949a1217c2bb
  value: 20.90
  verifyToken: eyJ0eXAi.x.y
  date: "2025-01-15"
  source:
    url: https://huggingface.co/spaces/acme/logs
    name: Eval traces
    user: ada
  evaluation_framework: inspect-ai
  notes: "no-tools"
"""
SHORTEST = "- dataset: {id: Idavidrein/gpqa, task_id: gpqa_diamond}\n  value: 0.412\n"


def test_an_entry_is_a_run() -> None:
    found = read(WHOLE, PATH, near=CARD)
    run = run_of(found)
    assert problems_of(found) == []
    assert results_of(found) == {"score": 20.9}
    assert (run.subject, run.group) == ("model:default/best", ".eval_results")
    assert run.dataset == DatasetUse(
        name="cais/hle:default",
        ref="dataset:cais/hle",
        digest="cais/hle:default@5503434ddd753f426f4b38109466949a1217c2bb",
    )
    assert (run.evaluator, run.author, run.ended_at) == ("inspect-ai", "ada", 1736899200.0)
    assert run.url == "https://huggingface.co/spaces/acme/logs"
    assert run.tags == {
        "source.name": "Eval traces",
        "source.url": "https://huggingface.co/spaces/acme/logs",
        "notes": "no-tools",
        "verified": "claimed",
    }
    assert run.params["dataset.task_id"] == "default"


def test_only_the_data_and_the_value_are_required() -> None:
    run = run_of(read(SHORTEST, PATH, near=CARD))
    assert run.dataset == DatasetUse(
        name="Idavidrein/gpqa:gpqa_diamond", ref="dataset:idavidrein/gpqa"
    )
    assert (run.results[0].value, run.ended_at, run.tags) == (0.412, None, {})


def test_entries_of_before_tasks_name_a_config_and_a_split() -> None:
    text = "- dataset: {id: a/b, config: c, split: test}\n  value: 1\n"
    run = run_of(read(text, PATH, near=CARD))
    assert run.dataset == DatasetUse(name="a/b:c", ref="dataset:a/b", split="test")


def test_entries_that_say_the_same_stay_apart() -> None:
    found = read(SHORTEST * 3 + WHOLE, PATH, near=CARD)
    assert len({it.id for it in found.report.evaluations}) == 4


@pytest.mark.parametrize(
    ("near", "subject"),
    [
        ({"../README.md": "# No card\n", "../mlhome.yaml": "kind: Model\nmetadata: {name: m}\n"},
         "model:default/m"),
        ({"../README.md": "---\npipeline_tag: x\n---\n"}, "model:default/ranker"),
        ({"../README.md": "---\npipeline_tag: x\n---\n",
          "../../mlhome.yaml": "kind: Model\nmetadata: {name: ranker, namespace: ml}\n"},
         "model:ml/ranker"),
    ],
)  # fmt: skip
def test_they_are_of_the_model_that_the_card_is_of(near: dict[str, str], subject: str) -> None:
    assert run_of(read(SHORTEST, PATH, near=near)).subject == subject


def test_in_a_repository_of_the_hub_its_address_is_enough() -> None:
    path = ".eval_results/gpqa.yaml"
    found = read(SHORTEST, path, f"https://huggingface.co/acme/ranker/{path}")
    assert run_of(found).subject == "model:acme/ranker"


@pytest.mark.parametrize(
    "near", [{}, {"../README.md": "# None\n"}, {"../README.md": "---\ntask_ids: [a]\n---\n"}]
)
def test_of_no_model_they_are_told_and_left_out(near: dict[str, str]) -> None:
    found = read(SHORTEST, PATH, near=near)
    assert told(found) == [("huggingface/eval-results", 1)]
    assert found.report.evaluations == ()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- value: 1\n", "huggingface/eval-results", 3),
        ("- dataset: {id: a/b}\n", "huggingface/eval-results", 3),
        ("- dataset: {id: a/b}\n  value: good\n", "huggingface/eval-results", 4),
        ("- dataset: {id: a/b}\n  value: {a: 1}\n", "huggingface/eval-results", 4),
        ("- text\n", "huggingface/value", 3),
        ("- dataset: [\n", "huggingface/yaml", 3),
        ("- dataset: {id: a/b}\n  value: [\n", "huggingface/yaml", 3),
    ],
)
def test_what_is_wrong_in_an_entry_costs_only_itself(text: str, code: str, line: int) -> None:
    found = read(SHORTEST + text + WHOLE, PATH, near=CARD)
    assert (code, line) in told(found)
    assert [it.results[0].value for it in found.report.evaluations] == [0.412, 20.9]


@pytest.mark.parametrize("text", ["", "# nothing\n", "dataset: {id: a/b}\nvalue: 1\n", "text\n"])
def test_a_file_that_is_no_list_is_a_problem(text: str) -> None:
    found = read(text, PATH, near=CARD)
    assert {code for code, _ in told(found)} == {"huggingface/eval-results"}


def test_a_date_that_is_none_and_a_percent_sign_are_told() -> None:
    text = "- dataset: {id: a/b}\n  value: 41.2 %\n  date: yesterday\n"
    found = read(text, PATH, near=CARD)
    assert results_of(found) == {"score": 0.412}
    assert sorted(told(found)) == [("huggingface/eval-results", 2), ("huggingface/eval-results", 3)]
    assert run_of(found).ended_at is None
