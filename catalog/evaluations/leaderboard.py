"""What was measured of all models on the same data, best first.

Only evaluations that count, of the same data and split, are set beside each other; what makes two
of them less comparable than that (other evaluators, other numbers of examples) is said of each. No
place is given where nobody has said which way of the metric is better.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from catalog.evaluations.blobs import unpack_json
from catalog.evaluations.measured_data import EVALUATION
from catalog.evaluations.metrics import MetricDefinition
from catalog.evaluations.stored import DETAILS
from catalog.evaluations.trends import MeasuredValue, as_measured, measured_values, nearness_of
from catalog.store.among import among
from catalog.store.database import Database
from catalog.store.fact_tables import evaluation_run, run_blob
from catalog.store.reader import Reader

MOST_STANDINGS = 1_000
# How an interval lies beside that of the first.
OVERLAPS, APART, UNKNOWN = "overlaps", "apart", "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """One version's place (None without a direction, or for what is not finite). `beside_first`
    says how its interval lies beside that of the first; `doubts` why the two are less comparable
    than the same data makes them."""

    measured: MeasuredValue
    place: int | None
    evaluator: str = ""
    beside_first: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Best first; without a direction newest first. `more`: only the newest were looked at."""

    standings: tuple[Standing, ...]
    more: bool = False


def leaderboard(
    db: Database,
    reader: Reader,
    data_id: int,
    metric: str,
    definition: MetricDefinition | None,
    best_of_model: bool = False,
) -> Leaderboard:
    """Of data (its number), a metric: every version, or of each model its best one (without a
    direction, its newest)."""
    run = evaluation_run.c
    with db.read() as connection:
        values = measured_values(connection, reader, data_id, metric) if data_id else None
        if values is None:
            return Leaderboard(())
        counting = values.where(run.latest, run.type == EVALUATION)
        newest = counting.order_by(run.at.desc(), run.id.desc()).limit(MOST_STANDINGS + 1)
        found = [as_measured(row) for row in connection.execute(newest)]
        ordered = _ordered(found[:MOST_STANDINGS], definition)
        chosen = _first_of_each(ordered) if best_of_model else ordered
        evaluators = _evaluators(connection, [one.run.id for one in chosen])
    standings = _standings(chosen, definition, evaluators)
    return Leaderboard(tuple(standings), len(found) > MOST_STANDINGS)


def _ordered(
    found: Sequence[MeasuredValue], definition: MetricDefinition | None
) -> list[MeasuredValue]:
    """What is not finite comes last."""
    nearness = nearness_of(definition)
    if nearness is None:
        return list(found)
    finite = [one for one in found if math.isfinite(one.value)]
    others = [one for one in found if not math.isfinite(one.value)]
    return [*sorted(finite, key=lambda one: -nearness(one.value)), *others]


def _first_of_each(ordered: Iterable[MeasuredValue]) -> list[MeasuredValue]:
    first: dict[str, MeasuredValue] = {}
    for one in ordered:
        first.setdefault(one.run.subject, one)
    return list(first.values())


def _standings(
    ordered: Sequence[MeasuredValue],
    definition: MetricDefinition | None,
    evaluators: dict[int, str],
) -> Iterable[Standing]:
    ranked = nearness_of(definition) is not None
    place: int | None = None
    for at, one in enumerate(ordered):
        first = ordered[0]
        if not (at and one.value == ordered[at - 1].value):
            place = at + 1
        evaluator, other = evaluators.get(one.run.id, ""), evaluators.get(first.run.id, "")
        yield Standing(
            one,
            place if ranked and math.isfinite(one.value) else None,
            evaluator,
            beside(one, first) if ranked and at else "",
            tuple(_doubts(one, first, evaluator, other)) if at else (),
        )


def beside(one: MeasuredValue, first: MeasuredValue) -> str:
    """How two intervals lie; unknown where one has none, or they are of different levels."""
    bounds = (one.low, one.high, first.low, first.high)
    if any(bound is None or not math.isfinite(bound) for bound in bounds):
        return UNKNOWN
    if one.level != first.level:
        return UNKNOWN
    low, high = max(one.low or 0, first.low or 0), min(one.high or 0, first.high or 0)
    return OVERLAPS if low <= high else APART


def _doubts(one: MeasuredValue, first: MeasuredValue, evaluator: str, other: str) -> Iterable[str]:
    if evaluator != other:
        yield f"measured by {evaluator or 'an unknown evaluator'}, the first by {other or 'one'}"
    if one.n is not None and first.n is not None and one.n != first.n:
        yield f"on {one.n:,} examples, the first on {first.n:,}"


def _evaluators(connection: Connection, runs: Sequence[int]) -> dict[int, str]:
    of_runs = among(connection, run_blob.c.run_id, runs)
    details = select(run_blob.c.run_id, run_blob.c.body).where(run_blob.c.type == DETAILS, of_runs)
    return {row.run_id: unpack_json(row.body)["evaluator"] for row in connection.execute(details)}
