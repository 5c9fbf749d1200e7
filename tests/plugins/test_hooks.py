"""Every hook is documented, tested, and used by a plugin that people can read."""

import importlib
import re
from pathlib import Path

import pytest

from plugins.api import Hooks
from plugins.host.declarations import DECLARED
from plugins.host.loading import LoadedPlugin, load_plugin, load_plugins
from tests.conftest import ROOT
from tests.plugins import guide

ONLY_IN_THE_EXAMPLE = ("readers",)
HOOKS = sorted(name for name in vars(Hooks) if not name.startswith("_"))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[LoadedPlugin]:
    """The plugins that come along, and the example of one that others distribute."""
    monkeypatch.syspath_prepend(ROOT / "tests" / "example_plugin")
    dvc = load_plugin("dvc", {"dvc": importlib.import_module("mlhome_dvc.plugin")})
    assert isinstance(dvc, LoadedPlugin)
    bundled = [it for it in load_plugins().loaded if it.distribution == "mlhome"]
    assert {it.name for it in bundled} >= {"mlflow", "repositories"}
    return [*bundled, dvc]


def test_the_host_asks_for_every_hook() -> None:
    assert sorted(DECLARED) == HOOKS


@pytest.mark.parametrize("hook", HOOKS)
def test_it_has_its_place_in_the_guide(hook: str) -> None:
    assert guide.headings().count(f"`{hook}`") == 1
    assert f"@hook\ndef {hook}():" in guide.files()[guide.PLUGIN]


@pytest.mark.parametrize("hook", HOOKS)
def test_a_test_has_a_plugin_with_it(hook: str) -> None:
    declared = re.compile(rf"@hook\n\s*def {hook}\(")
    sources = [it for it in (ROOT / "tests").rglob("*.py") if it != Path(__file__)]
    assert any(declared.search(it.read_text(encoding="utf-8")) for it in sources)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_plugin_that_can_be_read_uses_it(hook: str, shown: list[LoadedPlugin]) -> None:
    users = {it.name for it in shown if getattr(it, hook)}
    assert users
    assert users != {"dvc"} or hook in ONLY_IN_THE_EXAMPLE
