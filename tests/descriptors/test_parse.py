"""YAML as Backstage reads it: 1.2 core, one document at a time, with places."""

import json
import subprocess
import sys

import pytest

from descriptors.limits import Limits
from descriptors.parse import parse, parse_value


def only(text: str) -> object:
    """The value of `a` in a document that must have no problem."""
    documents, problems = parse(f"a: {text}".encode())
    assert problems == []
    return documents[0].value["a"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"), ("on", "on"), ("1:30", "1:30"), ("1_000", "1_000"), ("0b11", "0b11"),
        ("2024-01-01", "2024-01-01"), ("=", "="), ("tRue", "tRue"), ("nUll", "nUll"),
        ("0o14", 12), ("014", 14), ("0x1F", 31), ("+1", 1), ("-0", 0), ("1e3", 1000), ("1.0", 1),
        (".5", 0.5), ("1.", 1), ("1.50", 1.5), ("-0.0", 0), ("1e21", 1e21), ("08", 8),
        ("0o8", "0o8"),
        ("true", True), ("FALSE", False), ("~", None), ("Null", None), ("", None), ("''", ""),
        ("'1'", "1"), ("!!str 12", "12"), ("!!int '12'", 12), ("'it''s'", "it's"), ("b#c", "b#c"),
        ('"\\x41\\u263a"', "A☺"), ("${{ x.y }}", "${{ x.y }}"), ("http://x.y:80/z", "http://x.y:80/z"),
    ],
)  # fmt: skip
def test_a_plain_scalar_means_what_it_means_to_backstage(text: str, value: object) -> None:
    found = only(text)

    assert json.dumps(found) == json.dumps(value)


@pytest.mark.parametrize("text", [".inf", "-.INF", ".nan", "1e400", "9007199254740993", "9" * 500])
def test_a_number_that_json_can_not_carry_is_refused(text: str) -> None:
    _, (problem,) = parse(f"a: {text}".encode())

    assert (problem.code, problem.line, problem.column) == ("yaml/number", 1, 4)


def test_merge_keys_are_ordinary_keys() -> None:
    (document,), problems = parse(b"base: &b {p: 1}\nx:\n  <<: *b\n")

    assert problems == []
    assert document.value["x"] == {"<<": {"p": 1}}


