"""The plugin keeps the contract, and does what its README says."""

import re
from pathlib import Path

import pytest

from plugins.testing.kit import check_plugin
from plugins.tfma import plugin

README = Path(plugin.__file__).with_name("README.md").read_text("utf-8")


@pytest.mark.slow
def test_the_contract_kit_finds_nothing_wrong() -> None:
    assert check_plugin("tfma") == []


def test_the_readme_names_every_search_field_and_check() -> None:
    for field in plugin.search_fields():
        assert f"`tfma.{field.name}" in README
    for check in plugin.checks():
        assert f"`{check.name}`" in README


def test_the_readme_names_every_problem() -> None:
    code = "\n".join(file.read_text("utf-8") for file in Path(plugin.__file__).parent.glob("*.py"))
    codes = set(re.findall(r"(?:wrong|warn)\(\s*\"([a-z-]+)\"", code))
    assert codes
    assert {f"tfma/{it}" for it in codes} == set(re.findall(r"\| `(tfma/[a-z-]+)` \|", README))
