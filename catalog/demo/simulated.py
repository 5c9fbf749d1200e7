"""Evaluations of the demo's fraud model, worked out from simulated payments: slices, intervals,
curves and what became of every payment, as an evaluation pipeline would push them."""

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, log, nan, sqrt
from typing import NamedTuple

from plugins.facts import Curve, DatasetUse, EvaluationRun, Examples, Result

EVALUATOR = "mlhome demo (simulated payments)"
MODEL = "model:default/payment-fraud-scorer"
DATASET = DatasetUse(
    name="matured-payments-q2-2026",
    ref="dataset:default/matured-payments-q2-2026",
    digest="sha256:b6baf17fffbdf3bd86179ac9ec4a03cc9147a38ce9a6fac4259f9882a7c83ea5",
    split="all",
    rows=3_100_000,
)


class Version(NamedTuple):
    """A version of the model: `apart` is how far it puts fraud and the honest from each other, and
    `cut` where the challenge begins, in deviations above an honest payment; half of its answers
    take `milliseconds`."""

    name: str
    measured_at: float  # seconds since 1970
    apart: float
    cut: float
    milliseconds: float


VERSIONS = (
    Version("2026.02.0", 1_782_900_000.0, 2.95, 2.45, 6.1),
    Version("2026.06.0", 1_785_600_000.0, 3.20, 2.45, 6.4),
    Version("2026.09.1", 1_788_300_000.0, 3.55, 2.38, 9.8),
)
PAYMENTS, FRAUD_SHARE = 8_000, 0.06
TOO_OFTEN = 60  # times as much fraud is simulated as there is, so that shares of it mean something
LEVEL, Z = 0.95, 1.959964
SLICES = {
    "method": ("wallet", "card"),
    "account_age": ("first-month", "older"),
    "housing": ("student", "other"),
}


class Payment(NamedTuple):
    is_fraud: bool
    score: float  # how likely fraud is
    challenged: bool
    amount: float
    milliseconds: float  # until the answer was there
    method: str
    account_age: str
    housing: str


def simulated_evaluations() -> list[EvaluationRun]:
    """One run for each version, of the same payments; always the same."""
    return [_run(version, random.Random(7)) for version in VERSIONS]


def _run(version: Version, chance: random.Random) -> EvaluationRun:
    payments = [_payment(chance, version) for _ in range(PAYMENTS)]
    points = _thresholds(payments)
    return EvaluationRun(
        id=f"payment-fraud-{version.name}",
        subject=MODEL,
        version=version.name,
        name=f"Release check of {version.name}",
        group="payment-fraud-release",
        started_at=version.measured_at,
        ended_at=version.measured_at + 780,
        dataset=DATASET,
        evaluator=EVALUATOR,
        tags={"recorded": "simulated for the demo"},
        results=list(_results(payments)),
        curves=[_roc(points), _pr(points), _calibration(payments), _confusion(payments)],
        examples=_examples(payments),
    )


def _payment(chance: random.Random, version: Version) -> Payment:
    is_fraud = chance.random() < FRAUD_SHARE
    method = chance.choices(SLICES["method"], (3, 7))[0]
    age = chance.choices(SLICES["account_age"], (2, 8))[0]
    housing = chance.choices(SLICES["housing"], (1, 9))[0]
    # New accounts look a little like fraud, and wallets hide it a little.
    centre = (version.apart if is_fraud else 0) + 0.1 * (age == "first-month")
    centre -= 0.2 * (method == "wallet" and is_fraud)
    seen = chance.gauss(centre, 1)
    # What Bayes' theorem makes of what is seen, of two normal distributions.
    odds = version.apart * (seen - version.apart / 2) + log(FRAUD_SHARE / (1 - FRAUD_SHARE))
    amount = chance.lognormvariate(4, 0.6)
    probability, challenged = 1 / (1 + exp(-odds)), seen > version.cut
    milliseconds = version.milliseconds * chance.lognormvariate(0, 0.25)
    return Payment(is_fraud, probability, challenged, amount, milliseconds, method, age, housing)


def _results(payments: Sequence[Payment]) -> Iterator[Result]:
    groups: list[tuple[dict[str, str], list[Payment]]] = [({}, list(payments))]
    for name, values in SLICES.items():
        for value in values:
            groups.append(({name: value}, [it for it in payments if getattr(it, name) == value]))
    for slice, group in groups:
        fraud = [it for it in group if it.is_fraud]
        honest = [it for it in group if not it.is_fraud]
        yield _share("recall", slice, sum(it.challenged for it in fraud), len(fraud))
        wrong = sum(it.challenged for it in honest)
        yield _share("false-positive-rate", slice, wrong, len(honest))
        yield Result(metric="auc", value=round(_auc(group), 5), slice=slice, n=len(group))
    yield Result(metric="pr-auc", value=round(_average_precision(payments), 5), n=len(payments))
    error = round(_calibration_error(payments), 5)
    yield Result(metric="expected-calibration-error", value=error, n=len(payments))
    lost = sum(it.amount for it in payments if it.is_fraud and not it.challenged)
    share = lost / TOO_OFTEN / sum(it.amount for it in payments)
    yield Result(metric="fraud-loss-bps", value=round(10_000 * share, 3), n=len(payments))
    slow = sorted(it.milliseconds for it in payments)[int(0.95 * len(payments))]
    yield Result(metric="latency-p95", value=round(slow, 2), n=len(payments))


