"""A table as a file: CSV, Excel, JSON, and Markdown to paste into a note."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from flask import Response, stream_with_context

from catalog.comparison.cells import csv_line, markdown_line, markdown_rule
from catalog.ui.tables import Column, Row, Table, plain
from catalog.ui.workbooks import as_xlsx

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(table: Table, rows: Iterable[Row], name: str) -> Response | None:
    """The answer to an address that asks for a format, with these rows; None for one that does
    not, or for none we know. `name` is what the file is called.

    The rows are written as they come: a table can be longer than what fits into memory.
    """
    writer = FORMATS.get(table.asked.format)
    if writer is None:
        return None
    write, mimetype, ending = writer
    answer = Response(stream_with_context(_bytes(write(table.exported, rows))), mimetype=mimetype)
    if ending:
        named = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "table"
        answer.headers["Content-Disposition"] = f'attachment; filename="{named}.{ending}"'
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def as_csv(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """RFC 4180, UTF-8; the first line names the columns. A text that a spreadsheet would take
    for a formula has an apostrophe before it, as spreadsheets write such texts themselves."""
    yield csv_line([column.key for column in columns])
    for row in rows:
        yield csv_line([plain(row.values.get(column.key)) for column in columns])


def as_json(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """A list of objects, one a row, each with every column; what is missing is null."""
    between = "["
    for row in rows:
        value = {column.key: row.values.get(column.key) for column in columns}
        yield f"{between}\n{json.dumps(value, ensure_ascii=False, default=str)}"
        between = ","
    yield "[]\n" if between == "[" else "\n]\n"


def as_markdown(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """A table of GitHub's Markdown, numbers aligned right; what would be markup is only text."""
    yield markdown_line([column.title for column in columns])
    yield markdown_rule([column.numeric for column in columns])
    for row in rows:
        yield markdown_line([plain(row.values.get(column.key)) for column in columns])


def _bytes(pieces: Iterable[str | bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece.encode() if isinstance(piece, str) else piece


FORMATS: Mapping[str, tuple[Callable[..., Iterator[str | bytes]], str, str]] = {
    "csv": (as_csv, "text/csv", "csv"),
    "xlsx": (as_xlsx, WORKBOOK, "xlsx"),
    "json": (as_json, "application/json", "json"),
    "md": (as_markdown, "text/plain", ""),
}
