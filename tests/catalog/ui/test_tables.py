"""Tables: what an address asks of one, in which order its rows stand, and what files hold."""

import csv
import io
import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from werkzeug.datastructures import MultiDict

from catalog.ui.exports import as_csv, as_json, as_markdown
from catalog.ui.tables import AskedTable, Column, Row, Table, asked_of, in_address, sorted_rows

NAME, SIZE = Column("name", "Name"), Column("size", "Size", numeric=True)
NOTE = Column("note", "Note", shown=False)
REF = Column("ref", "Ref", shown=False, exported=True)
COLUMNS = (NAME, SIZE, NOTE, REF)


def asked(query: str, name: str = "", default_sort: str = "") -> AskedTable:
    pairs = [pair.split("=") for pair in query.split("&")]
    arguments = MultiDict([(key, value) for key, value in pairs])
    return asked_of("/list", arguments, name, default_sort)


def a_table(query: str = "x=1", *rows: Row) -> Table:
    return Table(title="Things", columns=COLUMNS, rows=rows, asked=asked(query))


def test_a_new_order_keeps_what_else_was_asked_and_begins_at_the_first_page() -> None:
    table = a_table("q=a&kind=model&kind=metric&sort=name&columns=size&cursor=50")
    to = "/list?q=a&kind=model&kind=metric&sort=-name&columns=size"
    assert table.sorting_address(NAME) == to
    assert table.asked.address(cursor="100") == f"{to.replace('-name', 'name')}&cursor=100"


def test_the_first_press_puts_names_upwards_and_the_largest_number_on_top() -> None:
    table = a_table()
    assert table.sorting_address(NAME) == "/list?x=1&sort=name"
    assert table.sorting_address(SIZE) == "/list?x=1&sort=-size"
    assert a_table("sort=-size").sorting_address(SIZE) == "/list?sort=size"
    assert a_table("sort=-size").order_of(SIZE) == "descending"
    assert a_table("sort=-size").order_of(NAME) == ""


def test_tables_of_one_page_do_not_mind_each_other() -> None:
    query = "versions.sort=-x&splits.sort=y&splits.cursor=9&sort=z"
    versions = asked(query, name="versions")
    assert (versions.sort, versions.cursor) == ("-x", "")
    to = "/list?splits.sort=y&splits.cursor=9&sort=z&versions.sort=a"
    assert versions.address(sort="a") == to


def test_columns_are_chosen_by_a_list_or_by_boxes_and_the_first_one_stays() -> None:
    for query in ("columns=note,size,nonsense", "columns=note&columns=size&columns=nonsense"):
        assert a_table(query).shown == (NAME, SIZE, NOTE)
    assert a_table().shown == a_table("columns=nonsense").shown == (NAME, SIZE)
    assert a_table("columns=note").asked.kept("columns") == []
    assert a_table("columns=note&q=a&sort=size").asked.kept("columns") == [
        ("q", "a"),
        ("sort", "size"),
    ]


def test_an_export_has_the_chosen_columns_and_what_names_the_row() -> None:
    assert a_table().exported == (NAME, SIZE, REF)
    assert a_table("columns=note").exported == (NAME, NOTE, REF)


def test_rows_without_a_value_come_last_both_ways() -> None:
    rows = [Row({"name": name, "size": size}) for name, size in SIZES]
    assert names(sorted_rows(rows, COLUMNS, "size")) == ["c", "a", "d", "b", "e"]
    assert names(sorted_rows(rows, COLUMNS, "-size")) == ["d", "a", "c", "b", "e"]
    assert names(sorted_rows(rows, COLUMNS, "nonsense")) == ["a", "b", "c", "d", "e"]


SIZES = [("a", 9), ("b", None), ("c", 0), ("d", "many"), ("e", "")]


def names(rows: tuple[Row, ...]) -> list[str]:
    return [row.values["name"] for row in rows]


def test_letters_of_either_case_are_sorted_as_one_and_equal_rows_stay() -> None:
    rows = [Row({"name": name}) for name in ("b", "A", "a", "C")]
    assert names(sorted_rows(rows, COLUMNS, "name")) == ["A", "a", "b", "C"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_text_in_a_csv_is_never_a_formula(text: str) -> None:
    (line,) = read([Row({"name": text, "size": -3})])
    assert (line["name"], line["size"]) == (f"'{text}", "-3")


def read(rows: list[Row]) -> list[dict[str, str]]:
    text = "".join(as_csv(COLUMNS, rows))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_whatever_a_cell_holds_comes_back_from_a_csv() -> None:
    name = 'a "b", c\nd é'
    (line,) = read([Row({"name": name, "note": ["x", "y"], "ref": {"k": 1}})])
    assert line == {"name": name, "size": "", "note": "x, y", "ref": "k 1"}


def test_json_is_a_list_of_objects_with_every_column() -> None:
    rows = [Row({"name": "é", "size": 10**30}), Row({"name": "b", "note": ["x"]})]
    assert json.loads("".join(as_json(COLUMNS, rows))) == [
        {"name": "é", "size": 10**30, "note": None, "ref": None},
        {"name": "b", "size": None, "note": ["x"], "ref": None},
    ]
    assert json.loads("".join(as_json(COLUMNS, []))) == []


def test_markdown_is_a_table_whatever_stands_in_it() -> None:
    lines = "".join(as_markdown((NAME, SIZE), [Row({"name": "a|b\n<i>*c*", "size": 3})]))
    assert lines.split("\n") == ["| Name | Size |", "| --- | --: |", r"| a\|b \<i>\*c\* | 3 |", ""]


def test_a_comma_in_the_key_of_a_column_is_kept_in_its_address() -> None:
    for key in ("acc,none", "auc[a=1, b=2]", r"back\slash", r"\,"):
        address = asked("x=1").address(columns=in_address(key))
        query = urlsplit(address).query
        assert asked_of("/list", MultiDict(parse_qsl(query))).columns == (key,)


def test_the_first_press_puts_the_least_on_top_where_less_is_better() -> None:
    loss = Column("loss", "Loss", numeric=True, rising=True)
    assert (loss.first_order, loss.other_order) == ("loss", "-loss")
