"""`mlhome plugin new` to a panel, as the guide promises."""

import json
from pathlib import Path

import pytest

from tests.installed.conftest import Installation

pytestmark = pytest.mark.package
GOOD = "lineage/address=https://example.com/dashboard"


@pytest.fixture(scope="module")
def lineage(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new plugin, which is installed as its authors do."""
    folder = tmp_path_factory.mktemp("new")
    assert "setup.cfg" in installation.mlhome("plugin", "new", "lineage", "--into", str(folder))
    installation.install("-e", f"{folder / 'mlhome-lineage'}[tests]")
    return folder / "mlhome-lineage"


def test_it_keeps_the_contract(installation: Installation, lineage: Path) -> None:
    assert "keeps the contract" in installation.mlhome("plugin", "check", "lineage")
    assert "passed" in installation.python("-m", "pytest", str(lineage))


def test_its_panel_is_shown_at_once(installation: Installation, lineage: Path) -> None:
    installation.record("ingest", str(lineage / "example"))
    found = json.loads(installation.record("search", "lineage.host:example.com", "-o", "json"))
    assert [it["entityRef"] for it in found["hits"]] == ["project:default/lineage-example"]
    with installation.serving() as site:
        page = site.text("/catalog/default/project/lineage-example")
        assert "https://example.com/dashboard" in page
        assert "<code>example.com</code>" in page


def test_what_breaks_the_contract_is_told(installation: Installation, lineage: Path) -> None:
    source = lineage / "mlhome_lineage" / "plugin.py"
    good = source.read_text()
    source.write_text(good.replace('"host": host}', '"host": 17}'))
    said = installation.mlhome(*("plugin", "check", "lineage", "--annotation", GOOD), expect=1)
    source.write_text(good)
    assert "breaks the contract" in said
    assert "`address`: host" in said
