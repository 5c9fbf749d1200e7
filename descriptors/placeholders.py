"""Backstage's `$text`, `$json` and `$yaml`: a value that is kept in another file.

A mapping with exactly one key, one of these three, stands for the content of the file it names.
Any other key that begins with `$` is left as it is, and so is all below it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from descriptors.limits import DEFAULT_LIMITS, Limits, too_deep
from descriptors.parse import Document, parse, parse_value
from descriptors.problems import Problem, Steps, pointer
from descriptors.scalars import InexactNumber, javascript_number

_MARKS = (b"$text", b"$json", b"$yaml")


class _Unfilled(Exception):
    """A placeholder that can't be filled in: the problem with it, and where it stands."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(code, message, hint)


def find_includes(data: bytes, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """The targets of a file's placeholders, as written, each once, in order.

    Costs next to nothing for a file without any.
    """
    if not any(mark in data for mark in _MARKS):
        return []
    documents, _ = parse(data, "", limits)
    found = (target for document in documents for _, _, target in _placeholders(document.value, ()))
    return list(dict.fromkeys(target for target in found if isinstance(target, str)))


def fill_in(
    document: Document, file: str, includes: Mapping[str, bytes], limits: Limits = DEFAULT_LIMITS
) -> Document | list[Problem]:
    """The document with its placeholders replaced; the problems of those that can't be."""
    if b"$" not in document.source.data:
        return document
    value, problems, bytes_left = document.value, [], limits.bytes
    for steps, key, target in list(_placeholders(value, ())):
        try:
            bytes_left -= len(includes.get(target, b"")) if isinstance(target, str) else 0
            content = _content(key, target, includes, bytes_left, limits)
        except _Unfilled as error:
            problem = replace(error.problem, path=pointer(steps))
            problems.append(document.locate(problem, steps, file))
        else:
            value = _with(value, steps, content)
    return problems or replace(document, value=value)


def _placeholders(value: Any, steps: Steps) -> Iterator[tuple[Steps, str, Any]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _placeholders(item, (*steps, index))
    elif isinstance(value, dict):
        if not any(key.startswith("$") for key in value):
            for key, item in value.items():
                yield from _placeholders(item, (*steps, key))
        elif len(value) == 1 and (key := next(iter(value))) in _READERS:
            yield steps, key, value[key]


def _content(
    key: str, target: Any, includes: Mapping[str, bytes], bytes_left: int, limits: Limits
) -> Any:
    if not isinstance(target, str):
        hint = "name a file, relative to this one"
        raise _Unfilled("placeholder/target", f"`{key}` needs the name of a file", hint)
    if target not in includes:
        hint = "is the file in the same repository, and the name right?"
        raise _Unfilled("placeholder/unresolved", f"`{key}: {target}` can't be read", hint)
    if bytes_left < 0:
        message = f"With `{target}` the document includes more than {limits.bytes:,} bytes"
        raise _Unfilled("limit/bytes", message, "include less")
    return _READERS[key](includes[target], target, limits)


def _text(data: bytes, target: str, limits: Limits) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise _Unfilled("placeholder/content", f"`{target}` is not UTF-8 text") from None


def _json(data: bytes, target: str, limits: Limits) -> Any:
    try:
        value = json.loads(data, parse_float=_number, parse_int=_number, parse_constant=_number)
    except (ValueError, RecursionError) as error:
        raise _Unfilled("placeholder/content", f"`{target}` is not JSON: {error}") from None
    if _depth(value) > limits.depth:
        raise _Unfilled("placeholder/content", f"`{target}`: {too_deep(limits).message}")
    return value


def _depth(value: Any) -> int:
    """How deep lists and mappings nest; a single value has depth 0."""
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, (dict, list))]:
        depth += 1
        level = [
            inner for item in level for inner in (item.values() if isinstance(item, dict) else item)
        ]
    return depth


def _yaml(data: bytes, target: str, limits: Limits) -> Any:
    value = parse_value(data, limits)
    if isinstance(value, Problem):
        message = f"`{target}` can't be included, line {value.line}: {value.message}"
        raise _Unfilled("placeholder/content", message, value.hint)
    return value


_READERS: dict[str, Callable[[bytes, str, Limits], Any]] = {
    "$text": _text,
    "$json": _json,
    "$yaml": _yaml,
}


def _number(text: str) -> int | float:
    number = float(text)
    exact = javascript_number(number)
    if isinstance(exact, float) and text.lstrip("-").isdigit():
        raise InexactNumber(f"the number {text} can't be kept exactly")
    return exact


def _with(value: Any, steps: Steps, content: Any) -> Any:
    """A copy of the value in which the content stands at the end of the steps."""
    if not steps:
        return content
    first, rest = steps[0], steps[1:]
    changed = value.copy()
    changed[first] = _with(value[first], rest, content)
    return changed
