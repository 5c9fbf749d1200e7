"""Front matter as people break it: a problem on its line, and the rest is read."""

import math

import pytest

from tests.plugins.huggingface.cards import (
    attached,
    document_of,
    problems_of,
    read,
    read_model,
    results_of,
    told,
)

BOMB = "a: &a [x, x]\n" + "".join(
    f"{c}: &{c} [*{b}, *{b}]\n"
    for b, c in zip("abcdefghijklmnopqrst", "bcdefghijklmnopqrstu", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# A repository\n\nWith a README.\n",
        "---\n\n# Below a rule\n\nNote: this is no front matter\n\n---\n",
        "---\n",
        "---\n---\n",
        "---\nlayout: default\ntitle: A site\n---\n",
        "---\ntitle: A demo\nemoji: x\nsdk: gradio\nlicense: mit\n---\n",
        "---\ntags: [a]\ntitle: A post\n---\n",
        "--- license: mit\n",
        "Text\n---\nlicense: mit\n---\n",
        "---\nTODO: Add tags here: all of them\n---\n",
    ],
)
def test_what_is_no_card_says_nothing(text: str) -> None:
    found = read(text)
    assert (found.documents, problems_of(found), found.report.attachments) == ((), [], ())
    assert found.report.complete


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbf---\npipeline_tag: text-ranking\nlicense: mit\n---\n",
        b"---\r\npipeline_tag: text-ranking\r\nlicense: mit\r\n---\r\n# Text\r\n",
        b"\n\n--- \npipeline_tag: text-ranking\nlicense: mit\n---",
        b"---\rpipeline_tag: text-ranking\rlicense: mit\r---\r",
        b"---\n{pipeline_tag: text-ranking,\nlicense: mit}\n---\n",
    ],
)
def test_line_breaks_and_marks_of_all_systems_are_read(text: bytes) -> None:
    found = read(text, project="search")
    spec = document_of(found)["spec"]
    assert (spec["type"], spec["license"]) == ("text-ranking", "mit")
    assert problems_of(found) == []


@pytest.mark.parametrize(
    ("broken", "code", "line"),
    [
        ("tags: [a, b\n", "huggingface/yaml", 4),
        ("tags:\n\t- a\n", "huggingface/yaml", 5),
        ("tags: a: b\n", "huggingface/yaml", 4),
        ("tags: *nothing\n", "huggingface/yaml", 4),
        ("tags: !!python/object/apply:os.system [id]\n", "huggingface/yaml", 4),
        ("tags: {[a]: b}\n", "huggingface/yaml", 4),
        ("license: other\n", "huggingface/duplicate-key", 4),
        ("widget:\n- text: a\n  text: b\n", "huggingface/duplicate-key", 6),
        (f"widget: {'x' * (1 << 20)}\n", "huggingface/limit", 4),
        (f"widget: {'x' * (1 << 22)}\n", "huggingface/limit", 0),
        (f"widget: {'x' * 100_000}\n", "huggingface/limit", 4),
        (f"widget: {'[' * 300}{']' * 300}\n", "huggingface/limit", 4),
        (f"tags: [{'a, ' * 6000}]\n", "huggingface/limit", 4),
        ("tags: {a: b}\n", "huggingface/value", 4),
        ("tags: [[a]]\n", "huggingface/value", 4),
        ("mlhome: podcasts\n", "huggingface/value", 4),
        ("mlhome: {projet: podcasts}\n", "huggingface/mlhome", 4),
        ("mlhome: {id: ./ranker}\n", "huggingface/mlhome", 4),
        ("base_model: ./checkpoints/last\n", "huggingface/id", 4),
    ],
)
def test_what_is_wrong_is_told_with_its_line(broken: str, code: str, line: int) -> None:
    found = read_model(f"license: mit\npipeline_tag: text-ranking\n{broken}language: en\n")
    assert (code, line or 1) in told(found)
    if line:
        assert document_of(found)["spec"]["license"] == "mit"
        assert attached(found)["languages"] == ["en"]
        assert {it.severity for it in problems_of(found)} == {"warning"}
        assert {it.entity_ref for it in problems_of(found)} == {"model:default/card"}


def test_a_bomb_of_aliases_costs_only_itself() -> None:
    found = read_model(f"license: mit\npipeline_tag: text-ranking\n{BOMB}language: en\n")
    assert document_of(found)["spec"]["license"] == "mit"
    assert attached(found)["languages"] == ["en"]
    assert told(found) == [("huggingface/limit", 5)]
    assert "once aliases are expanded" in problems_of(found)[0].message
    assert problems_of(found)[0].severity == "warning"


def test_an_alias_that_holds_itself_ends() -> None:
    found = read_model("license: mit\npipeline_tag: x\nwidget: &a [*a]\n")
    assert told(found) == [("huggingface/limit", 4)]
    assert document_of(found)["spec"]["license"] == "mit"


def test_front_matter_without_an_end_is_read_up_to_the_text() -> None:
    found = read("---\nlicense: mit\npipeline_tag: x\n\n# Title: of it\n", project="search")
    assert told(found) == [("huggingface/unclosed", 1)]
    assert document_of(found)["spec"]["license"] == "mit"


def test_bytes_that_are_no_text_cost_their_part_only() -> None:
    found = read(b"---\nlicense: mit\ntags: [\xff]\npipeline_tag: x\n---\n\xff\n", project="search")
    assert told(found) == [("huggingface/yaml", 3)]
    assert document_of(found)["spec"]["license"] == "mit"


def test_where_nothing_can_be_read_what_was_known_stays() -> None:
    for text in ("---\nlicense: [mit\n---\n", "---\nlicense:mit\n---\n"):
        found = read(text)
        assert [it.severity for it in problems_of(found)] == ["error"]
        assert not found.report.complete


def test_a_part_that_was_lost_ends_no_results() -> None:
    whole = read_model("pipeline_tag: x\n")
    broken = read_model("pipeline_tag: x\nmodel-index: [\n")
    assert (whole.report.complete, broken.report.complete) == (True, False)


def test_numbers_that_are_not_finite_stay() -> None:
    metrics = "[{type: a, value: .nan}, {type: b, value: -.inf}, {type: c, value: NaN}]"
    result = f"- dataset: {{type: x, name: X}}\n    metrics: {metrics}\n"
    found = read_model(f"model-index:\n- name: m\n  results:\n  {result}")
    results = results_of(found)
    assert problems_of(found) == []
    assert math.isnan(results["a"])
    assert math.isnan(results["c"])
    assert results["b"] == -math.inf


def test_norwegian_is_a_language_and_dates_are_texts() -> None:
    value = attached(
        read_model("language: [no, en]\npipeline_tag: x\ntags: [2024-01-01, 7, true]\n")
    )
    assert value["languages"] == ["no", "en"]
    assert value["tags"] == ["2024-01-01", "7", "true"]


def test_thousands_of_mistakes_are_told_in_part() -> None:
    text = "license: mit\npipeline_tag: x\n" + "widget: [\n" * 5000
    assert len(problems_of(read_model(text))) < 50


def test_a_template_that_nobody_filled_in_is_full_of_problems() -> None:
    found = read_model("license: {license}\nlanguage:\n- {lang_0}\npipeline_tag: {tag}\n")
    assert {code for code, _ in told(found)} == {"huggingface/value"}
    assert {line for _, line in told(found)} == {2, 4, 5}
