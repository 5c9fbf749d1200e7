"""Comparisons of runs that a test makes up."""

from typing import Any

from catalog.comparison import Asked, Comparison, compare
from catalog.comparison.views import Measurement, MetricRow
from catalog.evaluations.record import record_runs
from catalog.store.database import Database
from catalog.store.reader import EVERYONE, Reader
from plugins.facts import DatasetUse, EvaluationRun, Examples, Result
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run

DATA = DatasetUse(name="clicks", ref="dataset:default/clicks", digest="sha256:1", split="test")


def measured(
    version: str, metrics: dict[str, float] | None = None, uid: str = "", **more: Any
) -> EvaluationRun:
    """A finished evaluation of a version of the ranker on the test split."""
    given = {"dataset": DATA, "version": version, **more}
    return a_run(uid or f"of-{version}", metrics, **given)


def result(metric: str = "auc", value: float = 0.9, **more: Any) -> Result:
    return Result(metric=metric, value=value, **more)


def record(database: Database, *runs: EvaluationRun) -> list[int]:
    """The runs, as reported by one source."""
    with database.write() as connection:
        ids = record_runs(connection, "test", list(runs), NOW).ids
    return [ids[run.id] for run in runs]


def scored(scores: dict[str, list[float]], first: int = 0) -> Examples:
    """Examples with running numbers from `first` on."""
    count = len(next(iter(scores.values())))
    return Examples(ids=[f"e{first + place}" for place in range(count)], scores=scores)


def of_ranker(*versions: str) -> tuple[str, ...]:
    return tuple(f"{SUBJECT}@{version}" for version in versions)


def compared(
    database: Database, *subjects: str, reader: Reader = EVERYONE, **asked: Any
) -> Comparison:
    """What is compared; an assertion where there are problems."""
    found = compare(database, reader, Asked(subjects=subjects, **asked), now=NOW)
    assert isinstance(found, Comparison), found
    return found


def refused(
    database: Database, *subjects: str, reader: Reader = EVERYONE, **asked: Any
) -> list[str]:
    """The codes of the problems."""
    found = compare(database, reader, Asked(subjects=subjects, **asked), now=NOW)
    assert isinstance(found, list), found
    return [problem.code for problem in found]


def row(comparison: Comparison, metric: str = "auc") -> MetricRow:
    return next(one for one in comparison.metrics if one.metric == metric)


def cell(comparison: Comparison, place: int = 1, metric: str = "auc") -> Measurement:
    found = row(comparison, metric).cells[place]
    assert found is not None
    return found


def reasons(comparison: Comparison) -> set[tuple[str, bool]]:
    """What its mismatches are about, and whether they block."""
    return {(one.about, one.blocks) for one in comparison.comparability.mismatches}
