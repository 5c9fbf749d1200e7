"""The plugin keeps the contract, whatever serves its list."""

from pathlib import Path

import pytest

from plugins.testing import check_plugin


@pytest.mark.slow
def test_the_contract_kit_finds_nothing_wrong(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("https://git.example/ml/search.git\n")
    assert check_plugin("repositories", settings={"lists": (str(file),)}) == []
