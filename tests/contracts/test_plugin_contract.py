"""Every plugin that comes along, or is installed beside, keeps the contract."""

import configparser
import importlib
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest

from plugins.api import ENTRY_POINTS
from plugins.testing import Upstream, check_plugin
from tests.plugins.mlflow.recorded_server import answers as mlflow_answers
from tests.plugins.mlflow.story import MODEL_FILE

ROOT = Path(__file__).parents[2]
GOOD_ANSWERS: Mapping[str, Upstream] = {"mlflow": {**mlflow_answers(), "MLmodel": MODEL_FILE}}
NAMED = {
    "mlflow.org/experiment": "podcast-search",
    "mlflow.org/registered-model": "podcast-search-ranker",
}
# The kit kills what hangs, again and again.
pytestmark = pytest.mark.faults


def bundled() -> dict[str, str]:
    """Modules by the names under which setup.cfg brings them along."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    lines = settings["options.entry_points"][ENTRY_POINTS].split("\n")
    pairs = (line.split("=") for line in lines if line.strip())
    return {name.strip(): module.strip() for name, module in pairs}


INSTALLED = {entry.name: entry.value for entry in entry_points(group=ENTRY_POINTS)}


@pytest.mark.parametrize("name", sorted({**INSTALLED, **bundled()}))
def test_a_plugin_keeps_the_contract(name: str) -> None:
    plugin: ModuleType | str = name
    if name in bundled():
        plugin = importlib.import_module(bundled()[name])
    assert check_plugin(plugin, upstream=GOOD_ANSWERS.get(name), annotations=NAMED) == []
