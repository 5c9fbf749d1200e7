"""Mapping files and the sheets beside them."""

import pytest

from plugins.api import MOST_PROBLEMS
from plugins.facts import DatasetUse
from tests.plugins.spreadsheets.sheets import (
    addresses,
    messages,
    only_run,
    read,
    read_beside,
    triples,
)

WIDE = """
sheet: a.csv
subject: model:music/{model}
always: {dataset: plays, split: test}
columns: {Model: model, Version: version, AUC: metric as auc, Low: low of auc, High: high of auc,
  N: n, Batch: param as batch, Note: note, Day: date}
level: 0.95
"""


def test_a_row_of_columns_is_a_run_with_all_that_it_says() -> None:
    head = "Model,Version,AUC,Low,High,N,Batch,Note,Day"
    run = only_run(read(WIDE, a_csv=f"{head}\nRank Net,3,0.93,0.92,0.94,1000,32,good,2026-03-31"))
    assert (run.subject, run.version, run.name) == ("model:music/rank-net", "3", "Rank Net")
    assert run.dataset == DatasetUse(name="plays", split="test")
    assert (run.params, run.tags, run.started_at) == ({"batch": 32}, {"Note": "good"}, 1774915200)
    (result,) = run.results
    assert (result.metric, result.value, result.n) == ("auc", 0.93, 1000)
    assert (result.low, result.high, result.level) == (0.92, 0.94, 0.95)


def test_rows_with_a_metric_each_are_joined_to_runs_with_slices() -> None:
    mapping = """
sheet: a.tsv
columns: {model: model, metric: measure, value: value, country: slice, n: n}
"""
    rows = [
        "model\tmetric\tvalue\tcountry\tn",
        "ranker\tauc\t0.9\t\t100",
        "ranker\tauc\t0.8\tSE\t9",
    ]
    run = only_run(read(mapping, a_tsv="\n".join([*rows, "ranker\tf1\t0.7\tall\t100"])))
    found = [(it.metric, it.value, it.slice, it.n) for it in run.results]
    assert found == [
        ("auc", 0.9, {}, 100),
        ("auc", 0.8, {"country": "SE"}, 9),
        ("f1", 0.7, {}, 100),
    ]


def test_a_cell_may_hold_a_whole_ref_with_a_version() -> None:
    sheet = "model,auc\nmodel:search/Ranker@7,0.5\n"
    run = only_run(read("sheet: a.csv\ncolumns: {model: model, auc: metric}", a_csv=sheet))
    assert (run.subject, run.version) == ("model:search/ranker", "7")


def test_the_subject_may_be_made_of_several_columns_or_be_one_thing() -> None:
    mapping = "sheet: a.csv\nsubject: 'model:{Team}/{Model}'\ncolumns: {auc: metric, Model: run}"
    sheet = "Team,Model,auc\nsearch,Ranker,0.5\n"
    assert only_run(read(mapping, a_csv=sheet)).subject == "model:search/ranker"
    one = "sheet: a.csv\nsubject: project:default/ranking\ncolumns: {auc: metric, Model: run}"
    run = only_run(read(one, a_csv=sheet))
    assert (run.subject, run.name) == ("project:default/ranking", "Ranker")


def test_equal_rows_have_equal_ids_in_any_order() -> None:
    mapping = "sheet: a.csv\ncolumns: {model: model, auc: metric, size: param}"
    rows = ["a,0.5,1", "b,0.6,2", "b,0.7,3"]
    first = read(mapping, a_csv="\n".join(["model,auc,size", *rows]))
    again = read(mapping, a_csv="\n".join(["model,auc,size", *reversed(rows)]))
    ids = {run.id: run.results for run in first.report.evaluations}
    assert len(ids) == 3
    assert {run.id: run.results for run in again.report.evaluations} == ids
    assert first.report.complete


def test_contradicting_numbers_do_not_count_and_equal_ones_count_once() -> None:
    mapping = "sheet: a.csv\ncolumns: {model: model, auc: metric, f1: metric}"
    reading = read(mapping, a_csv="model,auc,f1\na,0.5,0.7\na,0.6,0.7\nb,0.1,0.2\n")
    assert triples(reading) == [("a", "f1", 0.7), ("b", "auc", 0.1), ("b", "f1", 0.2)]
    assert addresses(reading) == ["B3"]
    assert "is 0.6 here and 0.5 in B2: neither counts" in messages(reading)[0]


def test_what_can_not_be_read_is_told_by_its_cell_and_the_rest_is_kept() -> None:
    mapping = "sheet: a.csv\ncolumns: {model: model, auc: metric, n: n, day: date}"
    rows = ["a,good,5,2026-01-01", ",0.5,5,", "c,0.7,many,", "d,0.8,2.5,1/2/2026", "e,0.9,,"]
    reading = read(mapping, a_csv="\n".join(["model,auc,n,day", *rows]))
    assert triples(reading) == [("c", "auc", 0.7), ("d", "auc", 0.8), ("e", "auc", 0.9)]
    assert addresses(reading) == ["B2", "A3", "C4", "D5", "C5"]
    assert {problem.line for problem in reading.problems} == {1}


