"""Excel workbooks: as programs write them, and as nobody should open them."""

import datetime
import io
import zipfile
import zlib
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from descriptors.problems import Problem
from plugins.spreadsheets.guessing import guessed
from plugins.spreadsheets.opening import FileFormat, open_sheet
from plugins.spreadsheets.recovering import recover
from plugins.spreadsheets.sheet import Sheet, UnreadableSheet
from tests.plugins.spreadsheets.sheets import addresses, messages, read, triples, workbook

MAPPING = "sheet: a.xlsx\ncolumns: {model: model, auc: metric}"


def rewritten(data: bytes, **parts: bytes) -> bytes:
    """A workbook with other contents of some of its parts, by the end of their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].partition(".")[0]
            new.writestr(name, parts.get(key, old.read(name)))
    return made.getvalue()


def test_values_of_all_types_are_read() -> None:
    day = datetime.date(2026, 3, 31)
    mapping = "sheet: a.xlsx\ncolumns: {model: model, auc: metric, n: n, size: param, day: date}"
    rows = [["model", "auc", "n", "size", "day"], ["a", 0.934, 100, 224, day.isoformat()]]
    reading = read(mapping, a_xlsx=workbook(rows))
    (run,) = reading.report.evaluations
    assert (run.params, run.started_at, run.results[0].n) == ({"size": 224}, 1774915200, 100)
    assert triples(reading) == [("a", "auc", 0.934)]


def test_the_first_cells_may_stand_anywhere() -> None:
    rows = [[], [], ["", "", "model", "auc"], ["", "", "a", 0.5], ["", "", "b", "x"]]
    reading = read(MAPPING + "\nskip: 2", a_xlsx=workbook(rows))
    assert triples(reading) == [("a", "auc", 0.5)]
    assert addresses(reading) == ["D5"]


def test_of_a_formula_the_saved_value_counts_and_one_without_is_told() -> None:
    plain = workbook([["model", "auc"], ["a", 1], ["b", 2], ["c", 3]])
    sheet = zipfile.ZipFile(io.BytesIO(plain)).read("xl/worksheets/sheet1.xml")
    sheet = sheet.replace(b'<c r="B2"><v>1</v>', b'<c r="B2"><f>1/2</f><v>0.5</v>')
    sheet = sheet.replace(b'<c r="B3"><v>2</v>', b'<c r="B3"><f>WEBSERVICE("http://x")</f>')
    sheet = sheet.replace(b'<c r="B4"><v>3</v>', b'<c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v>')
    reading = read(MAPPING, a_xlsx=rewritten(plain, sheet1=sheet))
    assert triples(reading) == [("a", "auc", 0.5)]
    assert addresses(reading) == ["B3", "B4"]
    assert "a formula whose value was never saved" in messages(reading)[0]
    assert "the error `#DIV/0!`" in messages(reading)[1]


def test_a_merged_text_belongs_to_all_its_rows_and_a_merged_number_to_none() -> None:
    rows = [["model", "size", "auc"], ["", 1, ""], ["", 2, ""], ["", 3, 0.7]]
    mapping = "sheet: a.xlsx\ncolumns: {model: model, size: param, auc: metric}"
    data = workbook(rows, merged=[("A2:A4", "a"), ("C2:C3", 0.5)])
    reading = read(mapping, a_xlsx=data)
    assert triples(reading) == [("a", "auc", 0.7)]
    assert reading.report.evaluations[0].params == {"size": 3}
    assert addresses(reading) == ["C2"]
    assert "C2:C3 is one cell" in messages(reading)[0]


def test_two_rows_of_merged_heads_are_one() -> None:
    rows = [["", "", ""], ["", "top1", "top5"], ["a", 1, 2]]
    data = workbook(rows, merged=[("A1:A2", "Model"), ("B1:C1", "ImageNet")])
    mapping = """
sheet: a.xlsx
header: 2
columns: {Model: model, ImageNet top1: metric, ImageNet top5: metric}
"""
    found = [("a", "ImageNet top1", 1), ("a", "ImageNet top5", 2)]
    assert triples(read(mapping, a_xlsx=data)) == found
    sheet = open_sheet("a.xlsx", data)
    assert isinstance(sheet, Sheet)
    assert guessed(sheet).header == 2


def test_a_sheet_is_chosen_by_its_name() -> None:
    data = workbook([["model", "auc"], ["a", 1]], tab="Q1")
    assert triples(read(f"{MAPPING}\ntab: Q1", a_xlsx=data)) == [("a", "auc", 1)]
    wrong = read(f"{MAPPING}\ntab: Q2", a_xlsx=data)
    assert "has no sheet `Q2`; it has: `Q1`" in messages(wrong)[0]


def test_macros_are_never_looked_at() -> None:
    data = io.BytesIO(workbook([["model", "auc"], ["a", 1]]))
    with zipfile.ZipFile(data, "a") as book:
        book.writestr("xl/vbaProject.bin", b'Sub Auto_Open()\nShell "rm -rf /"\nEnd Sub')
    mapping = MAPPING.replace(".xlsx", ".xlsm")
    assert triples(read(mapping, a_xlsm=data.getvalue())) == [("a", "auc", 1)]


def bomb(packed: bytes, size: int, declared: int | None = None) -> bytes:
    """An archive of one part that holds `packed`, and declares how large it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as book:
        book.writestr("xl/worksheets/sheet1.xml", packed)
        info = book.infolist()[0]
        info.compress_type = zipfile.ZIP_DEFLATED
        info.file_size = size if declared is None else declared
        made.seek(0)
        header = info.FileHeader()
        made.write(header)
        made.seek(len(header) + len(packed))
    return made.getvalue()


