"""Values that are kept in other files."""

from descriptors.format import shipped_format
from descriptors.placeholders import find_includes
from descriptors.read import Reading, read

API = """\
apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: scores
spec:
  type: openapi
  lifecycle: production
  owner: payments
  definition:
    $text: ./openapi.yaml
"""


def reading(text: str, **includes: bytes) -> Reading:
    by_target = {name.replace("_", "."): data for name, data in includes.items()}
    return read(text.encode(), "f.yaml", shipped_format(), includes=by_target)


def extra(value: str) -> str:
    return API.replace("$text: ./openapi.yaml", "$text: a.txt") + f"  extra: {value}\n"


def extra_of(value: str, **includes: bytes) -> object:
    found = reading(extra(value), a_txt=b"text", **includes)
    assert found.problems == []
    return found.entities[0].document["spec"]["extra"]


def test_the_targets_of_a_file_are_found_once_each() -> None:
    text = API + "---\n" + API.replace("$text", "$yaml") + "---\n" + API.replace("./o", "o")

    assert find_includes(text.encode()) == ["./openapi.yaml", "openapi.yaml"]
    assert find_includes(b"a: $text\n") == []


def test_text_is_included_as_it_is() -> None:
    found = read(API.encode(), "f", shipped_format(), includes={"./openapi.yaml": b"a: 1\n"})

    assert found.problems == []
    assert found.entities[0].document["spec"]["definition"] == "a: 1\n"


def test_json_and_yaml_are_included_as_values() -> None:
    assert extra_of("{$json: b.json}", b_json=b'{"a": [1.0, 2.5, 1e3]}') == {"a": [1, 2.5, 1000]}
    assert extra_of("[{$yaml: b.yaml}]", b_yaml=b"on: yes\n") == [{"on": "yes"}]


def test_other_keys_with_a_dollar_are_left_as_they_are_with_all_below_them() -> None:
    assert extra_of("{$env: X}") == {"$env": "X"}
    assert extra_of("{$text: b, c: {$text: d}}") == {"$text": "b", "c": {"$text": "d"}}


def test_a_target_that_is_not_at_hand_is_a_problem_that_names_it() -> None:
    (problem,) = reading(API).problems

    assert problem.code == "placeholder/unresolved"
    assert "./openapi.yaml" in problem.message
    assert (problem.line, problem.column, problem.path) == (10, 5, "/spec/definition")


def test_content_that_can_not_be_read_is_a_problem() -> None:
    bad = {"b.json": b"{", "b.yaml": b"a: [", "b.txt": b"\xff", "n.json": b"12345678901234567890"}
    for target in bad:
        kind = {"json": "$json", "yaml": "$yaml", "txt": "$text"}[target[2:]]
        text = extra(f"{{{kind}: {target}}}").encode()
        found = read(text, "f", shipped_format(), includes={"a.txt": b"x", **bad})
        assert [(p.code, p.line) for p in found.problems] == [("placeholder/content", 11)], target


def test_a_target_that_is_no_text_is_a_problem() -> None:
    found = reading(extra("{$text: [a]}"), a_txt=b"x")

    assert [problem.code for problem in found.problems] == ["placeholder/target"]


def test_a_problem_inside_of_what_was_included_is_told_at_the_placeholder() -> None:
    text = API.replace("owner: payments", "owner:\n    $yaml: owner.yaml")

    (problem,) = read(
        text.encode(),
        "f",
        shipped_format(),
        includes={"./openapi.yaml": b"x", "owner.yaml": b"[a]"},
    ).problems

    assert (problem.code, problem.path, problem.line) == ("schema/type", "/spec/owner", 9)


def test_an_endless_json_file_is_a_problem_and_not_a_crash() -> None:
    found = read(
        extra("{$json: b}").encode(),
        "f",
        shipped_format(),
        includes={"a.txt": b"x", "b": b"[" * 100_000},
    )

    assert [problem.code for problem in found.problems] == ["placeholder/content"]


def test_what_a_document_includes_is_bounded_in_depth_and_in_size() -> None:
    deep, big = b"[" * 65 + b"]" * 65, b"x" * 600_000
    text = extra("{$json: deep}").replace("$text: a.txt", "$text: big")
    twice = extra("{$text: big}").replace("$text: a.txt", "$text: big")

    for source, code in ((text, "placeholder/content"), (twice, "limit/bytes")):
        found = read(source.encode(), "f", shipped_format(), includes={"deep": deep, "big": big})
        assert [(p.code, p.path) for p in found.problems] == [(code, "/spec/extra")]
