"""From bytes to documents: YAML 1.2 as Backstage reads it, bounded, one document at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import yaml
from yaml.nodes import Node

from descriptors.bombs import refusal
from descriptors.build import Builder, Unbuildable, duplicate_problem
from descriptors.compose import compose
from descriptors.documents import Chunk, split
from descriptors.limits import DEFAULT_LIMITS, Limits
from descriptors.positions import Place, nearest, place_of, places
from descriptors.problems import Problem, Steps
from descriptors.syntax import old_version, syntax_problem

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Document:
    """One YAML document whose root is a mapping. `line` is where that mapping begins, from 1."""

    value: dict[str, Any]
    line: int = 1
    index: int = 0
    source: Chunk = field(default=Chunk(b"", 0), repr=False, compare=False)
    limits: Limits = field(default=DEFAULT_LIMITS, repr=False, compare=False)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each key and value stands, by JSON pointer. Parses once more, when first asked."""
        return places(self.source, self.limits)

    @property
    def positions(self) -> Mapping[str, tuple[int, int]]:
        """Line and column of each key (of each item, in a list), by JSON pointer."""
        return {path: place.key for path, place in self.places.items()}

    def locate(self, problem: Problem, steps: Steps, file: str, *, at_key: bool = False) -> Problem:
        """The problem with the line and column of what the steps lead to."""
        place = nearest(self.places, steps)
        line, column = place.key if at_key else place.value
        return replace(problem, file=file, line=line, column=column)


def parse(
    data: bytes, file: str = "", limits: Limits = DEFAULT_LIMITS
) -> tuple[list[Document], list[Problem]]:
    """Read every document of a file. What can't be read is a problem, and stops no sibling.

    Raises descriptors.compose.LibyamlMissing when PyYAML lacks its C extension.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for outcome in parse_each(data, file, limits):
        if isinstance(outcome, Document):
            documents.append(outcome)
        else:
            problems += outcome
    return documents, problems


def parse_each(
    data: bytes, file: str = "", limits: Limits = DEFAULT_LIMITS
) -> Iterator[Document | list[Problem]]:
    """Each document of a file that is not empty, in order, or what keeps it from being read."""
    if len(data) > limits.bytes:
        yield [_too_big(file, limits)]
        return
    for index, chunk in enumerate(_chunks(data)):
        if index >= limits.documents:
            yield [_too_many(chunk, file, limits)]
            return
        try:
            document = _document(chunk, index, limits)
        except _Unreadable as error:
            yield [replace(problem, file=file) for problem in error.problems]
        else:
            if document:
                yield document


def parse_value(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Any:
    """The value of a file that holds one document, of any shape; a Problem if it does not."""
    if len(data) > limits.bytes:
        return _too_big("", limits)
    try:
        roots = [(chunk, _root(chunk, limits)) for chunk in _chunks(data)]
        values = [_value(root, chunk, limits) for chunk, root in roots if root is not None]
    except _Unreadable as error:
        return error.problems[0]
    if len(values) == 1:
        return values[0]
    message = f"There must be one document, but there are {len(values)}"
    return Problem("yaml/documents", message, "leave only one", line=1, column=1)


class _Unreadable(Exception):
    """A document that can't become a value, and why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = problems


def _chunks(data: bytes) -> Iterator[Chunk]:
    """The documents of a file without its byte order mark.

    A newline is added at the end, for libyaml would drop that of a `|` block.
    """
    data = data.removeprefix(_BOM)
    return split(data if data.endswith(b"\n") else data + b"\n")


def _document(chunk: Chunk, index: int, limits: Limits) -> Document | None:
    """The document, or None if it is empty. Raises _Unreadable."""
    root = _root(chunk, limits)
    value = None if root is None else _value(root, chunk, limits)
    if root is None or value is None:
        return None
    if not isinstance(value, dict):
        raise _Unreadable([_at(root, chunk, _not_a_mapping(value))])
    return Document(value, root.start_mark.line + chunk.line + 1, index, chunk, limits)


def _root(chunk: Chunk, limits: Limits) -> Node | None:
    try:
        refused = refusal(chunk.data, limits) or old_version(chunk.data)
        if not refused:
            return compose(chunk.data)
    except yaml.YAMLError as error:
        raise _Unreadable([syntax_problem(error, chunk, limits)]) from None
    raise _Unreadable([replace(refused, line=refused.line + chunk.line)])


def _value(root: Node, chunk: Chunk, limits: Limits) -> Any:
    builder = Builder(limits)
    try:
        value = builder.value(root)
    except Unbuildable as error:
        raise _Unreadable([_at(error.node, chunk, error.problem)]) from None
    if builder.duplicates:
        twice = [_at(node, chunk, duplicate_problem(key)) for node, key in builder.duplicates]
        raise _Unreadable(twice[: limits.problems])
    return value


def _at(node: Node, chunk: Chunk, problem: Problem) -> Problem:
    line, column = place_of(node, chunk.line)
    return replace(problem, line=line, column=column)


def _not_a_mapping(value: Any) -> Problem:
    kind = "a list" if isinstance(value, list) else f"`{str(value)[:60]}`"
    hint = "a descriptor begins with `apiVersion:`, `kind:` and `metadata:`"
    return Problem("yaml/not-a-mapping", f"The document must be a mapping, but is {kind}", hint)


def _too_big(file: str, limits: Limits) -> Problem:
    message = f"The file has more than {limits.bytes:,} bytes"
    return Problem("limit/bytes", message, "split it into several files", file=file)


def _too_many(chunk: Chunk, file: str, limits: Limits) -> Problem:
    message = f"The file has more than {limits.documents:,} documents; the rest is not read"
    hint = "split it into several files"
    return Problem("limit/documents", message, hint, file=file, line=chunk.line + 1, column=1)
