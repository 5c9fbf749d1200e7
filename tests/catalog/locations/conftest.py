"""What the tests of locations share."""

from pathlib import Path

import pytest

from catalog.locations import ReadPolicy


@pytest.fixture
def policy(tmp_path: Path) -> ReadPolicy:
    return ReadPolicy(cache=tmp_path / "cache")
