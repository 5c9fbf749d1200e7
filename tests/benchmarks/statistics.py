"""The speed of the paired bootstrap: `python -m tests.benchmarks.statistics [--examples N]`.

Beside scipy's own in the same run: of the same differences, with as many resamples, by its quickest
method (percentiles, which needs no standard error of each resample). Machines differ and are
shared: the ratio is what counts, not the time.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator

import numpy as np
from scipy import stats

from catalog.statistics import RESAMPLES, paired_bootstrap
from tests.benchmarks.table import Row, render

TIMES = 3  # the quickest counts


def main() -> None:
    options = _options()
    print(render(_rows(options.examples, options.metrics), peer="scipy"))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.statistics")
    parser.add_argument("--examples", type=int, default=100_000)
    parser.add_argument("--metrics", type=int, default=20)
    return parser.parse_args()


def _rows(examples: int, metrics: int) -> Iterator[Row]:
    random = np.random.default_rng(1)
    a = random.random((examples, metrics))
    b = a + random.normal(0.0, 0.1, size=a.shape)
    right = [(random.random((examples, 1)) < 0.8).astype(float) for _ in "ab"]
    users = (np.arange(examples) // 10).tolist()
    name = f"{examples:,} examples"
    ours, theirs = _quickest(lambda: paired_bootstrap(a, b)), _seconds(lambda: _scipys(a - b))
    yield _row(f"{name} x {metrics} metrics, {RESAMPLES:,} resamples", ours, theirs, "< 2 s")
    single = right[0] - right[1]
    ours = _quickest(lambda: paired_bootstrap(*right))
    yield _row(f"{name} x 1 metric of zeros and ones", ours, _seconds(lambda: _scipys(single)))
    ours = _quickest(lambda: paired_bootstrap(a, b, clusters=users))
    yield _row(f"{name} x {metrics} metrics, in clusters of 10", ours)
    small = (a[:1_000, :3], b[:1_000, :3])
    ours = _quickest(lambda: paired_bootstrap(*small))
    theirs = _seconds(lambda: _scipys(small[0] - small[1]))
    yield _row("1,000 examples x 3 metrics", ours, theirs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row("most memory, with the scores and scipy", f"{peak:.0f} MB")


def _scipys(differences: np.ndarray) -> None:
    # Resamples of about 100 MB at once: with all at once, it would take 32 GB.
    batch = max(1, 100_000_000 // (8 * differences.size))
    stats.bootstrap(
        (differences,),
        np.mean,
        axis=0,
        n_resamples=RESAMPLES,
        batch=batch,
        method="percentile",
        rng=np.random.default_rng(1),
    )


def _row(name: str, ours: float, theirs: float | None = None, goal: str = "") -> Row:
    if theirs is None:
        return Row(name, f"{ours:.3f} s", goal=goal)
    return Row(name, f"{ours:.3f} s", f"{theirs:.3f} s", theirs / ours, goal)


def _quickest(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _ in range(TIMES))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
