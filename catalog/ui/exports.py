"""A table as a file: CSV, JSON, and Markdown to paste into a note."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, stream_with_context

from catalog.ui.tables import Column, Row, Table, plain

# What spreadsheets take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKED = re.compile(r"([\\|<\[`*_])")


def export(table: Table, rows: Iterable[Row], name: str) -> Response | None:
    """The answer to an address that asks for a format, with these rows; None for one that does
    not, or for none we know. `name` is what the file is called.

    The rows are written as they come: a table can be longer than what fits into memory.
    """
    writer = FORMATS.get(table.asked.format)
    if writer is None:
        return None
    write, mimetype, ending = writer
    answer = Response(stream_with_context(write(table.exported, rows)), mimetype=mimetype)
    if ending:
        named = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "table"
        answer.headers["Content-Disposition"] = f'attachment; filename="{named}.{ending}"'
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def as_csv(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """RFC 4180, UTF-8; the first line names the columns. A text that a spreadsheet would take
    for a formula has an apostrophe before it, as spreadsheets write such texts themselves."""
    yield _csv_line([_harmless(column.key) for column in columns])
    for row in rows:
        yield _csv_line([_harmless(plain(row.values.get(column.key))) for column in columns])


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
    yield _markdown_line([_quoted(column.title) for column in columns])
    yield _markdown_line(["--:" if column.numeric else "---" for column in columns])
    for row in rows:
        yield _markdown_line([_quoted(plain(row.values.get(column.key))) for column in columns])


FORMATS = {
    "csv": (as_csv, "text/csv", "csv"),
    "json": (as_json, "application/json", "json"),
    "md": (as_markdown, "text/plain", ""),
}


def _csv_line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _markdown_line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _quoted(value: object) -> str:
    return "" if value is None else _MARKED.sub(r"\\\1", " ".join(str(value).split()))
