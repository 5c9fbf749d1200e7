"""YAML that somebody wrote: plain values with their lines. What is wrong costs only itself.

The parser is that of descriptors, with its bounds. Other than there, a duplicate key, an odd tag
or a number that is not finite does not cost the whole document; and where the text is no YAML,
what stands under each key, or behind each dash, at the left margin is read by itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

import yaml
from yaml.nodes import Node

from descriptors.bombs import refusal
from descriptors.compose import compose
from descriptors.documents import Chunk
from descriptors.problems import Problem, Steps
from descriptors.syntax import syntax_problem
from plugins.api import Value
from plugins.huggingface.nodes import LIMITS, YAML, Builder, TooMuch, coded, line_at, twice

MOST_PARTS = 1000  # of a text that is no YAML as a whole
MOST_PROBLEMS = 20  # told of one text
_KEY = re.compile(rb"(?m)^[^\s#:\-\[\]{},][^:\n]*:(?=[ \t\n]|\Z)")
_DASH = re.compile(rb"(?m)^-(?=[ \t\n])")


@dataclass
class Tree:
    """What a text says; `value` is None where it says nothing that can be read."""

    value: Value = None
    problems: list[Problem] = field(default_factory=list)
    _line: Callable[[Steps], int] = lambda steps: 0

    def line(self, steps: Steps) -> int:
        """The line, from 1, of what the steps lead to, or of the nearest thing above it; 0 where
        it is not known."""
        return self._line(steps)


def read_tree(data: bytes, line: int = 0) -> Tree:
    """One document. `line` is how many lines of the file lie above it."""
    chunk = Chunk(data if data.endswith(b"\n") else data + b"\n", line)
    root = _root(chunk)
    if root is None:
        return Tree()
    if isinstance(root, Problem):
        return _in_parts(chunk, root)
    builder = Builder(line)
    try:
        value = builder.value(root)
    except TooMuch as error:
        return _within_limits(chunk, error.problem)
    problems = builder.problems[:MOST_PROBLEMS]
    return Tree(value, problems, lambda steps: line_at(root, steps, line))


def _root(chunk: Chunk) -> Node | Problem | None:
    try:
        refused = refusal(chunk.data, LIMITS)
        if refused is None:
            return compose(chunk.data)
    except yaml.YAMLError as error:
        return coded(syntax_problem(error, chunk, LIMITS))
    return coded(replace(refused, line=refused.line + chunk.line))


def _in_parts(chunk: Chunk, whole: Problem) -> Tree:
    """What can be read of a text that is no YAML as a whole; each part tells its problem."""
    salvage = _salvaged(chunk)
    return salvage.tree([*salvage.problems, *salvage.builder.problems] or [whole])


def _within_limits(chunk: Chunk, whole: Problem) -> Tree:
    """What can be read of YAML that is too much as a whole. A part of it is no YAML only where
    its aliases name what another part holds: that is no mistake, and goes untold."""
    salvage = _salvaged(chunk)
    too_much = [it for it in salvage.problems if it.code != YAML and it != whole]
    return salvage.tree([whole, *too_much, *salvage.builder.problems])


def _salvaged(chunk: Chunk) -> "_Salvage":
    is_mapping = _KEY.search(chunk.data) is not None
    salvage = _Salvage(Builder(chunk.line))
    for part in _parts(chunk, _KEY if is_mapping else _DASH):
        salvage.add(part)
    return salvage


def _parts(chunk: Chunk, begins: "re.Pattern[bytes]") -> Iterator[Chunk]:
    starts = [found.start() for found in begins.finditer(chunk.data)][:MOST_PARTS]
    line = chunk.line + chunk.data.count(b"\n", 0, starts[0] if starts else 0)
    for start, end in pairwise([*starts, len(chunk.data)]):
        yield Chunk(chunk.data[start:end], line)
        line += chunk.data.count(b"\n", start, end)


@dataclass
class _Salvage:
    """The good parts of a text, each a mapping or a list of its own."""

    builder: Builder
    mapping: dict[str, Value] = field(default_factory=dict)
    items: list[Value] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _roots: dict[str | int, tuple[Node, Steps, int]] = field(default_factory=dict)

    def add(self, part: Chunk) -> None:
        root = _root(part)
        if isinstance(root, Problem):
            # What is opened and never closed is noticed below the part only.
            below = root.line > part.line + part.data.count(b"\n")
            self.problems.append(replace(root, line=part.line + 1, column=1) if below else root)
        elif root is not None:
            self.builder.first_line = part.line
            try:
                self._keep(self.builder.value(root), root, part.line)
            except TooMuch as error:
                self.problems.append(error.problem)

    def tree(self, problems: list[Problem]) -> Tree:
        value = self.mapping or self.items or None
        return Tree(value, problems[:MOST_PROBLEMS], self.line)

    def line(self, steps: Steps) -> int:
        if not steps or steps[0] not in self._roots:
            return 0
        root, before, first_line = self._roots[steps[0]]
        return line_at(root, (*before, *steps[1:]), first_line)

    def _keep(self, value: Value, root: Node, line: int) -> None:
        for key, each in value.items() if isinstance(value, dict) else ():
            if key in self.mapping:
                self.problems.append(twice(key, line + 1))
                continue
            self.mapping[key], self._roots[key] = each, (root, (key,), line)
        for place, item in enumerate(value if isinstance(value, list) else ()):
            self._roots[len(self.items)] = (root, (place,), line)
            self.items.append(item)
