"""The fixture that gives tests a real MLflow server."""

import atexit
from functools import cache

import pytest

from tests.parts.elasticsearch.assemble import PartMissing
from tests.parts.mlflow_server import MlflowServer


@pytest.fixture(scope="session")
def mlflow_server() -> MlflowServer:
    """One server for the whole process, however many modules import this fixture: it takes half
    a minute to start. Tests use experiments and registered models of their own."""
    try:
        return _running()
    except PartMissing as missing:
        pytest.skip(str(missing))


@cache
def _running() -> MlflowServer:
    server = MlflowServer()
    atexit.register(_end, server)
    return server.start()


def _end(server: MlflowServer) -> None:
    server.stop()
    server.remove()
