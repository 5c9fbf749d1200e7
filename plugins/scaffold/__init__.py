"""A new plugin: a whole distribution that installs, keeps the contract and shows a panel."""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from descriptors.problems import Problem
from plugins.api import NAME, NAME_RULE

PLACE = "PLUGIN_NAME"  # what stands for the name in the files
SUFFIX = ".txt"  # so that no tool takes them for what they will be
PACKAGE = "package"


def write_plugin(name: str, into: Path) -> list[Path] | Problem:
    """Write the distribution `mlhome-NAME` into a folder; gives its files. Nothing is overwritten.

    Raises OSError where the folder can't be written.
    """
    if not NAME.fullmatch(name):
        return Problem(
            "plugin/name", f"`{name[:80]}` can't name a plugin", f"it must be {NAME_RULE}"
        )
    folder = into / f"mlhome-{name}"
    if folder.exists():
        return Problem("plugin/exists", f"{folder} is there already", "move it, or use --into")
    return [
        _write(folder, name, path, source)
        for path, source in sorted(_files(resources.files("plugins.scaffold") / "files").items())
    ]


def _write(folder: Path, name: str, path: str, source: Traversable) -> Path:
    target = folder / path.removesuffix(SUFFIX).replace(f"{PACKAGE}/", f"mlhome_{name}/", 1)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(source.read_text("utf-8").replace(PLACE, name), encoding="utf-8")
    return target


def _files(folder: Traversable, before: str = "") -> dict[str, Traversable]:
    found: dict[str, Traversable] = {}
    for entry in folder.iterdir():
        if entry.is_dir():
            found |= _files(entry, f"{before}{entry.name}/")
        else:
            found[f"{before}{entry.name}"] = entry
    return found
