"""setup.cfg names every package, as `find:` can't map the folder of `mlhome` to its name."""

import configparser
from pathlib import Path

ROOT = Path(__file__).parents[1]
PUBLIC = "plugins/mlhome"


def test_every_package_is_installed() -> None:
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    named = set(settings["options"]["packages"].split())
    assert named - _packages() == {"mlhome"}
    assert _packages() - named == set(), "name these in setup.cfg, under [options] packages"


def _packages() -> set[str]:
    folders = {
        file.parent.relative_to(ROOT).as_posix()
        for top in ("catalog", "plugins", "descriptors", "search")
        for file in (ROOT / top).rglob("__init__.py")
        if "node_modules" not in file.parts
    }
    return {folder.replace("/", ".") for folder in folders - {PUBLIC}}