def test_keys_that_are_not_text_are_spelt_as_javascript_spells_them() -> None:
    (document,), _ = parse(b"1: a\n1.0e2: b\ntrue: c\n~: d\n0x10: e\n")

    assert list(document.value) == ["1", "100", "true", "", "16"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"a: |\n  x", "x\n"),
        (b"a: |\n  x\n\n", "x\n"),
        (b"a: |+\n  x\n\n", "x\n\n"),
        (b"a: |-\n  x", "x"),
        (b"a: >\n  x\n  y", "x y\n"),
        (b"a: |\r\n  x\r\n  y\r\n", "x\ny\n"),
    ],
)
def test_a_block_keeps_its_last_newline_even_at_the_end_of_the_file(data: bytes, text: str) -> None:
    (document,), _ = parse(data)

    assert document.value["a"] == text


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    (document,), problems = parse(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - c\r\n")

    assert problems == []
    assert document.value == {"a": 1, "b": ["c"]}
    assert document.positions["/b/0"] == (3, 5)


def test_empty_documents_are_skipped() -> None:
    documents, problems = parse(b"---\n# nothing\n---\na: 1\n---\n~\n---\n\n...\n")

    assert problems == []
    assert [document.value for document in documents] == [{"a": 1}]


@pytest.mark.parametrize(
    "bad", [b"b: [", b"b: {{ x }}", b"b: 1\nb: 2", b"- x", b"b: \xff", b"b: \0"]
)
def test_a_bad_document_stops_none_of_its_siblings(bad: bytes) -> None:
    documents, problems = parse(b"a: 1\n---\n" + bad + b"\n---\nc: 3\n...\nd: 4\n", "f.yaml")

    assert [document.value for document in documents] == [{"a": 1}, {"c": 3}, {"d": 4}]
    assert [problem.file for problem in problems] == ["f.yaml"]
    assert problems[0].line in (3, 4)


def test_markers_inside_of_indented_text_end_no_document() -> None:
    (document,), problems = parse(b"a: |\n  ---\n  ...\nb: '\n  --- x'\n---x: 1\n")

    assert problems == []
    assert document.value == {"a": "---\n...\n", "b": " --- x", "---x": 1}


def test_directives_belong_to_the_document_that_follows() -> None:
    documents, problems = parse(b"a: 1\n...\n# c\n%YAML 1.2\n---\nb: 2\n")

    assert problems == []
    assert [(document.value, document.line) for document in documents] == [
        ({"a": 1}, 1),
        ({"b": 2}, 6),
    ]


def test_yaml_1_1_is_refused_for_it_reads_yes_as_true() -> None:
    _, (problem,) = parse(b"# c\n%YAML 1.1\n---\na: yes\n")

    assert (problem.code, problem.line) == ("yaml/version", 2)


def test_every_duplicate_key_is_named_where_it_is_repeated() -> None:
    _, problems = parse(b"a: 1\nb:\n  c: 1\n  c: 2\na: 2\n")

    assert [(p.code, p.line, p.column) for p in problems] == [
        ("yaml/duplicate-key", 4, 3),
        ("yaml/duplicate-key", 5, 1),
    ]


def test_places_of_keys_and_values_count_from_the_top_of_the_file() -> None:
    text = "x: 1\n---\nspec:\n  'ö/w~n': é\n  list:\n  - {a: b}\n"
    document = parse(text.encode())[0][1]

    assert document.line == 3
    assert document.positions["/spec/ö~1w~0n"] == (4, 3)
    assert document.places["/spec/ö~1w~0n"].value == (4, 12)
    assert document.positions["/spec/list/0/a"] == (6, 6)
    assert document.places["/spec/list/0"].key == (6, 5)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"a:\n\tb: c", "yaml/syntax", "spaces"),
        (b"\ta: b", "yaml/syntax", "spaces"),
        (b"{%- if x %}\na: b", "yaml/syntax", "template"),
        (b"a: {{ x }}", "yaml/complex-key", "template"),
        (b"{{- if .x }}\na: b", "yaml/syntax", "template"),
        (b"a: [b", "yaml/syntax", "indentation"),
        (b"a: @b", "yaml/syntax", "quotes"),
        (b"a: b: c", "yaml/syntax", "quotes"),
        (b"a: *b", "yaml/syntax", "`*`"),
        (b"a: !foo b", "yaml/tag", "remove the tag"),
        (b"a: !!binary aGk=", "yaml/tag", "remove the tag"),
        (b"a: !!int x", "yaml/tag", "remove the tag"),
        (b"a: b\xff", "yaml/encoding", "UTF-8"),
        (b"\xff\xfea\x00", "yaml/encoding", "UTF-8"),
        (b"a: b\x00c", "yaml/character", "escape"),
        ("a: |\n  b\u2028c\n".encode(), "yaml/character", "escape"),
        (b"- a", "yaml/not-a-mapping", "apiVersion"),
        (b"just text", "yaml/not-a-mapping", "apiVersion"),
    ],
)
def test_what_can_not_be_read_comes_with_a_hint(data: bytes, code: str, words: str) -> None:
    documents, (problem,) = parse(data)

    assert documents == []
    assert problem.code == code
    assert words in problem.hint
    assert problem.line
    assert problem.column


def test_a_file_to_include_holds_one_document_of_any_shape() -> None:
    assert parse_value(b"- 1\n- 2\n") == [1, 2]
    assert parse_value(b"a: 1\n---\nb: 2\n").code == "yaml/documents"
    assert parse_value(b"a: [").code == "yaml/syntax"
    assert parse_value(b"a: 1\n" * 9, Limits(bytes=10)).code == "limit/bytes"


def test_without_libyaml_reading_is_refused_with_a_remedy() -> None:
    script = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from descriptors.compose import LibyamlMissing\n"
        "from descriptors.parse import parse\n"
        "try:\n    parse(b'a: 1')\n"
        "except LibyamlMissing as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "libyaml" in done.stdout
    assert "pip install" in done.stdout
