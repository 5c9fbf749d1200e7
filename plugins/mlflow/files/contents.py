"""YAML and texts as MLflow writes them into files, from whoever wrote them, bounded.

MLflow writes by PyYAML, for which `2981e147` is a text: it would be a number in YAML 1.2, which
descriptors are read as, and many digests and ids look like that.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from descriptors.bombs import refusal
from descriptors.compose import compose
from descriptors.limits import DEFAULT_LIMITS
from plugins.api import Problem, Value
from plugins.contents import storable

_BOOLEANS = {"true": True, "false": False}
_NULLS = ("", "~", "null", "Null", "NULL")
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9]{1,30}\.[0-9]{0,30}([eE][-+][0-9]{1,3})?")
_NO_NUMBERS = re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)")


def yaml_mapping(data: bytes, what: str) -> Mapping[str, Value] | Problem:
    """The mapping in the file, with JSON's own values; or why there is none."""
    try:
        refused = Problem("", "it is too large") if len(data) > DEFAULT_LIMITS.bytes else None
        refused = refused or refusal(data, DEFAULT_LIMITS)
        root = None if refused else compose(data)
        value = None if root is None else _Building().value(root, 0)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return _no_yaml(what, str(error.problem), line)
    except (yaml.YAMLError, _TooMuch) as error:
        return _no_yaml(what, str(error)[:200])
    if refused:
        return _no_yaml(what, refused.message, refused.line)
    if not isinstance(value, dict):
        return _no_yaml(what, "it is no mapping")
    return value


def text_file(data: bytes) -> str:
    """A param or tag: the whole file is its value. Bytes that are no UTF-8 are marked as such."""
    return storable(data.decode("utf-8", "replace"))


def said(value: Value) -> str:
    """A text, or a number as it is written; else nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def milliseconds(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


class _TooMuch(ValueError):
    """More values than are read, as often as aliases repeat them."""


@dataclass
class _Building:
    """Values of nodes. Only what is written plainly, and looks like it, is no text."""

    nodes: int = 0

    def value(self, node: Node, depth: int) -> Value:
        self.nodes += 1
        if depth > DEFAULT_LIMITS.depth or self.nodes > DEFAULT_LIMITS.nodes:
            raise _TooMuch("it is nested too deep, or has too many values")
        if isinstance(node, MappingNode):
            pairs = [(key, self.value(it, depth + 1)) for key, it in node.value]
            return {storable(key.value): it for key, it in pairs if isinstance(key.value, str)}
        if isinstance(node, SequenceNode):
            return [self.value(it, depth + 1) for it in node.value]
        # The composer's tag: True for what stands there plainly, without quotes or a tag.
        is_plain: object = node.tag
        return _plain(node.value) if is_plain is True else storable(node.value)


def _plain(text: str) -> Value:
    if text in _NULLS:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NO_NUMBERS.fullmatch(text):
        return None
    return _BOOLEANS.get(text, storable(text))


def _no_yaml(what: str, why: str, line: int = 0) -> Problem:
    hint = "write or copy it again; what it said before stays"
    return Problem("mlflow/file", f"This is no `{what}`: {why}", hint, line=line)
