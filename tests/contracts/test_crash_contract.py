"""A process may be killed anywhere: the next one finishes what it left, and nothing is lost.

Real processes and SIGKILL, on both sets of parts.
"""

import random
import time
from pathlib import Path

import pytest

from catalog.ingest import ParsePool
from catalog.store.failpoints import NAMES
from tests.parts.crashing import System, work
from tests.parts.elasticsearch.fixture import elasticsearch  # noqa: F401

pytestmark = pytest.mark.faults


@pytest.fixture(
    params=[
        "default",
        pytest.param("outgrown", marks=[pytest.mark.postgres, pytest.mark.elasticsearch]),
    ]
)
def system(request: pytest.FixtureRequest, tmp_path: Path) -> System:
    """The default parts, and those that replace them when they are outgrown."""
    if request.param == "default":
        return System(f"sqlite:///{tmp_path / 'catalog.db'}", "", tmp_path)
    database_url = request.getfixturevalue("empty_postgres_url")
    search_url = str(request.getfixturevalue("elasticsearch").url)
    return System(database_url, search_url, tmp_path)


@pytest.mark.parametrize("failpoint", NAMES)
def test_nothing_is_lost_at_any_failpoint(system: System, pool: ParsePool, failpoint: str) -> None:
    system.declare(1)
    work(system, pool)
    expected = system.declare(2)
    system.crash_at(failpoint)
    work(system, pool)
    assert system.titles() == expected
    assert system.disagreements() == {}


def test_nothing_is_lost_in_the_very_first_run(system: System, pool: ParsePool) -> None:
    expected = system.declare(1)
    system.crash_at("after-commit")
    system.crash_at("before-index-commit")
    work(system, pool)
    assert system.titles() == expected
    assert system.disagreements() == {}


@pytest.mark.parametrize("moments", [5, 100], ids=["few", "many"])
def test_nothing_is_lost_at_random_moments(system: System, pool: ParsePool, moments: int) -> None:
    chance = random.Random(moments)
    system.declare(0)
    began = time.monotonic()
    system.start().communicate(timeout=60)
    longest = time.monotonic() - began
    for number in range(1, moments + 1):
        expected = system.declare(number)
        system.kill_after(chance.uniform(0, longest))
        work(system, pool)
        assert (number, system.titles()) == (number, expected)
        assert (number, system.disagreements()) == (number, {})
