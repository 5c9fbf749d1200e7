"""A comparison as files."""

import csv
import io
import json
import math

import pytest

from catalog.comparison import Comparison
from catalog.comparison.cells import csv_line, quoted
from catalog.comparison.exports import CSV_COLUMNS, FORMATS, comparison_json
from catalog.comparison.plain_json import plain
from catalog.store.database import Database
from plugins.facts import Curve
from tests.catalog.comparison.compared import compared, measured, of_ranker, record, result
from tests.catalog.comparison.judged import judged_ranker


@pytest.fixture
def found(database: Database) -> Comparison:
    judged_ranker(database, {"metric": "auc", "min": 0.91})
    record(
        database,
        measured(
            "6",
            results=[result(value=0.9, n=100), result("=cmd|' /C calc'!A0", 1)],
            params={"lr": 1},
            curves=[Curve(type="roc", x=[0, math.nan], y=[0, 1])],
        ),
        measured(
            "7",
            results=[
                result(value=0.92, n=100, low=0.91, high=0.93, level=0.95),
                result("loss", math.nan),
                result("=cmd|' /C calc'!A0", 2),
                result("auc", 0.8, slice={"country": "S|E"}),
            ],
            params={"lr": 2},
        ),
    )
    return compared(database, *of_ranker("6", "7"))


def test_json_has_texts_for_what_it_has_no_number_for(found: Comparison) -> None:
    answer = comparison_json(found)
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    loss = next(row for row in answer["metrics"] if row["metric"] == "loss")
    assert loss["cells"][1]["value"] == "NaN"
    assert answer["curves"][0]["curves"][0]["curve"]["x"] == [0, None]
    assert answer["subjects"][0]["run"]["startedAt"] > 0
    assert "cells" not in answer["subjects"][0]["run"]
    assert json.loads(FORMATS["json"].write(found)) == answer


def test_csv_has_a_row_for_each_value_and_nothing_that_a_sheet_runs(found: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"].write(found))))
    assert tuple(rows[0]) == CSV_COLUMNS
    auc = next(row for row in rows if row["metric"] == "auc" and row["subject"] == "ranker@7")
    assert (auc["value"], auc["low"], auc["n"], auc["verdict"]) == (
        "0.92",
        "0.91",
        "100",
        "no interval",
    )
    assert float(auc["difference"]) == pytest.approx(0.02)
    assert {row["metric"] for row in rows} == {"auc", "loss", "'=cmd|' /C calc'!A0"}
    assert [row["slice"] for row in rows if row["slice"]] == ["country=S|E"]
    assert next(row for row in rows if row["metric"] == "loss")["value"] == "NaN"


def test_markdown_tells_all_that_differs(found: Comparison) -> None:
    text = FORMATS["markdown"].write(found)
    assert text.startswith("## ranker@7 beside ranker@6\n")
    assert "| auc | 0.9 | 0.92 (0.91 to 0.93); +0.02 no interval |" in text
    assert "| params | lr | 1 | 2 |" in text
    assert r"country=S\|E" in text
    assert "| fail | ranker@6 | auc | at least 0.91 | 0.9 | held-out |" in text
    assert "not a number" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\n## b", r"\# a ## b"),
        ("- a ~~b~~", r"\- a \~\~b\~\~"),
        ("-0.5", "-0.5"),
        ("> &lt;b&gt; R&D", r"\> \&lt;b\&gt; R&D"),
        ("ask @team of a@b", "ask @\N{WORD JOINER}team of a@b"),
        ("\u202e19.0\u202c", "19.0"),
        (None, ""),
    ],
)
def test_nothing_in_a_name_is_markdown_or_tells_somebody(text: str | None, expected: str) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "\uff1d1"])
def test_no_text_is_a_formula(text: str) -> None:
    assert csv_line([text]).strip('"').startswith("'")


def test_text_lines_up(found: Comparison) -> None:
    lines = FORMATS["table"].write(found).splitlines()
    head = next(place for place, line in enumerate(lines) if line.strip().startswith("Metric  "))
    row = next(line for line in lines[head:] if line.strip().startswith("auc"))
    assert lines[head].index("ranker@6") == row.index("0.9")


def test_what_a_terminal_would_obey_is_not_written(database: Database) -> None:
    judged_ranker(database)
    record(
        database,
        measured("6", {"\x1b[31mauc": 0.9}),
        measured("7", {"\x1b[31mauc": 0.92}),
    )
    text = FORMATS["table"].write(compared(database, *of_ranker("6", "7")))
    assert "\x1b" not in text


def test_infinities_are_texts() -> None:
    assert plain([math.inf, -math.inf, 1e308, 1e308]) == ["Infinity", "-Infinity", 1e308, 1e308]
