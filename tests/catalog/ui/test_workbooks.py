"""Tables as Excel workbooks: read back by another library, and never a formula."""

import io
import math
import zipfile

import pytest
import python_calamine

from catalog.ui.tables import Column, Row
from catalog.ui.workbooks import as_xlsx

COLUMNS = (Column("name", "Name"), Column("size", "Size", numeric=True))


def written(*rows: Row) -> bytes:
    return b"".join(as_xlsx(COLUMNS, rows))


def read(data: bytes) -> list[list[object]]:
    book = python_calamine.load_workbook(io.BytesIO(data))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_texts_and_numbers_come_back_as_they_were() -> None:
    rows = (Row({"name": 'a "b"\n<c> é', "size": -1.5}), Row({"name": ["x", "y"], "size": True}))
    assert read(written(*rows)) == [
        ["name", "size"],
        ['a "b"\n<c> é', -1.5],
        ["x, y", True],
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@a", "{=1}", "=HYPERLINK(1)", "https://evil.example", "mailto:a@b"],
)
def test_a_text_is_never_a_formula_or_a_link(text: str) -> None:
    data = written(Row({"name": text}))
    assert read(data)[1][0] == text
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet
    assert not any("externalLink" in name or "sheet1.xml.rels" in name for name in parts)


def test_what_no_cell_can_hold_as_a_number_is_a_text() -> None:
    rows = read(written(Row({"size": math.nan}), Row({"size": math.inf}), Row({"size": 2**60})))
    assert [row[1] for row in rows[1:]] == ["nan", "inf", str(2**60)]


def test_a_text_that_is_too_long_is_cut() -> None:
    assert len(str(read(written(Row({"name": "x" * 40_000})))[1][0])) == 32_767
