"""Spreadsheets: evaluations out of CSV, TSV and Excel files, in a repository or uploaded."""

from collections.abc import Sequence

import click

from plugins.api import Reader, Upload, hook
from plugins.spreadsheets.opening import SUFFIXES
from plugins.spreadsheets.reading import PATTERNS, read_mapping_file
from plugins.spreadsheets.showing import show
from plugins.spreadsheets.uploading import uploaded


@hook
def readers() -> Sequence[Reader]:
    return [Reader(name="sheet", patterns=PATTERNS, read=read_mapping_file)]


@hook
def uploads() -> Sequence[Upload]:
    return [
        Upload(
            name="sheet",
            title="A spreadsheet",
            suffixes=SUFFIXES,
            run=uploaded,
            about="Each row becomes an evaluation of its model, or a part of one.",
            deadline=30.0,
        )
    ]


@hook
def commands() -> Sequence[click.Command]:
    return [show]
