"""The fixture that gives tests a real node."""

from collections.abc import Iterator

import pytest

from tests.parts.elasticsearch.assemble import PartMissing
from tests.parts.elasticsearch.node import Node


@pytest.fixture(scope="session")
def elasticsearch() -> Iterator[Node]:
    """One node for the whole session; tests use indices of their own."""
    try:
        node = Node()
    except PartMissing as missing:
        pytest.skip(str(missing))
    with node:
        yield node
