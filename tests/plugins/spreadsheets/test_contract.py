"""The plugin keeps the contract of plugins, whatever it meets."""

from plugins.testing import check_plugin


def test_it_keeps_the_contract() -> None:
    assert check_plugin("spreadsheets") == []
