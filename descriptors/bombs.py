"""Refuse a document that would be dangerous to compose, by its bytes and its events alone.

Composing recurses in C: thirty thousand open brackets end the process, and no `except` helps.
Each level costs a byte at least, so a small document is safe whatever it holds. In a larger one
depth is bounded by the flow brackets plus twice the widest run of white space and indicators at
the start of a line, and the number of values by the number of bytes. Only a document that exceeds
one of these bounds has its events counted, which are produced one by one.
"""

import re
from dataclasses import replace
from typing import Any

from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, ScalarEvent

from descriptors.compose import Composer
from descriptors.limits import Limits, too_deep, too_long_scalar, too_many_nodes
from descriptors.problems import Problem

_SAFE_WHATEVER_IT_HOLDS = 2 * 1024
_SAFE_BYTES = 16 * 1024
_SAFE_BRACKETS = 500
_WIDE_INDENT = re.compile(rb"(?m)^[ \t?:-]{300}")


def refusal(data: bytes, limits: Limits) -> Problem | None:
    """The bound that a document breaks, if any. Its line and column count from the document.

    Raises yaml.YAMLError where the events already show bad syntax.
    """
    if not _suspicious(data, limits):
        return None
    return _count(Composer(data), limits)


def _suspicious(data: bytes, limits: Limits) -> bool:
    if len(data) <= min(_SAFE_WHATEVER_IT_HOLDS, limits.nodes - 2, limits.scalar):
        return False
    return (
        len(data) > min(_SAFE_BYTES, limits.nodes - 2, limits.scalar)
        or data.count(b"[") + data.count(b"{") > _SAFE_BRACKETS
        or _WIDE_INDENT.search(data) is not None
    )


def _count(events: Any, limits: Limits) -> Problem | None:
    depth = nodes = 0
    while (event := events.get_event()) is not None:
        if isinstance(event, (CollectionStartEvent, ScalarEvent, AliasEvent)):
            nodes += 1
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        broken = _broken(event, depth, nodes, limits)
        if broken:
            mark = event.start_mark
            return replace(broken, line=mark.line + 1, column=mark.column + 1)
    return None


def _broken(event: Any, depth: int, nodes: int, limits: Limits) -> Problem | None:
    if depth > limits.depth:
        return too_deep(limits)
    if nodes > limits.nodes:
        return too_many_nodes(limits)
    if isinstance(event, ScalarEvent) and len(event.value) > limits.scalar:
        return too_long_scalar(len(event.value), limits)
    return None
