"""The paired and the cluster bootstrap, beside scipy and where no number may be given."""

import itertools
import math
import os
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from scipy import stats

from catalog.statistics import (
    LEAST,
    RESAMPLES,
    PairedDifference,
    drawing,
    paired_bootstrap,
)
from catalog.statistics.resampling import studentised
from catalog.statistics.units import Units

# R. A. Fisher gave these in "Statistical Methods for Research Workers" from Student (1908),
# Biometrika 6: hours of sleep gained by ten patients with each of two drugs.
FIRST_DRUG = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND_DRUG = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def scores(n: int, metrics: int = 1, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    base = random.normal(size=(n, metrics))
    return base + random.exponential(0.3, size=base.shape), base + random.normal(
        0.2, 0.3, size=base.shape
    )


def one(
    a: ArrayLike,
    b: ArrayLike,
    clusters: Sequence[object] | None = None,
    resamples: int = RESAMPLES,
) -> PairedDifference:
    [found] = paired_bootstrap(a, b, clusters=clusters, resamples=resamples)
    return found


def test_the_difference_and_its_standard_error_are_those_of_students_example() -> None:
    found = one(SECOND_DRUG, FIRST_DRUG)
    assert found.difference == pytest.approx(1.58)
    assert found.difference / (found.standard_error or 0) == pytest.approx(4.0621, abs=1e-4)
    assert (found.low, found.p) == (None, None)
    assert found.why == "too few examples that both scored: 10, where 20 are needed"


def test_an_interval_is_as_scipy_finds_it() -> None:
    a, b = scores(60)
    d = (a - b)[:, 0]

    def t(sample: np.ndarray, axis: int = -1) -> np.ndarray:
        error = np.std(sample, axis=axis) / math.sqrt(sample.shape[axis])
        return (np.mean(sample, axis=axis) - d.mean()) / error

    theirs = stats.bootstrap(
        (d,), t, n_resamples=40_000, method="percentile", rng=np.random.default_rng(7)
    ).confidence_interval
    error = np.std(d) / math.sqrt(len(d))
    student = stats.ttest_rel(a[:, 0], b[:, 0]).confidence_interval()
    found = one(a, b, resamples=40_000)
    low = min(d.mean() - theirs.high * error, student.low)
    high = max(d.mean() - theirs.low * error, student.high)
    assert found.low == pytest.approx(low, abs=0.03 * error)
    assert found.high == pytest.approx(high, abs=0.03 * error)


def test_an_interval_is_never_narrower_than_students() -> None:
    a, b = scores(40, metrics=50)
    student = stats.ttest_rel(a, b)
    interval = student.confidence_interval()
    for at, found in enumerate(paired_bootstrap(a, b)):
        assert found.low is not None
        assert found.low <= interval.low[at] + 1e-12
        assert found.high is not None
        assert found.high >= interval.high[at] - 1e-12
        assert found.p is not None
        assert found.p >= student.pvalue[at] - 1e-12


def test_resamples_are_drawn_as_often_as_there_are_ways_to() -> None:
    values = np.array([0.0, 0.1, 0.4, 1.0])
    residuals = values - values.mean()
    every = np.array(list(itertools.product(residuals, repeat=4)))
    spread = np.sqrt(np.square(every - every.mean(axis=1, keepdims=True)).sum(axis=1))
    exact = [
        total / by if by > 1e-12 else math.copysign(math.inf, total)
        for total, by in zip(every.sum(axis=1), spread, strict=True)
    ]
    drawn = studentised(Units(residuals[:, np.newaxis], None), 100_000, 5, lambda share: None)
    for bound in (-math.inf, -2.0, -0.5, 0.25, 1.0, 3.0, 1e9):
        share = np.mean(np.array(exact) <= bound)
        assert np.mean(drawn <= bound) == pytest.approx(share, abs=0.006)


def test_a_cluster_of_one_is_an_example() -> None:
    a, b = scores(50)
    single, clustered = one(a, b), one(a, b, clusters=[f"user {i}" for i in range(50)])
    assert clustered.method == "cluster bootstrap"
    assert clustered.clusters == 50
    for name in ("difference", "low", "high", "p", "standard_error"):
        assert getattr(clustered, name) == pytest.approx(getattr(single, name), rel=1e-9)


def test_examples_that_repeat_each_other_count_once_as_a_cluster() -> None:
    a, b = scores(30)
    thrice = one(np.repeat(a, 3, 0), np.repeat(b, 3, 0), clusters=np.repeat(range(30), 3).tolist())
    single = one(a, b)
    assert (thrice.n, thrice.clusters) == (90, 30)
    assert thrice.low == pytest.approx(single.low)
    assert thrice.high == pytest.approx(single.high)


def test_the_standard_error_of_clusters_is_that_of_a_ratio_of_sums() -> None:
    random = np.random.default_rng(3)
    clusters = random.integers(0, 25, size=200)
    d = random.normal(size=200) + clusters
    found = one(d, np.zeros(200), clusters=clusters.tolist())
    residuals = [float(np.sum(d[clusters == c] - d.mean())) for c in np.unique(clusters)]
    expected = math.sqrt(25 / 24 * sum(r * r for r in residuals)) / 200
    assert found.standard_error == pytest.approx(expected)


def test_a_seed_gives_the_same_numbers_on_any_number_of_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a, b = scores(20_000, metrics=3)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    alone = paired_bootstrap(a, b, resamples=400, seed=4)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert paired_bootstrap(a, b, resamples=400, seed=4) == alone
    assert paired_bootstrap(a, b, resamples=400, seed=5) != alone


def test_a_metric_is_answered_alike_alone_and_among_others() -> None:
    a, b = scores(100, metrics=4)
    assert paired_bootstrap(a, b)[2] == one(a[:, 2], b[:, 2])


def test_an_example_without_a_score_is_left_out_of_that_metric_only() -> None:
    a, b = scores(40, metrics=2)
    holed = a.copy()
    holed[3, 0] = holed[7, 0] = math.nan
    first, second = paired_bootstrap(holed, b)
    kept = [i for i in range(40) if i not in (3, 7)]
    assert (first.n, first.left_out, second.n, second.left_out) == (38, 2, 40, 0)
    assert first.low == one(a[kept, 0], b[kept, 0]).low
    assert second == paired_bootstrap(a, b)[1]


def test_progress_is_told_from_beginning_to_end_and_may_stop_the_work() -> None:
    a, b = scores(20_000, metrics=2)
    told: list[float] = []
    paired_bootstrap(a, b, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 5

    def stop(share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        paired_bootstrap(a, b, progress=stop)


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ([], [], "no example has a score in both"),
        ([math.nan] * 30, [1.0] * 30, "no example has a score in both"),
        ([math.inf] + [0.5] * 29, [0.25] * 30, "1 example has an infinite score"),
    ],
)
def test_no_number_is_given_where_there_is_no_mean(
    a: list[float], b: list[float], why: str
) -> None:
    found = one(a, b)
    assert math.isnan(found.difference)
    assert math.isnan(found.value)
    assert (found.low, found.p, found.detectable, found.why) == (None, None, None, why)


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ([1.0], [0.0], "too few examples that both scored: 1, where 20 are needed"),
        ([0.3] * 50, [0.3] * 50, "every example has the same score in both"),
        (
            [0.1 * i + 0.3 for i in range(50)],
            [0.1 * i for i in range(50)],
            "the difference is the same in every example, so that nothing varies",
        ),
        ([1.0] + [0.0] * 49, [0.0] * 50, "too few examples differ between the two for an interval"),
        ([1e9] + [1.0, 0.0] * 24, [0.0] * 49, "too few examples differ between the two for an "),
    ],
)
def test_no_interval_is_given_where_nothing_can_be_resampled(
    a: list[float], b: list[float], why: str
) -> None:
    found = one(a, b)
    assert found.difference == pytest.approx(sum(a) / len(a) - sum(b) / len(b))
    assert (found.low, found.high, found.p) == (None, None, None)
    assert found.why.startswith(why)


