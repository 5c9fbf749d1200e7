"""Made-up models whose true difference is known, and how often the answer holds."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from catalog.statistics import IMPROVED, REGRESSED, label, paired_bootstrap

AT_ONCE = 500  # data sets that share their resamples, as metrics do


@dataclass(frozen=True)
class Scores:
    """Of the two models, (examples, data sets); `clusters` of the examples, if they have any."""

    a: np.ndarray
    b: np.ndarray
    clusters: list[int] | None = None


Draw = Callable[[np.random.Generator, int], Scores]


@dataclass(frozen=True)
class Shares:
    answered: float
    covered: float  # of those that have an interval, like those below
    below: float  # the truth is below the interval
    above: float
    improved: float  # of all
    regressed: float


def simulate(draw: Draw, truth: float, n: int, data_sets: int, seed: int = 11) -> Shares:
    found = []
    for turn in range(data_sets // AT_ONCE):
        it = draw(np.random.default_rng((seed, n, turn)), n)
        found += paired_bootstrap(it.a, it.b, clusters=it.clusters, seed=turn)
    answered = [one for one in found if one.low is not None and one.high is not None]
    below = sum(truth < (one.low or 0.0) for one in answered) / len(answered)
    above = sum(truth > (one.high or 0.0) for one in answered) / len(answered)
    words = [label(one, "higher") for one in found]
    return Shares(
        answered=len(answered) / len(found),
        covered=1 - below - above,
        below=below,
        above=above,
        improved=words.count(IMPROVED) / len(found),
        regressed=words.count(REGRESSED) / len(found),
    )


def normal(random: np.random.Generator, n: int) -> Scores:
    """Both are right about the same examples, by and large."""
    shared = random.normal(size=(n, AT_ONCE))
    return Scores(*(shared + random.normal(0, 0.5, size=shared.shape) for _ in "ab"))


def zeros_and_ones(random: np.random.Generator, n: int) -> Scores:
    """Accuracies of 80 %; the two disagree about one example in five."""
    kind = random.random((n, AT_ONCE))
    return Scores((kind < 0.8).astype(float), ((kind < 0.7) | (kind > 0.9)).astype(float))


def skewed(random: np.random.Generator, n: int) -> Scores:
    """Losses, with a true difference of 0.5."""
    size = (n, AT_ONCE)
    return Scores(random.exponential(1.0, size), random.exponential(0.5, size))


def skewed_around_zero(random: np.random.Generator, n: int) -> Scores:
    """Mostly a little better, now and then much worse, and equal on the whole."""
    difference = 1 - random.exponential(1.0, (n, AT_ONCE))
    return Scores(difference, np.zeros_like(difference))


def long_tails(random: np.random.Generator, n: int) -> Scores:
    difference = random.standard_t(3, size=(n, AT_ONCE))
    return Scores(difference, np.zeros_like(difference))


def very_skewed(random: np.random.Generator, n: int) -> Scores:
    """Differences of a log-normal distribution: a skewness of 6."""
    difference = random.lognormal(size=(n, AT_ONCE))
    return Scores(difference, np.zeros_like(difference))


def mostly_ties(random: np.random.Generator, n: int) -> Scores:
    """Seven of ten examples have the same score."""
    difference = random.laplace(size=(n, AT_ONCE)) * (random.random((n, AT_ONCE)) < 0.3)
    return Scores(difference, np.zeros_like(difference))


def clustered(random: np.random.Generator, n: int) -> Scores:
    """`n` users with one to ten examples each, which go one way more often than not."""
    sizes = 1 + random.binomial(9, 0.4, size=n)
    user = np.repeat(np.arange(n), sizes)
    likes = random.normal(size=(n, AT_ONCE))[user]
    difference = likes + random.normal(size=likes.shape)
    return Scores(difference, np.zeros_like(difference), user.tolist())


def clustered_zeros_and_ones(random: np.random.Generator, n: int) -> Scores:
    sizes = 1 + random.poisson(4, size=n)
    user = np.repeat(np.arange(n), sizes)
    right = [random.beta(4, 1, size=(n, AT_ONCE))[user] for _ in "ab"]
    return Scores(*((random.random(p.shape) < p).astype(float) for p in right), user.tolist())
