"""Gates: what declared Evaluations ask of subjects, each judged on the data that it names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from catalog.comparison.comparability import are_other_counts
from catalog.comparison.criteria import Criterion, criteria_of
from catalog.comparison.differences import contradiction, is_outside, range_words
from catalog.comparison.figures import figures
from catalog.comparison.gate_runs import (
    Baselines,
    base_run,
    declared_baselines,
    is_called_so,
    run_on,
)
from catalog.comparison.gate_values import sliced_names, slices_asked, value_of
from catalog.comparison.same_data import same_content
from catalog.comparison.subjects import Found
from catalog.comparison.verdicts import Verdict, on_bounds, on_gain
from catalog.comparison.views import FIRST_VERSION, INCONCLUSIVE, MISSING, Gate
from catalog.evaluations import MetricDefinition, MetricDefinitions, RunRow
from catalog.evaluations.side_by_side import Measured, Side, results_of, slice_counts
from catalog.statistics import PairedDifference
from catalog.store.database import Database
from catalog.store.reader import Reader

# Differences of single examples of two runs, by metric and slice; a text says why the runs are not
# to be compared at all, None: they are still computed.
PairOf = Callable[[RunRow, RunRow], Mapping[tuple[str, str], PairedDifference] | str | None]
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
        criteria = [task.criterion for task in tasks]
        names = sliced_names(criteria, slice_counts(connection, ids), definitions)
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
    runs = {run.id for run in (task.run, task.base) if _is_run(run)}
    for slice in slices_asked(task.criterion, runs, judging.measured, judging.definitions):
        asked = replace(task.criterion, slice=slice)
        name, value = value_of(task.run, asked, judging.measured, judging.definitions)
        if asked.bound_words:
            definition = judging.definitions.of(name) if name else None
            verdict = _bounds(asked, value, definition)
            yield _gate(task, asked, asked.bound_words, value, verdict, "")
        if asked.gain is not None:
            words = asked.gain_words(task.base_name or asked.baseline)
            verdict = _gain(task, asked, name, value, judging)
            yield _gate(task, asked, words, value, verdict, task.base_name)


def _bounds(
    asked: Criterion, value: Measured | str, definition: MetricDefinition | None
) -> Verdict:
    """A percentage keeps no bound of a share."""
    if isinstance(value, str):
        return Verdict(MISSING, value)
    bounds = [bound for bound in (asked.low, asked.high) if bound is not None]
    if is_outside(value.value, definition) and not any(is_outside(it, definition) for it in bounds):
        could = f"outside of what the metric can be, {range_words(definition)}"
        return Verdict(MISSING, f"{figures(value.value)} is {could}")
    return on_bounds(asked, value)


def _gain(
    task: Task, asked: Criterion, name: str, value: Measured | str, judging: Judging
) -> Verdict:
    if isinstance(value, str):
        return Verdict(MISSING, value)
    if task.base is None:
        return Verdict(FIRST_VERSION, "there is no baseline to compare with")
    other, base = value_of(task.base, asked, judging.measured, judging.definitions, name)
    if isinstance(base, str):
        return Verdict(MISSING, f"the baseline {task.base_name}: {base}")
    if others := _other_examples(task, value, base):
        return Verdict(MISSING, others)
    pair = None
    if _is_run(task.run) and _is_run(task.base):
        pairs = judging.pair_of(task.run, task.base)
        if pairs is None:
            return Verdict(INCONCLUSIVE, STILL)
        if isinstance(pairs, str):
            return Verdict(MISSING, pairs)
        pair = pairs.get((name, asked.slice)) if name == other else None
    verdict = on_gain(asked, value, base, judging.definitions.of(name), pair)
    return _with_doubt(verdict, contradiction(pair, value, base))


def _with_doubt(verdict: Verdict, doubt: str) -> Verdict:
    said = doubt and verdict.word != MISSING
    return verdict._replace(why=f"{verdict.why}; {doubt}") if said else verdict


def _other_examples(task: Task, value: Measured, base: Measured) -> str:
    """Why two numbers are not compared whose data is the same by name only; "" where they are."""
    uses = [run.dataset for run in (task.run, task.base) if _is_run(run)]
    if are_other_counts(value, base) and not same_content(*uses):
        return f"{value.n:,} examples, {base.n:,} of the baseline {task.base_name}"
    return ""


def _gate(
    task: Task,
    asked: Criterion,
    words: str,
    value: Measured | str,
    verdict: Verdict,
    baseline: str,
) -> Gate:
    told = "" if isinstance(value, str) else _by_training(task.run)
    return Gate(
        evaluation=asked.evaluation,
        subject=task.place,
        metric=asked.name,
        slice=asked.slice,
        words=words,
        verdict=verdict.word,
        why="; ".join(filter(None, (verdict.why, told))),
        value=None if isinstance(value, str) else value.value,
        dataset=asked.dataset,
        baseline=baseline,
        by_value=verdict.by_value,
    )


def _by_training(run: RunRow | str) -> str:
    """That nobody but the run that made the model has measured it."""
    own = _is_run(run) and run.type == "training"
    return "measured by the training run itself" if own else ""


def _both(overall: Side, sliced: Side) -> Side:
    return {
        name: {**overall.get(name, {}), **sliced.get(name, {})}
        for name in dict.fromkeys((*overall, *sliced))
    }


def _is_run(run: RunRow | str | None) -> TypeGuard[RunRow]:
    return isinstance(run, RunRow)
