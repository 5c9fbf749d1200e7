"""Gates: what declared Evaluations ask of subjects, each judged on the data that it names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from catalog.comparison.criteria import ANY, Criterion, criteria_of
from catalog.comparison.gate_runs import (
    Baselines,
    base_run,
    declared_baselines,
    is_called_so,
    run_on,
)
from catalog.comparison.metric_names import spelled
from catalog.comparison.subjects import Found
from catalog.comparison.verdicts import Verdict, on_bounds, on_gain
from catalog.comparison.views import FIRST_VERSION, INCONCLUSIVE, MISSING, Gate
from catalog.evaluations import MetricDefinitions, RunRow
from catalog.evaluations.side_by_side import Measured, Side, results_of, slice_counts
from catalog.statistics import PairedDifference
from catalog.store.database import Database
from catalog.store.reader import Reader
from descriptors.suggest import did_you_mean

# Differences of single examples of two runs, by metric; None while they are computed.
PairOf = Callable[[int, int], Mapping[tuple[str, str], PairedDifference] | None]
STILL = "differences of single examples are still being computed"
MOST_GATES = 2_000


@dataclass(frozen=True, slots=True)
class Asking:
    """`baseline` is what all are compared with; None: what Evaluations name, else `otherwise`.
    `dataset`: only Evaluations on data that is called so."""

    subjects: Sequence[Found]
    baseline: Found | None = None
    otherwise: Found | None = None
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of one subject, with the runs that answer it; a text says why there is none.
    `base` is None where there is nothing to compare with."""

    place: int
    criterion: Criterion
    run: RunRow | str
    base: RunRow | str | None
    base_name: str


@dataclass(frozen=True, slots=True)
class Judging:
    """What verdicts are taken from."""

    measured: Side
    definitions: MetricDefinitions
    pair_of: PairOf


def gates(
    db: Database,
    reader: Reader,
    asking: Asking,
    definitions: MetricDefinitions,
    pair_of: PairOf,
) -> tuple[Gate, ...]:
    """Every verdict, by Evaluation and subject."""
    evaluations = {ref for one in asking.subjects for ref in one.entity.evaluations}
    criteria = criteria_of(db, reader, sorted(evaluations))
    if not criteria:
        return ()
    with db.read() as connection:
        declared = declared_baselines(connection, reader, asking.subjects, criteria)
        baselines = Baselines(asking.baseline, asking.otherwise, declared)
        tasks = list(_tasks(asking, criteria, baselines))
        ids = {run.id for task in tasks for run in (task.run, task.base) if _is_run(run)}
        measured = results_of(connection, ids)
        names = _sliced_names(tasks, slice_counts(connection, ids), definitions)
        sliced = results_of(connection, ids, sliced=True, metrics=names) if names else {}
    judging = Judging(_both(measured, sliced), definitions, pair_of)
    found = [gate for task in tasks for gate in _judged(task, judging)]
    return tuple(sorted(found[:MOST_GATES], key=lambda gate: (gate.evaluation, gate.subject)))


def _tasks(asking: Asking, criteria: Sequence[Criterion], baselines: Baselines) -> Iterator[Task]:
    for place, one in enumerate(asking.subjects):
        of_it = [each for each in criteria if each.evaluation in one.entity.evaluations]
        for criterion in (each for each in of_it if each.version in ("", one.version)):
            run = run_on(one, criterion.dataset, asking.dataset)
            called = is_called_so(None, criterion.dataset, asking.dataset)
            if asking.dataset and isinstance(run, str) and not called:
                continue
            yield _with_base(Task(place, criterion, run, None, ""), one, baselines)


def _with_base(task: Task, one: Found, baselines: Baselines) -> Task:
    """With the run it is compared with; what is the baseline itself is compared with nothing."""
    base = baselines.of(one, task.criterion)
    if base is not None and base.key == one.key:
        return replace(task, criterion=replace(task.criterion, gain=None))
    if base is None:
        named = task.criterion.baseline
        return replace(task, base=f"there is no {named} to compare with" if named else None)
    name = base.version if base.ref == one.ref and base.version else base.asked
    return replace(
        task, base_name=name, base=base_run(base, task.run) if _is_run(task.run) else None
    )


