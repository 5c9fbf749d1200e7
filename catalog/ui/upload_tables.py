"""Uploads, their problems and their numbers, as tables."""

from collections.abc import Sequence

from catalog.ui.tables import AskedTable, Column, Row, Table, sorted_rows
from catalog.ui.times import machine_stamp
from catalog.uploads.numbers import columns_of, rows_of
from catalog.uploads.views import Reads, UploadView
from descriptors.problems import Problem
from plugins.api import Draft

UPLOADS = (
    Column("name", "Upload"),
    Column("filename", "File", look="long"),
    Column("plugin", "Read by"),
    Column("runs", "Runs", numeric=True),
    Column("results", "Numbers", numeric=True),
    Column("problems", "Problems", numeric=True),
    Column("at", "Uploaded", falling=True, look="tight"),
)
READS = (
    Column("title", "What"),
    Column("suffixes", "Files"),
    Column("about", "What comes of it", look="long"),
    Column("plugin", "Read by"),
)
PROBLEMS = (
    Column("cell", "Cell", look="tight"),
    Column("message", "Problem", look="long"),
    Column("code", "Code", shown=False, exported=True, look="muted"),
)
NUMERIC = frozenset({"value", "n", "low", "high"})
SHOWN = 100  # numbers on the page; all are in the file


def upload_table(views: Sequence[UploadView], asked: AskedTable) -> Table:
    rows = (
        Row(
            {
                "name": it.name,
                "filename": it.filename,
                "plugin": it.plugin,
                "runs": it.runs,
                "results": it.results,
                "problems": it.problems,
                "at": machine_stamp(it.at),
            },
            of=it,
        )
        for it in views
    )
    return Table(
        title="Uploads", columns=UPLOADS, rows=sorted_rows(rows, UPLOADS, asked.sort), asked=asked
    )


def reads_table(ways: Sequence[Reads], asked: AskedTable) -> Table:
    """Who reads which files."""
    rows = tuple(
        Row(
            {
                "title": it.title,
                "suffixes": ", ".join(it.suffixes),
                "about": it.about,
                "plugin": it.plugin,
            },
            of=it,
        )
        for it in ways
    )
    return Table(title="Who reads what", columns=READS, rows=rows, asked=asked)


def problem_table(problems: Sequence[Problem], asked: AskedTable) -> Table:
    rows = (
        Row({"cell": it.path, "message": it.message, "code": it.code}, of=it) for it in problems
    )
    return Table(
        title="Problems",
        columns=PROBLEMS,
        rows=sorted_rows(rows, PROBLEMS, asked.sort),
        asked=asked,
    )


def number_table(draft: Draft, asked: AskedTable) -> Table:
    """A row for each number that the file says; exported, it can be uploaded again."""
    columns = tuple(
        Column(name, name.capitalize() if name.islower() else name, numeric=name in NUMERIC)
        for name in columns_of(draft.report)
    )
    rows = sorted_rows((Row(row) for row in rows_of(draft.report)), columns, asked.sort)
    return Table(title="Numbers", columns=columns, rows=rows, asked=asked)
