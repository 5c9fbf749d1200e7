"""The fixture that gives tests a real node."""

import atexit
from functools import cache

import pytest

from tests.parts.elasticsearch.assemble import PartMissing
from tests.parts.elasticsearch.node import Node


@pytest.fixture(scope="session")
def elasticsearch() -> Node:
    """One node for the whole process, however many modules import this fixture; tests use
    indices of their own."""
    try:
        return _running()
    except PartMissing as missing:
        pytest.skip(str(missing))


@cache
def _running() -> Node:
    node = Node()
    atexit.register(_end, node)
    return node.start()


def _end(node: Node) -> None:
    node.kill()
    node.remove()
