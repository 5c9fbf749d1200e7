"""The reader of mapping files: it asks for the sheets they name, and reads these."""

import posixpath
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from descriptors.problems import Problem
from plugins.api import MOST_PROBLEMS, Context, File, Reading, Report
from plugins.spreadsheets.declared import DeclaredSheet, declared_sheets
from plugins.spreadsheets.limits import MOST_RESULTS
from plugins.spreadsheets.opening import open_sheet
from plugins.spreadsheets.recovering import Recovered, recover

PATTERNS = ("*.sheet.yaml", "*.sheet.yml")


def read_mapping_file(file: File, context: Context) -> Reading:
    """The runs of all sheets that the file names; what is wrong with one harms no other."""
    sheets, problems = declared_sheets(file.data)
    if missing := file.lacks(it.path for it in sheets):
        return Reading(needs=missing)
    found = list(_recovered(file, sheets))
    runs = {run.id: run for it in found for run in it.runs}
    told = [problem for it in found for problem in it.problems]
    # A cell costs its number. Of a sheet that can't be read, what it said before stays.
    is_whole = not any(it.is_error for it in (*problems, *(it for it in told if not it.path)))
    report = Report(evaluations=[*runs.values()], complete=is_whole)
    return Reading(report=report, problems=[*problems, *told][:MOST_PROBLEMS])


def _recovered(file: File, sheets: Sequence[DeclaredSheet]) -> Iterator[Recovered]:
    left, seen = MOST_RESULTS, Counter[str]()
    for declared in sheets:
        prefix = _prefix(declared, seen)
        found = _one(file, declared, prefix)
        left -= sum(len(run.results) for run in found.runs)
        if left < 0:
            message = f"`{declared.path}` was not read: its file declares too many numbers already"
            found = Recovered(
                problems=[Problem("spreadsheets/too-many", message, "split the file")]
            )
        yield replace(found, problems=[_placed(declared, it) for it in found.problems])


def _one(file: File, declared: DeclaredSheet, prefix: str) -> Recovered:
    data = file.near[declared.path]
    if data is None:
        message = f"there is no file `{declared.path}` beside this one that can be read"
        hint = "its path is from the folder of this file; one of more than 8 MiB can be uploaded"
        return Recovered(problems=[Problem("spreadsheets/missing", message, hint)])
    sheet = open_sheet(posixpath.basename(declared.path), data, declared.mapping.format)
    if isinstance(sheet, Problem):
        return Recovered(problems=[sheet])
    return recover(sheet, declared.mapping, prefix)


def _prefix(declared: DeclaredSheet, seen: Counter[str]) -> str:
    """What ids of a sheet's runs begin with: that of one declared again is another."""
    name = ":".join(filter(None, (declared.path, declared.mapping.format.tab)))[-200:]
    seen[name] += 1
    return f"{name}:" if seen[name] == 1 else f"{name}:{seen[name]}:"


def _placed(declared: DeclaredSheet, problem: Problem) -> Problem:
    """Where people look for it first: in the mapping file, where it names the sheet."""
    return replace(problem, line=declared.line)
