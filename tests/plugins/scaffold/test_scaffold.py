"""A new plugin is whole from its first moment."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from catalog.cli import mlhome
from descriptors.problems import Problem
from plugins.scaffold import PLACE, SUFFIX, write_plugin
from plugins.testing import check_plugin


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The plugin `lineage`, imported from where it was written."""
    write_plugin("lineage", tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "mlhome-lineage")
    yield importlib.import_module("mlhome_lineage.plugin")
    for name in ("mlhome_lineage.plugin", "mlhome_lineage"):
        sys.modules.pop(name, None)


def test_it_keeps_the_contract(module: ModuleType) -> None:
    assert check_plugin(module, annotations={module.ADDRESS: "https://example.com"}) == []


def test_every_file_bears_its_name(tmp_path: Path) -> None:
    written = write_plugin("lineage", tmp_path)
    assert isinstance(written, list)
    names = {path.relative_to(tmp_path / "mlhome-lineage").as_posix() for path in written}
    assert {"setup.cfg", "mlhome_lineage/plugin.py", "tests/test_plugin.py"} <= names
    assert not any(PLACE in path.read_text() or path.suffix == SUFFIX for path in written)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mlhome-lineage").mkdir()
    refused = write_plugin("lineage", tmp_path)
    assert isinstance(refused, Problem)
    assert refused.code == "plugin/exists"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Lineage", "can't name a plugin"),
        ("../up", "can't name a plugin"),
        ("line-age", "can't name a plugin"),
        ("search", "is a command of ML Home"),
        ("plugin", "is a command of ML Home"),
        ("mlflow", "is an installed plugin"),
    ],
)
def test_a_name_that_would_not_work_is_refused(tmp_path: Path, name: str, said: str) -> None:
    done = CliRunner().invoke(mlhome, ["plugin", "new", name, "--into", str(tmp_path)])
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert said in done.output


def test_a_folder_that_can_t_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    command = ["plugin", "new", "lineage", "--into", str(file / "below")]
    done = CliRunner().invoke(mlhome, command)
    assert done.exit_code == 1
    assert "can't be written" in done.output


def test_checking_what_is_not_there_says_so() -> None:
    done = CliRunner().invoke(mlhome, ["plugins", "check", "nowhere"])
    assert (done.exit_code, "no plugin `nowhere`" in done.output) == (1, True)
