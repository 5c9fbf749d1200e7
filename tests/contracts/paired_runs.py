"""Runs with scores of examples, and what is found where they are compared in pairs."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from sqlalchemy import Row, select

from catalog.comparison.bootstraps import Done, NoExamples, Options, Running, paired
from catalog.evaluations import record_runs, run_id_of
from catalog.store.comparison_tables import comparison_result
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from plugins.facts import Examples
from tests.catalog.evaluations.runs import NOW, a_run

FEW = Options(resamples=200)
LEAVE = 0.0  # seconds to compute at once: none


def record(
    database: Database,
    uid: str,
    scores: Mapping[str, Sequence[float]],
    ids: Sequence[str] = (),
    clusters: Sequence[str] = (),
    slices: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> int:
    """The number of a run with scores of examples, by default of `e0`, `e1` …"""
    count = len(next(iter(scores.values())))
    named = ids or [f"e{place}" for place in range(count)]
    examples = Examples(ids=named, scores=scores, clusters=clusters, slices=slices)
    with database.write() as connection:
        done = record_runs(connection, "api", [a_run(uid, examples=examples)], NOW)
    assert done.problems == []
    found = run_id_of(database, EVERYONE, "api", uid)
    assert found is not None
    return found


def rising(count: int = 50, plus: float = 0.0, seed: int = 1) -> list[float]:
    noise = np.random.default_rng(seed).normal(size=count)
    return [float(one) + plus for one in noise]


def compared(
    database: Database, run: int, base: int, seconds: float = 5.0, now: float = NOW
) -> Done | Running | NoExamples:
    return paired(database, EVERYONE, run, base, options=FEW, now=now, seconds=seconds)


def done(database: Database, run: int, base: int) -> Done:
    found = compared(database, run, base)
    assert isinstance(found, Done)
    return found


def rows(database: Database) -> list[Row[Any]]:
    with database.read() as connection:
        return list(connection.execute(select(comparison_result)))
