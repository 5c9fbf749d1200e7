"""The plugin keeps the contract of plugins, whatever it meets."""

import re
from pathlib import Path

import pytest

from plugins.spreadsheets import plugin
from plugins.testing import check_plugin

README = Path(plugin.__file__).with_name("README.md").read_text("utf-8")


@pytest.mark.slow
def test_it_keeps_the_contract() -> None:
    assert check_plugin("spreadsheets") == []


def test_the_readme_names_every_problem() -> None:
    folder = Path(plugin.__file__).parent
    code = "\n".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    codes = set(re.findall(r"\"spreadsheets/([a-z-]+)\"", code))
    codes |= set(re.findall(r"remarks\.(?:cell|warn)\(\s*\"([a-z-]+)\"", code))
    assert codes == set(re.findall(r"`spreadsheets/([a-z-]+)`", README))
