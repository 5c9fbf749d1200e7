"""The plugin of the author's guide is one. Its commands: tests/journeys/test_plugin_guide.py."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from plugins.testing import check_plugin
from tests.plugins import guide


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(guide.written(tmp_path))
    yield importlib.import_module("mlhome_words.plugin")
    for name in [it for it in sys.modules if it.partition(".")[0] == "mlhome_words"]:
        del sys.modules[name]


@pytest.mark.slow
def test_its_plugin_keeps_the_contract(module: ModuleType) -> None:
    found = check_plugin(module, upstream={"/count": {"count": 3}, "/repositories": []})
    assert found == []
