"""From a sidecar, with the reports that it names, to evaluation runs and what is attached."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from descriptors.patterns import GLOB, PathGlob
from descriptors.problems import Problem
from descriptors.refs import InvalidRef
from plugins.api import (
    Attachment,
    Context,
    DatasetUse,
    EvaluationRun,
    File,
    Reading,
    Value,
)
from plugins.contents import Unreadable, filled, mapping, read_json
from plugins.evidently.attachment import MOST_REPORTS, report_value
from plugins.evidently.content import MOST_RESULTS, Found
from plugins.evidently.current import is_current, read_current
from plugins.evidently.legacy import is_legacy, read_legacy
from plugins.sidecars import Evaluated, read_sidecar, reading_of, subject_of

REFERENCE = "reference"  # the key of a sidecar that names the data which others are compared with
SAVE = "`save_json` writes a report, and so does `json()`: it has `metrics` or `tests`"
SAID = 5  # of many names, those that are told
_DATE = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


def read(file: File, context: Context) -> Reading:
    """Asks for the reports that the sidecar names, and then says what they hold."""
    evaluations, problems = read_sidecar(file.data, "evidently", further=[REFERENCE])
    if missing := file.lacks(path for it in evaluations for path in it.files):
        return Reading(needs=missing)
    several = [_Reports(file, it) for it in evaluations]
    runs = [run for one in several for run in one.runs()]
    problems += [problem for one in several for problem in one.problems]
    return reading_of(runs, problems, _attachments(several))


def _attachments(several: Sequence["_Reports"]) -> list[Attachment]:
    """One for each entity, with its last reports."""
    found: dict[str, list[Value]] = {}
    for one in several:
        found.setdefault(one.it.subject, []).extend(one.values)
    return [
        Attachment(entity=ref, type="report", value={"reports": values[-MOST_REPORTS:]})
        for ref, values in found.items()
        if values
    ]


@dataclass
class _Reports:
    """The reports of one evaluation on their way to runs; what is wrong is collected."""

    file: File
    it: Evaluated
    problems: list[Problem] = field(default_factory=list)
    values: list[Mapping[str, Any]] = field(default_factory=list)

    def runs(self) -> list[EvaluationRun]:
        paths = self.paths()
        return [run for path in paths for run in self.of(path, len(paths) > 1)]

    def paths(self) -> list[str]:
        """The files that are there, in the order of the sidecar, and of their names."""
        there: dict[str, None] = {}
        for path in self.it.files:
            found = _matching(path, self.file.near)
            if not found:
                hint = "`files` are relative to the sidecar"
                self.problem("missing-file", f"There is no `{path}`", hint)
            there |= dict.fromkeys(found)
        return list(there)

    def of(self, path: str, is_one_of_many: bool) -> Iterator[EvaluationRun]:
        found = self.found(path)
        if found is None:
            return
        self.told(path, found)
        name = self.it.name or posixpath.basename(path).removesuffix(".json")
        at = self.it.evaluated_at or found.made_at or _dated(path)
        value = report_value(found, name, self.it.version, at)
        if found.tests or found.columns or found.share is not None:
            self.values.append(value)
        run = self.run(path, is_one_of_many, found, name, at)
        yield replace(run, tags={**_tags(value), **self.it.tags})
        data = self.reference()
        if data is not None and found.reference:
            yield replace(
                run,
                id=f"{run.id}@{REFERENCE}",
                name=f"{name} ({REFERENCE})",
                dataset=data,
                results=found.reference,
                curves=found.reference_curves,
            )

    def run(
        self, path: str, is_one_of_many: bool, found: Found, name: str, at: float | None
    ) -> EvaluationRun:
        drift = {} if found.threshold is None else {"drift_share_threshold": found.threshold}
        data = self.data()
        return replace(
            self.it.run(self.it.id(self.file.path, path if is_one_of_many else "")),
            name=name,
            started_at=at,
            ended_at=at,
            dataset=replace(data, rows=found.rows) if data and data.rows is None else data,
            evaluator=f"Evidently {found.version}".strip(),
            params={**drift, **self.it.params},
            results=found.results,
            curves=found.curves,
        )

    def found(self, path: str) -> Found | None:
        try:
            report = mapping(read_json(self.file.near[path] or b""))
        except Unreadable as error:
            self.problem("format", f"`{path}` {error}", SAVE)
            return None
        if is_current(report):
            return read_current(report)
        if is_legacy(report):
            return read_legacy(report)
        self.problem("format", f"`{path}` is no report of Evidently", SAVE)
        return None

    def told(self, path: str, found: Found) -> None:
        if found.unread:
            kinds = list(dict.fromkeys(it[:60] for it in found.unread))
            names = ", ".join(f"`{kind}`" for kind in kinds[:SAID])
            more = f" and {len(kinds) - SAID} more" if len(kinds) > SAID else ""
            message = f"`{path}`: {names}{more} hold no number that is read"
            self.warn("no-number", message, "what is only drawn stays in Evidently's own pages")
        if len(found.results) >= MOST_RESULTS:
            message = f"`{path}` has more than the {MOST_RESULTS:,} results that are kept"
            self.warn("too-many", message, "write a report for fewer columns at a time")

    def data(self) -> DatasetUse | None:
        """Of a report about data, that data."""
        about = self.it.subject if self.it.subject.startswith("dataset:") else ""
        given = self.it.dataset
        return DatasetUse(ref=about) if given is None and about else given

    def reference(self) -> DatasetUse | None:
        """What the sidecar says of the data that others are compared with."""
        given = self.it.further.get(REFERENCE)
        if given is None:
            return None
        try:
            return DatasetUse(ref=subject_of(str(given), "dataset")[0])
        except InvalidRef as error:
            message = f"`{REFERENCE}` names no data: {error}"
            self.warn("reference", message, "a Dataset, as in `reference: clicks-may`")
            return None

    def warn(self, code: str, message: str, hint: str) -> None:
        self.problem(code, message, hint, severity="warning")

    def problem(self, code: str, message: str, hint: str, *, severity: str = "error") -> None:
        problem = Problem(f"evidently/{code}", message, hint, line=self.it.line, severity=severity)
        if problem not in self.problems:
            self.problems.append(problem)


def _matching(path: str, near: Mapping[str, bytes | None]) -> list[str]:
    if not GLOB.search(path):
        return [path] if near.get(path) is not None else []
    pattern = PathGlob(f"/{path}")
    return sorted(name for name, data in near.items() if data is not None and pattern.match(name))


def _dated(path: str) -> float | None:
    """Noon, in UTC, of the day in a file's name: `drift-2026-06-01.json`."""
    found = _DATE.search(posixpath.basename(path))
    try:
        day = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
    return day.replace(hour=12, tzinfo=UTC).timestamp() if day else None


def _tags(value: Mapping[str, Any]) -> dict[str, str]:
    drifted = {True: "yes", False: "no"}.get(value["drifted"], "")
    found = {"drifted": drifted, "tests": value["outcome"] if value["test_count"] else ""}
    return filled(found)
