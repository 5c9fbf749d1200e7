"""Problems as people and tools read them."""

import json

from descriptors.problems import Problem
from descriptors.report import as_github, as_json, as_text
from descriptors.sarif import as_sarif

MISSING = Problem(
    "schema/required",
    "`lifecycle` is missing in `spec`",
    "did you mean `lifecycle`?",
    path="/spec",
    file="a b/mlhome.yaml",
    line=7,
    column=3,
    entity_ref="model:default/x",
)
ODD = Problem("yaml/syntax", "100% wrong:\n::error::x", file="x,y.yaml", severity="warning")


def test_text_shows_the_line_with_a_caret_and_the_hint() -> None:
    text = as_text([MISSING], 1, {("a b/mlhome.yaml", 7): "\t lifecyle: x"})

    assert text == (
        "a b/mlhome.yaml:7:3 error `lifecycle` is missing in `spec` [schema/required]\n"
        "     7 | \t lifecyle: x\n"
        "       | \t ^\n"
        "       = did you mean `lifecycle`?\n"
        "\n"
        "1 descriptor checked, 1 error"
    )


def test_text_says_what_was_found() -> None:
    assert as_text([], 2, {}) == "2 descriptors checked, no problems"
    assert as_text([MISSING, MISSING, ODD], 3, {}).endswith("checked, 2 errors and 1 warning")


def test_colour_is_for_terminals_only() -> None:
    assert "\x1b[" not in as_text([MISSING], 1, {})
    assert "\x1b[31merror\x1b[0m" in as_text([MISSING], 1, {}, colour=True)
    assert "\x1b[33mwarning\x1b[0m" in as_text([ODD], 1, {}, colour=True)


def test_json_holds_every_field() -> None:
    assert json.loads(as_json([MISSING], 4)) == {
        "checked": 4,
        "problems": [
            {
                "code": "schema/required",
                "message": "`lifecycle` is missing in `spec`",
                "hint": "did you mean `lifecycle`?",
                "file": "a b/mlhome.yaml",
                "line": 7,
                "column": 3,
                "path": "/spec",
                "entityRef": "model:default/x",
                "severity": "error",
            }
        ],
    }


def test_github_annotations_can_not_be_broken_out_of() -> None:
    assert as_github([MISSING, ODD]).splitlines() == [
        "::error file=a b/mlhome.yaml,line=7,col=3,title=schema/required"
        "::`lifecycle` is missing in `spec`. did you mean `lifecycle`?",
        "::warning file=x%2Cy.yaml,line=1,col=1,title=yaml/syntax::100%25 wrong:%0A::error::x",
    ]
    assert "%3A" in as_github([Problem("a/b", "m", file="c:/x")])


def test_sarif_has_a_rule_for_each_code_and_a_region_where_the_line_is_known() -> None:
    log = json.loads(as_sarif([MISSING, ODD, MISSING]))

    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"] == [
        {"id": "schema/required", "name": "SchemaRequired"},
        {"id": "yaml/syntax", "name": "YamlSyntax"},
    ]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 0]
    assert run["results"][0]["level"] == "error"
    assert run["results"][0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/mlhome.yaml"},
        "region": {"startLine": 7, "startColumn": 3},
    }
    assert "region" not in run["results"][1]["locations"][0]["physicalLocation"]
