"""The files that a `dvc.yaml` leads to: which they are, and what they hold."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from mlhome import File, Problem, Value
from mlhome_dvc.beside import DESCRIPTORS
from mlhome_dvc.files import Unreadable, read_file
from mlhome_dvc.lock import Lock, read_lock
from mlhome_dvc.remotes import read_remotes
from mlhome_dvc.stages import PARAMS, Pipeline, all_files
from mlhome_dvc.templating import Templating

LOCK = "dvc.lock"
MOST_FILES = 80  # that are named; ML Home gives a reader no more than a hundred
Made = TypeVar("Made")
READABLE = (".json", ".yaml", ".yml", ".toml", ".csv", ".tsv")


@dataclass
class Repository:
    """What is beside a `dvc.yaml`, as far as it was asked for."""

    file: File
    problems: list[Problem] = field(default_factory=list)

    @property
    def config(self) -> str:
        above = "../" * (len(PurePosixPath(self.file.path).parts) - 1)
        return f"{above}.dvc/config"

    def templating(self, content: Mapping[str, Value]) -> Templating:
        """Values of `params.yaml`, and of all that `vars` names or says."""
        values = dict(self._mapping(PARAMS))
        for given in _list(content.get("vars")):
            if isinstance(given, dict):
                values |= given
            elif isinstance(given, str):
                path, _, names = given.partition(":")
                found = self._mapping(path)
                wanted = names.split(",") if names else found
                values |= {name: found[name] for name in wanted if name in found}
        return Templating(values)

    def missing(self, content: Mapping[str, Value], made: Pipeline, *, plots: bool) -> list[str]:
        """Files that are still to be asked for."""
        variables = [it.partition(":")[0] for it in _list(content.get("vars")) if _is_text(it)]
        named = [*variables, *made.metrics, *all_files(made.stages)]
        named += [plot.file for plot in made.plots] if plots else []
        readable = [path for path in dict.fromkeys(named) if _is_near(path)][:MOST_FILES]
        fixed = (PARAMS, LOCK, self.config, *DESCRIPTORS)
        return [path for path in dict.fromkeys((*fixed, *readable)) if path not in self.file.near]

    @cached_property
    def lock(self) -> Lock:
        return read_lock(self.contents([LOCK]).get(LOCK))

    @cached_property
    def remotes(self) -> dict[str, str]:
        return read_remotes(self.file.near.get(self.config) or b"")

    def contents(self, paths: Iterable[str]) -> dict[str, Value]:
        """By path; what is not kept in Git is not there, what can't be read is a problem."""
        return dict(self.each(paths, read_file))

    def each(
        self, paths: Iterable[str], read: Callable[[str, bytes], Made]
    ) -> Iterator[tuple[str, Made]]:
        for path in dict.fromkeys(paths):
            data = self.file.near.get(path)
            if data is None:
                continue
            try:
                yield path, read(path, data)
            except Unreadable as error:
                self.complain("dvc/file", f"`{path}` can't be read: {error}")

    def complain(self, code: str, message: str, hint: str = "") -> None:
        problem = Problem(code, message, hint, severity="warning")
        if problem not in self.problems:
            self.problems.append(problem)

    def _mapping(self, path: str) -> dict[str, Value]:
        content = self.contents([path]).get(path)
        return content if isinstance(content, dict) else {}


def _is_near(path: str) -> bool:
    return path.endswith(READABLE) and "://" not in path and "${" not in path and path[0] != "/"


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
