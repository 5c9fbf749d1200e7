"""From YAML nodes to plain values, bounded while they grow."""

from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode

from descriptors.limits import Limits, too_deep, too_many_nodes
from descriptors.problems import Problem
from descriptors.scalars import NOT_ALWAYS_TEXT, InexactNumber, key_text, plain_scalar

# Not narrowed: the tags of composed nodes are True and False as well (see compose.py).
_SCALAR: Any = ScalarNode
_MAPPING: Any = MappingNode
_CORE = "tag:yaml.org,2002:"
_TEMPLATE_HINT = "is this a template? Put `{{ … }}` in quotes, or keep the file out of the catalog"


class Unbuildable(Exception):
    """The tree can't become a value: why, and the node at fault."""

    def __init__(self, node: Node, problem: Problem) -> None:
        super().__init__(problem.message)
        self.node, self.problem = node, problem


class Builder:
    """Turns one tree into a value; duplicate keys are noted as it goes, all else stops it.

    Aliases are expanded, and every expanded node counts: that is what makes a bomb of aliases
    small, and a tree that contains itself finite.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._nodes_left = limits.nodes
        self.duplicates: list[tuple[Node, str]] = []

    def value(self, node: Any, depth: int = 0) -> Any:
        kind = node.__class__
        if kind is _SCALAR:
            return self._scalar(node)
        self._enter(node, depth)
        if kind is _MAPPING:
            return self._mapping(node, depth + 1)
        return [self.value(item, depth + 1) for item in node.value]

    def _enter(self, node: Any, depth: int) -> None:
        self._nodes_left -= 1 + len(node.value) * (2 if node.__class__ is _MAPPING else 1)
        if depth >= self._limits.depth:
            raise Unbuildable(node, too_deep(self._limits))
        if self._nodes_left < 0:
            raise Unbuildable(node, too_many_nodes(self._limits))
        if node.tag is not True:
            _check_tag(node)

    def _mapping(self, node: Node, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, item in node.value:
            key = key_node.value
            if key_node.__class__ is not _SCALAR:
                raise _complex_key(key_node)
            if key_node.tag is not False and (not key or key[0] in NOT_ALWAYS_TEXT):
                key = key_text(self._scalar(key_node))
            if key in result:
                self.duplicates.append((key_node, key))
            if item.__class__ is not _SCALAR:
                result[key] = self.value(item, depth)
            elif item.tag is False or (
                item.tag is True and item.value and item.value[0] not in NOT_ALWAYS_TEXT
            ):
                result[key] = item.value
            else:
                result[key] = self._scalar(item)
        return result

    def _scalar(self, node: Any) -> Any:
        if node.tag is False:
            return node.value
        try:
            if node.tag is True:
                return plain_scalar(node.value)
            return _tagged(node)
        except InexactNumber:
            message = f"The number `{node.value[:60]}` can't be kept exactly"
            raise Unbuildable(node, Problem("yaml/number", message, "put it in quotes")) from None


def duplicate_problem(key: str) -> Problem:
    """What to say of a key that its mapping holds already."""
    return Problem("yaml/duplicate-key", f"The key `{key}` occurs twice here", "remove one of them")


def _complex_key(node: Node) -> Unbuildable:
    message = "A key must be text, but this one is a list or a mapping"
    return Unbuildable(node, Problem("yaml/complex-key", message, _TEMPLATE_HINT))


def _tagged(node: Node) -> Any:
    _check_tag(node)
    if node.tag == _CORE + "str":
        return node.value
    value = plain_scalar(node.value)
    if node.tag.removeprefix(_CORE) not in _names(value):
        message = f"`{node.value[:60]}` is not what its tag `{_short(node.tag)}` says"
        raise Unbuildable(node, Problem("yaml/tag", message, "remove the tag"))
    return value


def _names(value: Any) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("bool",)
    if isinstance(value, (int, float)):
        return ("int", "float") if isinstance(value, int) else ("float",)
    return ("null",) if value is None else ()


def _check_tag(node: Node) -> None:
    known = {ScalarNode: ("str", "int", "float", "bool", "null"), MappingNode: ("map",)}
    if node.tag not in {_CORE + name for name in known.get(type(node), ("seq",))}:
        message = f"The tag `{_short(node.tag)}` means nothing here"
        raise Unbuildable(
            node, Problem("yaml/tag", message, "remove the tag, or put the value in quotes")
        )


def _short(tag: str) -> str:
    return "!!" + tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag
