"""The plugin keeps the contract, and ingestion keeps what it says."""

from pathlib import Path

import pytest

from plugins.evaljson import plugin
from plugins.testing import check_plugin


@pytest.mark.faults
def test_it_keeps_the_contract() -> None:
    assert check_plugin(plugin) == []


def test_its_readme_names_every_setting_and_problem() -> None:
    text = Path(plugin.__file__).with_name("README.md").read_text("utf-8")
    assert all(f"`{it.name}`" in text for it in plugin.settings())
    for code in ("json", "no-results", "samples", "nameless", "name"):
        assert f"`evaljson/{code}`" in text
