"""Everything that is read for a comparison, in a few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from catalog.comparison.columns import subject_columns
from catalog.comparison.common_data import OnData, choose_data
from catalog.comparison.features import features_used
from catalog.comparison.metric_names import one_name_each, renamed
from catalog.comparison.metric_order import in_order
from catalog.comparison.shared_examples import SharedExamples, shared_examples
from catalog.comparison.sliced import MOST_CELLS, Wanted, sliced_metrics
from catalog.comparison.subjects import Found, FoundSubjects, find_subjects
from catalog.comparison.views import Asked, Subject
from catalog.evaluations import MetricDefinitions, RunRow
from catalog.evaluations.side_by_side import (
    Side,
    curves_of,
    details_of,
    results_of,
    runs_by_id,
)
from catalog.store.database import Database
from catalog.store.reader import Reader
from descriptors.problems import Problem

_EVERYTHING = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What is known of what is compared. Sequences are per subject, other things by run;
    `trainings` are the runs that made the versions, `names` those that metrics are shown by."""

    found: Sequence[Found]
    subjects: Sequence[Subject]
    baseline: int
    data: OnData
    details: Mapping[int, Mapping[str, Any]]
    trainings: Sequence[RunRow | None]
    features: Sequence[Sequence[str]]
    names: Mapping[str, str]
    measured: Side
    sliced: Side
    more_slices: int
    curves: Mapping[int, Sequence[Mapping[str, Any]]]
    examples: SharedExamples

    def has_examples(self, *runs: int) -> bool:
        """Whether there are scores of single examples of all of these runs."""
        return all(run in self.examples.counts for run in runs)


def read(
    db: Database, reader: Reader, asked: Asked, definitions: MetricDefinitions
) -> Read | list[Problem]:
    """Of one moment."""
    with db.read() as connection:
        found = find_subjects(connection, reader, asked)
        if not isinstance(found, FoundSubjects):
            return found
        data = choose_data(found.subjects, found.baseline, asked.dataset.strip())
        if not isinstance(data, OnData):
            return data
        return _read(connection, reader, found, data, asked, definitions)


def _read(
    connection: Connection,
    reader: Reader,
    found: FoundSubjects,
    data: OnData,
    asked: Asked,
    definitions: MetricDefinitions,
) -> Read:
    runs = list(dict.fromkeys(run.id for run in data.runs if run))
    trainings = _trainings(connection, reader, found.subjects, data)
    details = details_of(connection, {*runs, *(run.id for run in trainings if run)})
    subjects = subject_columns(found.subjects, data, details)
    measured = results_of(connection, runs)
    names = one_name_each(measured, definitions)
    measured = in_order(renamed(measured, names), found.subjects, asked.metrics, definitions)
    base = data.runs[found.baseline]
    wanted = Wanted(
        runs=runs,
        base=base.id if base else None,
        shown=names,
        order=list(measured),
        only=bool(asked.metrics),
        most=_EVERYTHING if asked.whole else MOST_CELLS,
    )
    sliced, more_slices = sliced_metrics(connection, wanted, measured, definitions)
    return Read(
        found=found.subjects,
        subjects=subjects,
        baseline=found.baseline,
        data=data,
        details=details,
        trainings=trainings,
        features=features_used(connection, found.subjects),
        names=names,
        measured=measured,
        sliced=sliced,
        more_slices=more_slices,
        curves=curves_of(connection, runs),
        examples=shared_examples(connection, subjects, found.baseline),
    )


def _trainings(
    connection: Connection, reader: Reader, found: Sequence[Found], data: OnData
) -> list[RunRow | None]:
    """The run that made each version, where one is known."""
    made_by = {one.known.run_id for one in found if one.known and one.known.run_id}
    runs = runs_by_id(connection, reader, made_by) if made_by else {}
    return [
        (runs.get(one.known.run_id or 0) if one.known else None)
        or (run if run and run.type == "training" else None)
        for one, run in zip(found, data.runs, strict=True)
    ]
