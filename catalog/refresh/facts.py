"""Facts of a report, handed to those who keep them."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from catalog.evaluations.counts import RunCounts
from catalog.evaluations.record import record_runs, remove_runs
from catalog.evaluations.record_versions import record_model_versions, remove_model_versions
from catalog.store.fact_tables import evaluation_run, fact_source, fact_subject, model_version
from descriptors.problems import Problem
from descriptors.refs import InvalidRef, parse_ref
from plugins.api import Report


@dataclass(frozen=True)
class FactsRecorded:
    """How many facts were written, and why others were not or not as they came; `runs` are those
    of them that are evaluation runs."""

    written: int = 0
    problems: tuple[Problem, ...] = ()
    runs: RunCounts = field(default_factory=RunCounts)


def record_facts(connection: Connection, name: str, report: Report, now: float) -> FactsRecorded:
    """Keep the runs and versions that `name` reports."""
    gone = _forget_gone(connection, name, report)
    written, counts, problems = gone.written, gone.runs, list[Problem]()
    if report.evaluations:
        runs = record_runs(connection, name, report.evaluations, now)
        written += runs.created + runs.updated
        counts += RunCounts(runs.created, runs.updated)
        problems += runs.problems
    if report.model_versions:
        versions = record_model_versions(connection, name, report.model_versions, now)
        written += versions.created + versions.updated
        problems += versions.problems
    return FactsRecorded(written, tuple(problems), counts)


def _forget_gone(connection: Connection, name: str, report: Report) -> FactsRecorded:
    """What the source knew and people deleted there; what was never known is passed over."""
    runs = remove_runs(connection, name, report.gone) if report.gone else set()
    named = {_canonical(*it) for it in report.gone_versions}
    versions = _versions(connection, name) & named if named else set()
    _remove(connection, name, set(), versions)
    return _forgotten(len(runs), len(versions))


def end_other_facts(connection: Connection, name: str, report: Report) -> FactsRecorded:
    """Forget what `name` reported before and does not in this report; gives how much that is."""
    runs = _runs(connection, name) - {run.id for run in report.evaluations}
    stated = {_canonical(it.model, it.version) for it in report.model_versions}
    versions = _versions(connection, name) - stated
    _remove(connection, name, runs, versions)
    return _forgotten(len(runs), len(versions))


def _forgotten(runs: int, versions: int) -> FactsRecorded:
    return FactsRecorded(runs + versions, runs=RunCounts(removed=runs))


def _remove(
    connection: Connection, name: str, runs: set[str], versions: set[tuple[str, str]]
) -> None:
    if runs:
        remove_runs(connection, name, sorted(runs))
    if versions:
        remove_model_versions(connection, name, sorted(versions))


def _canonical(model: str, version: str) -> tuple[str, str]:
    try:
        return str(parse_ref(model, "model")), version
    except InvalidRef:  # it is stored nowhere
        return model, version


def _runs(connection: Connection, name: str) -> set[str]:
    rows = select(evaluation_run.c.uid).join(fact_source).where(fact_source.c.name == name)
    return set(connection.scalars(rows))


def _versions(connection: Connection, name: str) -> set[tuple[str, str]]:
    rows = (
        select(fact_subject.c.ref, model_version.c.version)
        .select_from(model_version)
        .join(fact_source, fact_source.c.id == model_version.c.source_id)
        .join(fact_subject, fact_subject.c.id == model_version.c.subject_id)
        .where(fact_source.c.name == name)
    )
    return {(row.ref, row.version) for row in connection.execute(rows)}
