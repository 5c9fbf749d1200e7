"""Every journey is made twice: on the default set-up, and on the one for many people."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.running import Home
from tests.parts.elasticsearch.fixture import elasticsearch
from tests.parts.elasticsearch.node import Node
from tests.parts.postgres import postgres_binaries, running_postgres

__all__ = ["elasticsearch"]

BOTH_COLUMNS = [
    pytest.param("default"),
    pytest.param("outgrown", marks=[pytest.mark.postgres, pytest.mark.elasticsearch]),
]
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    if postgres_binaries() is None:
        pytest.skip("needs a PostgreSQL server")
    with running_postgres() as url:
        yield url


@pytest.fixture(params=BOTH_COLUMNS)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """An installation with nothing in it."""
    if request.param == "default":
        return Home(tmp_path / "data")
    node: Node = request.getfixturevalue("elasticsearch")
    url = new_database(request.getfixturevalue("postgres_server"))
    for index in node_indices(node):
        delete_index(node, index)
    environment = {"MLHOME_DATABASE_URL": url, "MLHOME_SEARCH_URL": node.url}
    return Home(tmp_path / "data", environment)


def new_database(server: str) -> str:
    """An empty database on a server, by name."""
    import psycopg

    name = f"journey_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.rpartition("/")[0] + "/" + name


def node_indices(node: Node) -> list[str]:
    import json
    import urllib.request

    with urllib.request.urlopen(f"{node.url}/_alias", timeout=30) as answer:
        return [name for name in json.load(answer) if name.startswith("mlhome-")]


def delete_index(node: Node, index: str) -> None:
    import urllib.request

    request = urllib.request.Request(f"{node.url}/{index}", method="DELETE")
    urllib.request.urlopen(request, timeout=30).close()