def test_units_are_one_for_each_metric() -> None:
    mapping = (
        "sheet: a.csv\ncolumns: {model: model, acc: metric, latency: metric, top5: metric in %}"
    )
    rows = ["a,93.4%,12 ms,98.1", "b,92 %,13 ms,97 %", "c,0.91,2 s,96"]
    reading = read(mapping, a_csv="\n".join(["model,acc,latency,top5", *rows]))
    values = {(model, metric): value for model, metric, value in triples(reading)}
    assert values[("a", "acc")] == pytest.approx(0.934)
    assert values[("a", "top5")] == pytest.approx(0.981)
    assert values[("b", "top5")] == pytest.approx(0.97)
    assert values[("a", "latency")] == 12
    assert addresses(reading) == ["B4", "C4"]
    assert "is in s, others of `latency` in ms" in messages(reading)[1]
    assert reading.report.evaluations[0].tags == {"unit of latency": "ms"}


def test_european_decimals_are_told_by_the_sheet_itself() -> None:
    mapping = "sheet: a.csv\ncolumns: {Modell: model, AUC: metric, Parameter: metric}"
    sheet = "Modell;AUC;Parameter\na;0,934;1.234,5\nb;1,002;2.345\n"
    assert triples(read(mapping, a_csv=sheet)) == [
        ("a", "AUC", 0.934),
        ("a", "Parameter", 1234.5),
        ("b", "AUC", 1.002),
        ("b", "Parameter", 2345),
    ]


def test_what_stays_open_is_settled_by_the_mapping() -> None:
    mapping = "sheet: a.csv\ncolumns: {model: model, size: metric}"
    sheet = 'model,size\na,"1,234"\n'
    assert addresses(read(mapping, a_csv=sheet)) == ["B2"]
    assert triples(read(f"{mapping}\ndecimal: ','", a_csv=sheet)) == [("a", "size", 1.234)]
    assert triples(read(f"{mapping}\ndecimal: '.'", a_csv=sheet)) == [("a", "size", 1234)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"])
def test_texts_are_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    mapping = "sheet: a.csv\ncolumns: {Größe: param, Modell: model, auc: metric}"
    sheet = "Modell;Größe;auc\nRängkär;klein;0.5\n".encode(encoding)
    run = only_run(read(mapping, a_csv=sheet))
    assert (run.name, run.params) == ("Rängkär", {"Größe": "klein"})


def test_excel_may_say_the_delimiter_in_the_first_line() -> None:
    mapping = "sheet: a.csv\ncolumns: {model: model, auc: metric}"
    assert triples(read(mapping, a_csv="sep=|\nmodel|auc\na|0.5\n")) == [("a", "auc", 0.5)]


def test_two_rows_of_heads_are_one() -> None:
    mapping = """
sheet: a.csv
header: 2
columns: {Model: model, ImageNet top1: metric, ImageNet top5: metric, Sketch top1: metric}
"""
    sheet = "Model,ImageNet,,Sketch\n,top1,top5,top1\na,1,2,3\n"
    found = [("a", "ImageNet top1", 1), ("a", "ImageNet top5", 2), ("a", "Sketch top1", 3)]
    assert triples(read(mapping, a_csv=sheet)) == found


def test_columns_may_be_named_by_their_letters_and_rows_be_skipped() -> None:
    mapping = "sheet: a.csv\nheader: 0\nskip: 1\ncolumns: {A: model, C: metric as auc}"
    assert triples(read(mapping, a_csv="Our models\na,x,0.5\n")) == [("a", "auc", 0.5)]


def test_empty_cells_repeat_the_one_above_where_asked() -> None:
    mapping = """
sheet: a.csv
columns: {model: model, metric: measure, value: value}
repeat: [model]
"""
    sheet = "model,metric,value\na,auc,0.5\n,f1,0.6\nb,auc,0.7\n"
    found = [("a", "auc", 0.5), ("a", "f1", 0.6), ("b", "auc", 0.7)]
    assert triples(read(mapping, a_csv=sheet)) == found


def test_several_documents_and_sheets_share_a_file() -> None:
    mapping = """
sheet: [a.csv, b.csv]
columns: {model: model, auc: metric}
---
sheet: a.csv
columns: {model: model, f1: metric}
"""
    reading = read(mapping, a_csv="model,auc,f1\nx,0.1,0.2\n", b_csv="model,auc\nx,0.3\n")
    assert triples(reading) == [("x", "auc", 0.1), ("x", "auc", 0.3), ("x", "f1", 0.2)]
    assert len({run.id for run in reading.report.evaluations}) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sheet: a.csv\ncolums: {}", "`colums` is nothing that can be said"),
        ("columns: {a: model}", "which sheet is it?"),
        ("sheet: a.pdf", "`a.pdf` is no sheet"),
        ("sheet: [1, {}]", "`1` is no sheet"),
        ("sheet: a.csv\ncolumns: {a: modell}", "`modell` is no meaning of a column"),
        ("sheet: a.csv\ncolumns: {a: low by auc}", "write `low of METRIC`"),
        ("sheet: a.csv\ncolumns: [a]", "`columns` must be a mapping"),
        ("sheet: a.csv\nheader: 99", "`header` must be between 0 and 10"),
        ("sheet: a.csv\ndecimal: x", "`x` is no decimal"),
        ("sheet: a.csv\nlevel: 1.5", "`level` must be between 0 and 1"),
        ("sheet: a.csv\nalways: {modle: x}", "`modle` can't be said of all rows"),
        ("sheet: a.csv\nencoding: ebcdic", "`ebcdic` is no encoding"),
        ("- a", "must be a mapping"),
        ("a: [", ""),
    ],
)
def test_a_wrong_mapping_is_told_with_its_line(text: str, message: str) -> None:
    reading = read(text, a_csv="model,auc\na,1\n")
    assert not reading.report.evaluations
    assert not reading.needs
    assert not reading.report.complete  # what was known before stays
    assert message in reading.problems[0].message
    assert reading.problems[0].line


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("{model: model}", "no column is a metric"),
        ("{auc: metric}", "no column says which model"),
        ("{model: model, AUX: metric}", "there is no column `AUX`"),
        ("{model: model, auc: measure}", "but none is its `value`"),
        ("{model: model, auc: value}", "but none names its `measure`"),
        ("{model: model, auc: metric, f1: low of acc}", "there is no metric of this name"),
        ("{model: model, B: metric, auc: metric}", "column B is mapped twice"),
        ("{model: model, auc: split, f1: split}", "`split` can't be both of auc and f1"),
    ],
)
def test_a_mapping_that_does_not_fit_its_sheet_is_told(columns: str, message: str) -> None:
    reading = read(f"sheet: a.csv\ncolumns: {columns}", a_csv="model,auc,f1\na,1,2\n")
    assert message in messages(reading)[0]
    assert not reading.report.evaluations
    assert not reading.report.complete


