"""From nodes of YAML to plain values, bounded while they grow, and back to their lines."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from descriptors.limits import Limits, too_deep, too_many_nodes
from descriptors.problems import Problem, Steps
from descriptors.scalars import InexactNumber, key_text, plain_scalar
from plugins.api import Value

LIMITS = Limits(bytes=4 * 1024 * 1024, nodes=100_000)
YAML, DUPLICATE, LIMIT = "huggingface/yaml", "huggingface/duplicate-key", "huggingface/limit"
_CORE = "tag:yaml.org,2002:"
_KNOWN_TAGS = {_CORE + name for name in ("str", "int", "float", "bool", "null", "map", "seq")}
_NOT_FINITE = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}


class TooMuch(Exception):
    """A bound is broken once aliases are expanded."""

    def __init__(self, problem: Problem, line: int) -> None:
        super().__init__(problem.message)
        self.problem = coded(replace(problem, line=line))


def coded(problem: Problem) -> Problem:
    """A problem of the parser, as ours; its advice on long texts is for descriptors."""
    code = LIMIT if problem.code.startswith("limit/") else YAML
    hint = "leave it out, or shorten it" if code == LIMIT else problem.hint
    return replace(problem, code=code, hint=hint, severity="warning")


def twice(key: str, line: int) -> Problem:
    message = f"The key `{key[:60]}` occurs twice here; the first one counts"
    return Problem(DUPLICATE, message, "remove one of them", line=line, severity="warning")


class Builder:
    """Makes values of nodes. Every expanded node counts: that makes a bomb of aliases small, and
    a tree that contains itself finite. `first_line`: so many lines lie above the nodes."""

    def __init__(self, first_line: int) -> None:
        self.first_line, self._left = first_line, LIMITS.nodes
        self.problems: list[Problem] = []

    def value(self, node: Any, depth: int = 0) -> Value:
        """Raises TooMuch."""
        self._count(node, depth)
        if isinstance(node.tag, str) and node.tag not in _KNOWN_TAGS:
            message = f"The tag `{node.tag[:60]}` means nothing here; its value is left out"
            self._complain(message, "remove the tag", node)
            return None
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if isinstance(node, MappingNode):
            return dict(self._pairs(node, depth + 1))
        return [self.value(item, depth + 1) for item in node.value]

    def _pairs(self, node: MappingNode, depth: int) -> Iterator[tuple[str, Value]]:
        seen: set[str] = set()
        for key_node, item in node.value:
            if not isinstance(key_node, ScalarNode):
                message = "A key must be text, but this one is a list or a mapping"
                self._complain(message, "put it in quotes", key_node)
                continue
            key = key_text(_scalar(key_node))
            if key in seen:
                self.problems.append(twice(key, line_of(key_node, self.first_line)))
                continue
            seen.add(key)
            yield key, self.value(item, depth)

    def _count(self, node: Node, depth: int) -> None:
        self._left -= 1
        if depth > LIMITS.depth:
            raise TooMuch(too_deep(LIMITS), line_of(node, self.first_line))
        if self._left < 0:
            raise TooMuch(too_many_nodes(LIMITS), line_of(node, self.first_line))

    def _complain(self, message: str, hint: str, node: Node) -> None:
        line = line_of(node, self.first_line)
        self.problems.append(Problem(YAML, message, hint, line=line, severity="warning"))


def line_of(node: Node, first_line: int) -> int:
    """The line of the file, from 1, on which a node begins."""
    return int(node.start_mark.line) + first_line + 1


def line_at(root: Node, steps: Steps, first_line: int) -> int:
    """That of what the steps lead to, or of the nearest thing on the way."""
    found, node = line_of(root, first_line), root
    for step in steps:
        inner = _inner(node, step)
        if inner is None:
            break
        key, node = inner
        found = line_of(key, first_line)
    return found


def _inner(node: Node, step: str | int) -> tuple[Node, Node] | None:
    if isinstance(node, MappingNode):
        pairs = (it for it in node.value if isinstance(it[0], ScalarNode))
        return next(((k, v) for k, v in pairs if key_text(_scalar(k)) == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _scalar(node: Any) -> Value:
    """The value of a scalar. Numbers that would be altered stay text; NaN and infinities stay."""
    if node.tag is False or node.tag == _CORE + "str":
        return node.value
    try:
        return plain_scalar(node.value)
    except InexactNumber:
        return _NOT_FINITE.get(node.value.lower().replace(".", "", 1).lstrip("+"), node.value)