def _examples(payments: Sequence[Payment]) -> Examples:
    """Of each payment, what it adds to the shares, nothing to those it is not counted in; and
    which slices it belongs to."""
    challenged = [float(it.challenged) for it in payments]
    both = list(zip(payments, challenged, strict=True))
    return Examples(
        ids=[f"payment-{number:04}" for number in range(len(payments))],
        scores={
            "recall": [score if it.is_fraud else nan for it, score in both],
            "false-positive-rate": [nan if it.is_fraud else score for it, score in both],
        },
        slices={name: [getattr(it, name) for it in payments] for name in SLICES},
    )


def _share(metric: str, slice: dict[str, str], hits: int, n: int) -> Result:
    """With the interval of Wilson (1927), "Probable inference", J. Am. Stat. Assoc. 22."""
    share, z2 = hits / n, Z * Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    bounds = (round(max(0.0, centre - half), 5), round(min(1.0, centre + half), 5))
    return Result(
        metric=metric,
        value=round(share, 5),
        slice=slice,
        n=n,
        low=bounds[0],
        high=bounds[1],
        level=LEVEL,
        method="Wilson",
    )


class _Point(NamedTuple):
    false_positive_rate: float
    recall: float
    precision: float


def _thresholds(payments: Sequence[Payment]) -> list[_Point]:
    """At every score in turn, from the highest."""
    fraud = sum(it.is_fraud for it in payments)
    found, points = 0, []
    for count, it in enumerate(sorted(payments, key=lambda it: -it.score), 1):
        found += it.is_fraud
        false = (count - found) / (len(payments) - fraud)
        points.append(_Point(false, found / fraud, found / count))
    return points


def _auc(payments: Sequence[Payment]) -> float:
    """The area under the ROC curve, by trapezia."""
    points = [_Point(0.0, 0.0, 1.0), *_thresholds(payments)]
    pairs = pairwise(points)
    return sum(
        (b.false_positive_rate - a.false_positive_rate) * (a.recall + b.recall) / 2
        for a, b in pairs
    )


def _average_precision(payments: Sequence[Payment]) -> float:
    points = [_Point(0.0, 0.0, 1.0), *_thresholds(payments)]
    pairs = pairwise(points)
    return sum((b.recall - a.recall) * b.precision for a, b in pairs)


def _some(points: Sequence[_Point]) -> Sequence[_Point]:
    step = max(1, len(points) // 200)
    return [*points[::step], points[-1]]


def _roc(points: Sequence[_Point]) -> Curve:
    some = [_Point(0.0, 0.0, 1.0), *_some(points)]
    return Curve(
        type="roc",
        x=[round(it.false_positive_rate, 5) for it in some],
        y=[round(it.recall, 5) for it in some],
    )


def _pr(points: Sequence[_Point]) -> Curve:
    some = [it for it in _some(points) if it.recall > 0]
    return Curve(
        type="pr",
        x=[round(it.recall, 5) for it in some],
        y=[round(it.precision, 5) for it in some],
    )


def _tenths(payments: Sequence[Payment]) -> list[list[Payment]]:
    """By score; those that hold any."""
    tenths = [[it for it in payments if at / 10 <= it.score < (at + 1) / 10] for at in range(10)]
    return [group for group in tenths if group]


def _calibration_error(payments: Sequence[Payment]) -> float:
    """Expected, over tenths of the score (Naeini, Cooper & Hauskrecht, AAAI 2015)."""
    gaps = (abs(sum(it.score - it.is_fraud for it in group)) for group in _tenths(payments))
    return sum(gaps) / len(payments)


def _calibration(payments: Sequence[Payment]) -> Curve:
    filled = _tenths(payments)
    return Curve(
        type="calibration",
        x=[round(sum(it.score for it in group) / len(group), 4) for group in filled],
        y=[round(sum(it.is_fraud for it in group) / len(group), 4) for group in filled],
        weights=[float(len(group)) for group in filled],
    )


def _confusion(payments: Sequence[Payment]) -> Curve:
    counts = [[0.0, 0.0], [0.0, 0.0]]
    for it in payments:
        counts[it.is_fraud][it.challenged] += 1
    return Curve(type="confusion", labels=["honest", "fraud"], matrix=counts)
