"""Spreadsheets: evaluations out of CSV, TSV and Excel files, in a repository or uploaded."""

from collections.abc import Sequence

import click

from plugins.api import Reader, hook
from plugins.spreadsheets.reading import PATTERNS, read_mapping_file
from plugins.spreadsheets.showing import show


@hook
def readers() -> Sequence[Reader]:
    return [Reader(name="sheet", patterns=PATTERNS, read=read_mapping_file)]


@hook
def commands() -> Sequence[click.Command]:
    return [show]