def _judged(task: Task, judging: Judging) -> Iterator[Gate]:
    for slice in _slices(task, judging):
        asked = replace(task.criterion, slice=slice)
        name, value = _value(task.run, asked, judging)
        if asked.bound_words:
            yield _gate(task, asked, asked.bound_words, value, _bounds(asked, value), "")
        if asked.gain is not None:
            words = asked.gain_words(task.base_name or asked.baseline)
            verdict = _gain(task, asked, name, value, judging)
            yield _gate(task, asked, words, value, verdict, task.base_name)


def _bounds(asked: Criterion, value: Measured | str) -> Verdict:
    return Verdict(MISSING, value) if isinstance(value, str) else on_bounds(asked, value)


def _gain(
    task: Task, asked: Criterion, name: str, value: Measured | str, judging: Judging
) -> Verdict:
    if isinstance(value, str):
        return Verdict(MISSING, value)
    if task.base is None:
        return Verdict(FIRST_VERSION, "there is no baseline to compare with")
    other, base = _value(task.base, asked, judging, name)
    if isinstance(base, str):
        return Verdict(MISSING, f"the baseline {task.base_name}: {base}")
    pair = None
    if name == other and _is_run(task.run) and _is_run(task.base):
        pairs = judging.pair_of(task.run.id, task.base.id)
        if pairs is None:
            return Verdict(INCONCLUSIVE, STILL)
        pair = pairs.get((name, asked.slice))
    return on_gain(asked, value, base, judging.definitions.of(name), pair)


def _gate(
    task: Task,
    asked: Criterion,
    words: str,
    value: Measured | str,
    verdict: Verdict,
    baseline: str,
) -> Gate:
    return Gate(
        evaluation=asked.evaluation,
        subject=task.place,
        metric=asked.name,
        slice=asked.slice,
        words=words,
        verdict=verdict.word,
        why=verdict.why,
        value=None if isinstance(value, str) else value.value,
        dataset=asked.dataset,
        baseline=baseline,
        by_value=verdict.by_value,
    )


def _value(
    run: RunRow | str | None, asked: Criterion, judging: Judging, first: str = ""
) -> tuple[str, Measured | str]:
    """The metric as the run calls it (`first`, if it has that one), and its value; a text says why
    there is none."""
    if not isinstance(run, RunRow):
        return "", run or "nothing was measured"
    names = _names(asked, judging.measured, judging.definitions)
    for name in sorted(names, key=lambda name: name != first):
        value = judging.measured[name].get(asked.slice, {}).get(run.id)
        if value is not None:
            return name, value
    if asked.slice and any(run.id in judging.measured[name].get("", {}) for name in names):
        return "", "not measured over this part of the data"
    of_run = [name for name, of in judging.measured.items() if run.id in of.get("", {})]
    hint = did_you_mean(asked.name, of_run)
    return "", f"not measured{'; ' + hint if hint else ''}"


def _names(asked: Criterion, measured: Iterable[str], definitions: MetricDefinitions) -> list[str]:
    """What a criterion's metric is called by runs; first as the criterion spells it."""
    about = [name for name in measured if asked.is_about(name, asked.dataset, definitions)]
    return sorted(about, key=lambda name: (spelled(name) != spelled(asked.name), len(name), name))


def _slices(task: Task, judging: Judging) -> list[str]:
    """The part of the data that is asked about; of `*` all that the run has numbers of."""
    asked = task.criterion
    if ANY not in asked.slice or not _is_run(task.run):
        return [asked.slice]
    names = _names(asked, judging.measured, judging.definitions)
    found = {
        slice
        for name in names
        for slice, by_run in judging.measured[name].items()
        if asked.covers(slice) and task.run.id in by_run
    }
    return sorted(found) or [asked.slice]


def _sliced_names(
    tasks: Sequence[Task], reported: Iterable[str], definitions: MetricDefinitions
) -> set[str]:
    sliced = [task.criterion for task in tasks if task.criterion.slice]
    return {name for one in sliced for name in _names(one, reported, definitions)}


def _both(overall: Side, sliced: Side) -> Side:
    return {
        name: {**overall.get(name, {}), **sliced.get(name, {})}
        for name in dict.fromkeys((*overall, *sliced))
    }


def _is_run(run: RunRow | str | None) -> TypeGuard[RunRow]:
    return isinstance(run, RunRow)
