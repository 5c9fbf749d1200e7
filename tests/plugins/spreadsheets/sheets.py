"""What these tests share: a mapping and a sheet, read as the catalog has them read."""

import io
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any, cast

import xlsxwriter

from plugins.api import Context, EvaluationRun, File, Reading
from plugins.spreadsheets.reading import read_mapping_file

CONTEXT = cast(Context, SimpleNamespace(settings={}, now=0.0))
Triple = tuple[str, str, float]


def read(mapping: str, **sheets: bytes | str) -> Reading:
    """What a mapping file gives with sheets beside it: `a_csv` is the file `a.csv`."""
    near = {
        name.replace("_", "."): data.encode() if isinstance(data, str) else data
        for name, data in sheets.items()
    }
    return read_beside(mapping, near)


def read_beside(mapping: str, near: dict[str, bytes]) -> Reading:
    file = File(path="ml/all.sheet.yaml", data=mapping.encode())
    first = read_mapping_file(file, CONTEXT)
    there = {name: near.get(name) for name in first.needs}
    if not there:
        return first
    return read_mapping_file(File(path=file.path, data=file.data, near=there), CONTEXT)


def triples(reading: Reading) -> list[Triple]:
    return [
        (run.subject.removeprefix("model:default/"), result.metric, result.value)
        for run in reading.report.evaluations
        for result in run.results
    ]


def messages(reading: Reading) -> list[str]:
    return [problem.message for problem in reading.problems]


def addresses(reading: Reading) -> list[str]:
    return [problem.path for problem in reading.problems]


def only_run(reading: Reading) -> EvaluationRun:
    (run,) = reading.report.evaluations
    return run


def workbook(
    rows: Iterable[Sequence[Any]], merged: Iterable[tuple[str, Any]] = (), tab: str = "Results"
) -> bytes:
    """An Excel workbook of one sheet; a text that begins with `=` is a formula."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet(tab)
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    for area, value in merged:
        sheet.merge_range(area, value)
    book.close()
    return data.getvalue()