def test_clusters_are_counted_for_what_is_too_few() -> None:
    a, b = scores(200)
    found = one(a, b, clusters=[i % 5 for i in range(200)])
    assert found.low is None
    assert found.why == "too few clusters: 5, where 20 are needed"


@pytest.mark.parametrize("size", [1e300, 1e-300])
def test_scores_of_any_size_are_compared_alike(size: float) -> None:
    a, b = scores(50)
    plain, sized = one(a, b), one(a * size, b * size)
    assert sized.p == pytest.approx(plain.p)
    assert sized.low == pytest.approx((plain.low or 0.0) * size)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="the same examples"):
        paired_bootstrap([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="3 clusters of 2 examples"):
        paired_bootstrap([1.0, 2.0], [1.0, 2.0], clusters=[1, 2, 3])
    with pytest.raises(ValueError, match="20 resamples have no interval"):
        paired_bootstrap([1.0, 2.0], [1.0, 2.0], resamples=20)


SCORES = st.one_of(
    st.sampled_from([0.0, 1.0]),
    st.floats(-1e6, 1e6),
    st.sampled_from([math.nan, math.inf, -math.inf, 1e308, 5e-324]),
)


@st.composite
def two_models(draw: st.DrawFn) -> tuple[list[float], list[float], list[int] | None]:
    pairs = draw(st.lists(st.tuples(SCORES, SCORES), max_size=60))
    clusters = draw(st.none() | st.lists(st.integers(0, 40), min_size=60, max_size=60))
    return (
        [a for a, _ in pairs],
        [b for _, b in pairs],
        None if clusters is None else clusters[: len(pairs)],
    )


@settings(max_examples=150, deadline=None)
@given(two_models())
def test_any_scores_have_an_honest_answer(
    models: tuple[list[float], list[float], list[int] | None],
) -> None:
    a, b, clusters = models
    found = one(a, b, clusters=clusters, resamples=200)
    assert found.n + found.left_out == len(a)
    units = found.n if found.clusters is None else found.clusters
    if found.low is None:
        assert found.why
        assert found.high is None
        assert found.p is None
        assert found.detectable is None
    else:
        assert units >= LEAST
        assert not found.why
        assert found.high is not None
        assert found.low <= found.difference <= found.high
        assert found.p is not None
        assert 0 < found.p <= 1
        assert (found.p <= 0.05) == (found.low > 0 or found.high < 0)


@settings(max_examples=150, deadline=None)
@given(two_models())
def test_swapping_the_models_negates_the_answer(
    models: tuple[list[float], list[float], list[int] | None],
) -> None:
    a, b, clusters = models
    there = one(a, b, clusters=clusters, resamples=200)
    back = one(b, a, clusters=clusters, resamples=200)
    assert back.why == there.why
    assert back.p == there.p
    assert back.standard_error == there.standard_error
    assert back.detectable == there.detectable
    if not math.isnan(there.difference):
        assert (back.value, back.baseline) == (there.baseline, there.value)
        assert back.difference == -there.difference
    if there.low is not None and there.high is not None:
        assert (back.low, back.high) == (-there.high, -there.low)


def test_zeros_and_ones_are_drawn_by_their_kinds_as_by_units(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    random = np.random.default_rng(5)
    a, b = ((random.random((4_000, 2)) < share).astype(float) for share in (0.8, 0.77))
    by_kinds = paired_bootstrap(a, b, resamples=20_000)
    monkeypatch.setattr(drawing, "MOST_KINDS", 0)
    by_units = paired_bootstrap(a, b, resamples=20_000)
    for one, other in zip(by_kinds, by_units, strict=True):
        error = one.standard_error or 0.0
        assert one != other
        assert one.low == pytest.approx(other.low, abs=0.04 * error)
        assert one.high == pytest.approx(other.high, abs=0.04 * error)


def test_swapping_many_zeros_and_ones_negates_the_answer() -> None:
    random = np.random.default_rng(6)
    a, b = ((random.random((5_000, 3)) < share).astype(float) for share in (0.8, 0.79))
    for there, back in zip(paired_bootstrap(a, b), paired_bootstrap(b, a), strict=True):
        assert there.low is not None
        assert there.high is not None
        assert (back.low, back.high, back.p) == (-there.high, -there.low, there.p)
