"""The plugin keeps the contract of ML Home."""

from mlhome.testing import check_plugin
from mlhome_dvc import plugin


def test_the_contract_kit_finds_nothing_wrong() -> None:
    assert check_plugin(plugin) == []
