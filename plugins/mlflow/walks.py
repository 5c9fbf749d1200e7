"""Walks over runs in the order of one of their times.

MLflow pages by offset, so that a page shifts whenever a run comes or goes before it. A walk names
the time it has come to instead, and reads on from there: runs of exactly that time are read twice,
none is passed over. There is no index on these times in MLflow: a page costs it a look at all
runs of the experiments, which is why pages are not small.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.api import Problem, UpstreamFailed
from plugins.mlflow.client import Mlflow, Page
from plugins.mlflow.cursor import Walk
from plugins.mlflow.records import Run

A_PAGE = 100
# What is tried where a page is too big for one answer.
SMALLER = (10, 1)


@dataclass(frozen=True, slots=True)
class Way:
    """Which runs, and in which order: by their start from the last, or by their end from the
    first on."""

    experiments: Sequence[str]
    where: str = ""
    by_end: bool = False

    def filter(self, at: int | None) -> str:
        sign = ">=" if self.by_end else "<="
        beyond = [f"attributes.{self._time} {sign} {at}"] if at is not None else []
        return " and ".join([*([self.where] if self.where else []), *beyond])

    @property
    def order(self) -> Sequence[str]:
        return [f"attributes.{self._time} {'ASC' if self.by_end else 'DESC'}"]

    @property
    def _time(self) -> str:
        return "end_time" if self.by_end else "start_time"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of a walk; `next` is where the walk goes on, None at its end. `reached` is the time
    (milliseconds) of its last run, 0 without any."""

    runs: Sequence[Run]
    problems: Sequence[Problem]
    next: Walk | None
    reached: int = 0


def stretch(server: Mlflow, way: Way, walk: Walk) -> Stretch:
    """The runs that come next. Raises UpstreamFailed."""
    if not way.experiments:
        return Stretch((), (), None)
    page = _page(server, way, walk)
    times = [_time(run, way) for run in page.items]
    following = _next(page.next, times, walk)
    runs = _from(list({run.id: run for run in page.items}.values()), walk.after)
    return Stretch(runs, page.problems, following, times[-1] if times else 0)


def _page(server: Mlflow, way: Way, walk: Walk) -> Page[Run]:
    where, order = way.filter(walk.at), way.order
    for limit in (A_PAGE, *SMALLER):
        try:
            return server.runs(way.experiments, where, order, limit, walk.token)
        except UpstreamFailed as failure:
            if limit == SMALLER[-1] or not failure.too_large:
                raise
    raise AssertionError("the last size either answers or raises")


def _next(token: str, times: Sequence[int], walk: Walk) -> Walk | None:
    if not token:
        return None
    if times and times[-1] != walk.at:
        return Walk(at=times[-1])
    return Walk(at=walk.at, token=token)


def _time(run: Run, way: Way) -> int:
    return (run.ended if way.by_end else run.started) or 0


def _from(runs: Sequence[Run], after: str) -> Sequence[Run]:
    """Those after the one that was the last to be done with; all, where it is gone."""
    ids = [run.id for run in runs]
    return runs[ids.index(after) + 1 :] if after in ids else runs
