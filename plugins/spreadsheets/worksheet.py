"""What the library does not tell of a worksheet, read from its XML: how far its cells reach, and
which of them hold a formula without a value, or an error."""

import re
import xml.etree.ElementTree as tree
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat

from plugins.spreadsheets.archive import Archive
from plugins.spreadsheets.cells import column_of
from plugins.spreadsheets.limits import MIB

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
LARGEST_LIST = 4 * MIB  # of the names of worksheets
MOST_MARKS = 10_000
ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"'](\d{1,9})[\"']")
COLUMN = re.compile(rb"\sr=[\"']([A-Za-z]{1,3})\d")
NO_VALUE = re.compile(
    rb"<c\s([^>]*)>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
ERROR = re.compile(
    rb"<c\s([^>]*\bt=[\"']e[\"'][^>]*)>(?:\s*<f[^>]*(?:/>|>[^<]*</f>))?\s*<v>([^<]*)"
)
SHARED = re.compile(rb"\bt=[\"']s[\"'][^>]*>\s*<v>(\d{1,9})</v>")
ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3}\d{1,7})[\"']")


@dataclass
class Survey:
    """`rows` and `columns` up to the last cell, empty ones too; `text` is how many bytes all
    cells hold that share their texts with others; `marks` by address."""

    rows: int = 0
    columns: int = 0
    text: int = 0
    marks: dict[str, str] = field(default_factory=dict)

    @property
    def area(self) -> int:
        return self.rows * self.columns


def survey(archive: Archive, tab: str) -> Survey:
    """Of the worksheet that is called `tab`; empty where its XML can't be found."""
    found, widest, lengths = Survey(), set[bytes](), _lengths(archive)
    for piece in _pieces(archive.part(_part_of(archive, tab))):
        rows = ROW.findall(piece)
        found.rows = max([found.rows, *map(int, rows)])
        widest |= set(COLUMN.findall(piece))
        if lengths:
            found.text += sum(map(lengths.get, map(int, SHARED.findall(piece)), repeat(0)))
        if len(found.marks) < MOST_MARKS:
            _mark(found.marks, piece)
    found.columns = max((column_of(it.decode()) + 1 for it in widest), default=0)
    return found


def _lengths(archive: Archive) -> dict[int, int]:
    """Of shared texts, by their number: a workbook holds each once, but who reads it a copy for
    each cell."""
    texts = archive.part("xl/sharedStrings.xml").split(b"<si>")[1:]
    return {number: len(text) for number, text in enumerate(texts)}


def _pieces(xml: bytes) -> Iterator[bytes]:
    """The XML in pieces of about a mebibyte that end between two rows."""
    start = 0
    while start < len(xml):
        cut = xml.rfind(b"</row>", start, start + MIB) if start + MIB < len(xml) else -1
        end = cut + len(b"</row>") if cut >= 0 else start + MIB
        yield xml[start:end]
        start = end


def _mark(marks: dict[str, str], piece: bytes) -> None:
    for match in NO_VALUE.finditer(piece):
        if at := ADDRESS.search(match[1]):
            marks[at[1].decode()] = "holds a formula whose value was never saved"
    for match in ERROR.finditer(piece):
        if at := ADDRESS.search(match[1]):
            marks[at[1].decode()] = f"holds the error `{match[2].decode('utf-8', 'replace')[:20]}`"


def _part_of(archive: Archive, tab: str) -> str:
    """Which part of the archive a worksheet is."""
    try:
        sheets = _list(archive, "xl/workbook.xml").iter(f"{MAIN}sheet")
        link = next(it.get(f"{LINKS}id") for it in sheets if it.get("name") == tab)
        links = _list(archive, "xl/_rels/workbook.xml.rels").iter(f"{PACKAGE}Relationship")
        target = next(it.get("Target", "") for it in links if it.get("Id") == link)
    except (tree.ParseError, StopIteration, ValueError):
        return ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _list(archive: Archive, name: str) -> tree.Element:
    xml = archive.part(name)
    if len(xml) > LARGEST_LIST or b"<!DOCTYPE" in xml:
        raise ValueError("no list of worksheets")
    return tree.fromstring(xml)
