"""An embedded index beside the catalog."""

from pathlib import Path

import pytest

from catalog.indexing import Engine


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine("", tmp_path / "index")
