"""The files that a sidecar names: exactly, by folder, or by pattern, with a version in it."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plugins.api import Problem
from plugins.sidecars import Evaluated

VERSION = "{version}"
_FOLDER = "**/*.json"  # what is meant of a folder that is named as a whole
_TOKEN = re.compile(r"\*\*/|\*\*|\*|\{version\}|[^*{]+|\{")


@dataclass(frozen=True, slots=True)
class Found:
    """A file with what it is of; `version` is what stands in its path for `{version}`."""

    path: str
    data: bytes
    version: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """The files of one evaluation: which are needed, which there are, and which are missing."""

    evaluated: Evaluated
    plugin: str

    def needs(self) -> list[str]:
        return [self._pattern(name).replace(VERSION, "*") for name in self.evaluated.files]

    def found(self, near: Mapping[str, bytes | None]) -> Iterator[Found]:
        """Every file once, in the order of what names it, then of the paths."""
        seen: set[str] = set()
        for name in self.evaluated.files:
            for found in self._of(self._pattern(name), near):
                if found.path not in seen:
                    seen.add(found.path)
                    yield found

    def missing(self, near: Mapping[str, bytes | None]) -> list[Problem]:
        """A problem for each name that leads to nothing."""
        named = [(name, self._pattern(name)) for name in self.evaluated.files]
        return [self._missing(name) for name, it in named if not any(self._of(it, near))]

    def is_exact(self, path: str) -> bool:
        """Whether this very file is named; then it is a mistake if it is something else."""
        return path in self.evaluated.files

    def _of(self, pattern: str, near: Mapping[str, bytes | None]) -> Iterator[Found]:
        expression = _expression(pattern)
        for path in sorted(near):
            match = expression.fullmatch(path) if "*" not in path else None
            data = near[path]
            if match and data is not None:
                yield Found(path, data, match.groupdict().get("version") or "")

    def _pattern(self, name: str) -> str:
        is_file = posixpath.basename(name).lower().endswith((".json", ".jsonl"))
        if is_file or name.endswith("*"):
            return name
        return _FOLDER if name == "." else f"{name}/{_FOLDER}"

    def _missing(self, name: str) -> Problem:
        message = f"There is nothing that can be read at `{name[:200]}`"
        hint = "paths are relative to this file; links are not followed"
        code = f"{self.plugin}/sidecar-missing-file"
        return Problem(code, message, hint, line=self.evaluated.line)


def _expression(pattern: str) -> re.Pattern[str]:
    seen = False
    parts = []
    for token in _TOKEN.findall(pattern):
        if token == VERSION:
            parts.append("(?P=version)" if seen else "(?P<version>[^/]+?)")
            seen = True
        else:
            known = {"**/": r"(?:[^/]+/)*", "**": ".*", "*": "[^/]*"}
            parts.append(known.get(token) or re.escape(token))
    return re.compile("".join(parts))
