"""From a page of runs to facts about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plugins.api import EvaluationRun, Problem, Series
from plugins.mlflow.client import Mlflow
from plugins.mlflow.evaluations import evaluation_facts
from plugins.mlflow.histories import A_CALL, histories, with_history
from plugins.mlflow.made import Made, made, with_models_read
from plugins.mlflow.records import Run
from plugins.mlflow.runs import STATUS, Surroundings, run_fact


@dataclass(frozen=True, slots=True)
class Facts:
    """`last` is the run that was come to, where a call could not ask for all; else empty. `gone`
    are ids of facts whose runs people deleted."""

    evaluations: Sequence[EvaluationRun] = ()
    problems: Sequence[Problem] = ()
    last: str = ""
    gone: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Histories:
    """Of which runs histories are wanted: of those that logged something since (milliseconds)."""

    since: float = float("-inf")

    def of(self, run: Run, around: Surroundings) -> Sequence[str]:
        newest = max((metric.timestamp for metric in run.metrics), default=0)
        return with_history(run, around) if newest >= self.since else ()


NO_HISTORIES = Histories(since=float("inf"))


def facts_of(server: Mlflow, runs: Sequence[Run], around: Surroundings, wanted: Histories) -> Facts:
    """Of as many of these runs as may be asked for in one call."""
    sound = [run for run in runs if run.status in STATUS]
    problems = [_odd_status(run) for run in runs if run.status not in STATUS]
    names = _affordable(sound, around, wanted)
    now = [with_models_read(server, run) for run in sound if run.id in names]
    found = made(server, now, around)
    problems += found.problems
    evaluations: list[EvaluationRun] = []
    for run in [run for run in now if not run.deleted]:
        series, troubles = histories(server, run, names[run.id])
        problems += troubles
        complete = len(names[run.id]) == len(with_history(run, around))
        evaluations += _facts(run, found, around, series, continues=not complete)
    return Facts(
        evaluations=evaluations,
        problems=problems,
        last=now[-1].id if len(now) < len(sound) else "",
        gone=[id for run in now if run.deleted for id in _ids(run, found, around)],
    )


def _affordable(
    runs: Sequence[Run], around: Surroundings, wanted: Histories
) -> Mapping[str, Sequence[str]]:
    """The metrics to ask histories of, by run: of the first runs, as far as one call may go."""
    names: dict[str, Sequence[str]] = {}
    asked = 0
    for run in runs:
        names[run.id] = () if run.deleted else wanted.of(run, around)
        asked += len(names[run.id])
        if asked >= A_CALL:
            break
    return names


def _facts(
    run: Run, found: Made, around: Surroundings, series: Sequence[Series], *, continues: bool
) -> Iterator[EvaluationRun]:
    """The run, and what it measured of models on data sets. `continues`: histories that are
    known are to stay."""
    subject = found.subject(run, around)
    measured = list(_measured(run, found, around))
    yield run_fact(
        run,
        around,
        subject,
        series=series,
        measured_apart=bool(measured),
        continues=continues,
    )
    yield from measured


def _measured(run: Run, found: Made, around: Surroundings) -> Iterator[EvaluationRun]:
    for model in [found.models[one] for one in run.models if one in found.models]:
        subject = found.model_subject(model, run, around)
        yield from evaluation_facts(run, model, around, subject)


def _ids(run: Run, found: Made, around: Surroundings) -> Sequence[str]:
    """Of all that a run was reported as."""
    return [run.id, *(fact.id for fact in _measured(run, found, around))]


def _odd_status(run: Run) -> Problem:
    return Problem(
        code="mlflow/status",
        message=f"Run {run.id} of MLflow has the status `{run.status}`, which is not known.",
        hint="It is left out.",
    )