def deflated(mebibytes: int) -> bytes:
    pack = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b"".join([*(pack.compress(bytes(1 << 20)) for _ in range(mebibytes)), pack.flush()])


@pytest.mark.parametrize("declared", [None, 100])
def test_a_bomb_is_not_opened_whatever_it_declares(declared: int | None) -> None:
    data = bomb(deflated(20), 20 << 20, declared)
    opened = open_sheet("a.xlsx", data)
    assert isinstance(opened, Problem)
    assert opened.code == "spreadsheets/bomb"


def test_an_archive_of_many_parts_is_not_opened() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for number in range(5_001):
            book.writestr(str(number), b"")
    opened = open_sheet("a.xlsx", made.getvalue())
    assert isinstance(opened, Problem)
    assert "has 5,001 parts" in opened.message


def test_cells_at_the_ends_of_the_world_are_not_filled_in_between() -> None:
    plain = workbook([["model", "auc"], ["a", 1]])
    sheet = zipfile.ZipFile(io.BytesIO(plain)).read("xl/worksheets/sheet1.xml")
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    opened = open_sheet("a.xlsx", rewritten(plain, sheet1=sheet.replace(b"</sheetData>", far)))
    assert isinstance(opened, Problem)
    assert "reaches over 1,048,576 rows and 16,384 columns" in opened.message


def test_a_text_that_all_cells_share_is_not_copied_for_each() -> None:
    plain = workbook([["x" * 32_000], *[["a"]] * 2, ["model"]])
    strings = zipfile.ZipFile(io.BytesIO(plain)).read("xl/sharedStrings.xml")
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(5, 20_000)
    )
    sheet = zipfile.ZipFile(io.BytesIO(plain)).read("xl/worksheets/sheet1.xml")
    sheet = sheet.replace(b"</sheetData>", cells + b"</sheetData>")
    opened = open_sheet("a.xlsx", rewritten(plain, sheet1=sheet, sharedStrings=strings))
    assert isinstance(opened, Problem)
    assert "hold more than 384 MiB of text" in opened.message


def test_entities_in_its_xml_are_not_followed() -> None:
    plain = workbook([["model", "auc"], ["a", 1]])
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    names = zipfile.ZipFile(io.BytesIO(plain)).read("xl/workbook.xml")
    names = names.replace(b"<workbook", lol + b"<workbook", 1).replace(
        b'name="Results"', b'name="&b;"'
    )
    opened = open_sheet("a.xlsx", rewritten(plain, workbook=names))
    assert isinstance(opened, Problem | Sheet)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is no workbook"),
        (b"PK\x03\x04 but no more", "is no workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "protected by a password, or of Excel 2003"),
        (b"model,auc\n", "is no workbook"),
    ],
)
def test_what_is_no_workbook_says_so(data: bytes, message: str) -> None:
    opened = open_sheet("a.xlsx", data)
    assert isinstance(opened, Problem)
    assert message in opened.message


@cache
def small_workbook() -> bytes:
    """Always the same bytes: there is a time in a workbook, which makes no two of them equal."""
    return workbook([["model", "auc"], ["a", 1], ["b", "x"]])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_workbook_never_makes_it_fail(data: st.DataObject) -> None:
    whole = bytearray(small_workbook())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    opened = open_sheet("a.xlsx", bytes(whole[: data.draw(st.integers(1, len(whole)))]))
    if isinstance(opened, Sheet):
        recover(opened, guessed(opened))


CELL = st.one_of(
    st.none(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.sampled_from(["", "NaN", "12 ms", "93,4 %", "1.234,5", "=1+1", "-", "model", "n", "a@b"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELL, max_size=5), max_size=7), st.booleans())
def test_no_sheet_makes_it_fail_and_every_number_stands_in_it(
    rows: list[list[object]], has_merged: bool
) -> None:
    merged = [("B2:C3", "merged")] if has_merged else []
    opened = open_sheet("a.xlsx", workbook(rows, merged), FileFormat())
    assert isinstance(opened, Sheet)
    for result in [it for run in recover(opened, guessed(opened)).runs for it in run.results]:
        assert isinstance(result.value, float)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv"]))
def test_no_bytes_make_a_text_file_fail(data: bytes, name: str) -> None:
    opened = open_sheet(name, data)
    if isinstance(opened, Sheet):
        with suppress(UnreadableSheet):
            recover(opened, guessed(opened))


def test_a_quotation_mark_that_is_never_closed_is_told() -> None:
    text = b'model,auc\na,0.5\n"b,0.6\n' + b"x,0.7\n" * 200_000
    reading = read("sheet: a.csv\ncolumns: {model: model, auc: metric}", a_csv=text)
    assert triples(reading) == [("a", "auc", 0.5)]
    assert "can be read up to row 2 only" in messages(reading)[0]


@pytest.mark.faults
def test_of_a_million_rows_it_says_how_many_were_read() -> None:
    rows = b"".join(b"m%d,0.5,0.25\n" % number for number in range(1_000_000))
    reading = read(
        "sheet: a.csv\ncolumns: {model: model, a: metric, b: metric}", a_csv=b"model,a,b\n" + rows
    )
    assert len(reading.report.evaluations) == 20_000
    assert "the first 20,000 of 1,000,000 rows were read" in messages(reading)[0]