def test_heads_are_found_in_other_case_but_not_where_two_are_equal() -> None:
    sheet = "Model Name,AUC,auc\na,1,2\n"
    found = read("sheet: a.csv\ncolumns: {model_name: model, AUC: metric}", a_csv=sheet)
    assert triples(found) == [("a", "AUC", 1)]
    both = read("sheet: a.csv\ncolumns: {model_name: model, Auc: metric}", a_csv=sheet)
    assert "`Auc` is the head of B and C" in messages(both)[0]


def test_a_sheet_that_is_not_there_harms_no_other() -> None:
    mapping = "sheet: [b.csv, a.csv]\ncolumns: {model: model, auc: metric}"
    reading = read(mapping, a_csv="model,auc\na,1\n")
    assert triples(reading) == [("a", "auc", 1)]
    assert "no file `b.csv`" in messages(reading)[0]
    assert not reading.report.complete


def test_a_cell_that_is_wrong_costs_its_number_only_and_the_report_is_whole() -> None:
    mapping = "sheet: a.csv\ncolumns: {model: model, auc: metric}"
    rows = [f"{name},wrong" for name in range(2_000)]
    reading = read(mapping, a_csv="\n".join(["model,auc", "a,1", *rows]))
    assert triples(reading) == [("a", "auc", 1)]
    assert reading.report.complete
    assert "1,900 more cells" in messages(reading)[-1]


def test_many_sheets_with_many_wrong_cells_are_told_within_bounds() -> None:
    names = [f"{number}.csv" for number in range(15)]
    mapping = f"sheet: [{', '.join(names)}]\ncolumns: {{model: model, auc: metric}}"
    sheet = "\n".join(["model,auc", "a,1", *(f"b{row},wrong" for row in range(120))]).encode()
    reading = read_beside(mapping, dict.fromkeys(names, sheet))
    assert len(reading.problems) == MOST_PROBLEMS
    assert len(reading.report.evaluations) == 15


def test_an_interval_that_ends_before_it_begins_is_left_out() -> None:
    mapping = "sheet: a.csv\ncolumns: {m: model, auc: metric, low: low of auc, high: high of auc}"
    reading = read(mapping, a_csv="m,auc,low,high\na,0.5,0.6,0.4\n")
    (result,) = only_run(reading).results
    assert (result.value, result.low, result.high) == (0.5, None, None)
    assert addresses(reading) == ["C2"]
