"""Real descriptor files of many public repositories, laid out as the repositories they are from."""

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.journeys.repositories import AUTHOR, git

# Whatever a descriptor is called there; hidden folders are read only where they are named.
ANY_DESCRIPTOR = "*.y*ml*"
HIDDEN_DESCRIPTORS = ".backstage/**/*.yaml"


def indexed(shared: Path, category: str) -> dict[str, list[str]]:
    """The paths of a category's files by their repository (`owner/name`)."""
    found: dict[str, list[str]] = defaultdict(list)
    with (shared / "corpus" / "INDEX.tsv").open(encoding="utf-8") as index:
        for row in csv.DictReader(index, delimiter="\t"):
            if row["category"] == category:
                found[row["repo"]].append(row["path"])
    return found


def lay_out(shared: Path, folder: Path) -> dict[str, Path]:
    """Each repository of the real descriptors, with one commit, by its name."""
    return dict(_laid_out(shared, folder, indexed(shared, "backstage")))


def target(repository: Path, paths: Iterable[str]) -> str:
    """What to type so that all of the paths are read."""
    hidden = any(path.startswith(".") for path in paths)
    return f"git+file://{repository}#main:{HIDDEN_DESCRIPTORS if hidden else ANY_DESCRIPTOR}"


def _laid_out(
    shared: Path, folder: Path, files: dict[str, list[str]]
) -> Iterator[tuple[str, Path]]:
    for name, paths in files.items():
        root = folder / name
        for path in paths:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            kept = shared / "corpus" / "backstage" / name.replace("/", "__") / path
            shutil.copyfile(kept, root / path)
        git(root, "init", "--quiet", "--initial-branch=main")
        git(root, "add", "--all", "--force")
        git(root, *AUTHOR, "commit", "--quiet", "-m", "begin")
        yield name, root
