"""Fixtures: a real server, which all tests of a process share, each with experiments of its own."""

import uuid
from collections.abc import Callable
from typing import TypeAlias

import pytest

from tests.parts.mlflow_filling import Filling, fill_database
from tests.parts.mlflow_fixture import mlflow_server
from tests.parts.mlflow_server import MlflowServer
from tests.plugins.mlflow.reading import Reader

Many: TypeAlias = Callable[[str, int, int], None]

__all__ = ["mlflow_server"]


@pytest.fixture
def filling(mlflow_server: MlflowServer) -> Filling:
    return Filling(mlflow_server.url)


@pytest.fixture
def many(mlflow_server: MlflowServer) -> Many:
    """Makes so many runs of an experiment at once, so many milliseconds apart."""

    def make(experiment: str, runs: int, spacing: int) -> None:
        seed = uuid.uuid4().int
        file = mlflow_server.database
        fill_database(file, experiment, runs=runs, metrics=2, params=1, spacing=spacing, seed=seed)

    return make


@pytest.fixture
def name() -> str:
    """Of an experiment that no other test has."""
    return f"exp-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def reader(mlflow_server: MlflowServer, name: str) -> Reader:
    """Reads what begins with the test's own name, and nothing of other tests."""
    reader = Reader(mlflow_server.url)
    reader.settings["skip"] = (f"[!{name[0]}]*", *_others(name))
    return reader


def _others(name: str) -> tuple[str, ...]:
    """Patterns that together match every name which does not begin with this one."""
    return tuple(f"{name[:place]}[!{name[place]}]*" for place in range(1, len(name)))
