"""libyaml's complaints, in words that say what to do."""

import re
from dataclasses import replace

import yaml

from descriptors.documents import Chunk
from descriptors.limits import Limits, too_deep
from descriptors.problems import Problem

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\ufffe\uffff]")
_VERSION_1_1 = re.compile(rb"(?m)^%YAML[ \t]+1\.[01]")
_NOTHING_BEGINS_SO = "cannot start any token"
_TEMPLATE = "is this a template? Keep it out of the catalog, or put `{{ … }}` in quotes"
_LOOK = "check indentation and quotes, here and on the line above"
_HINTS = (
    (re.compile(r"a tab"), "indent with spaces; YAML allows no tabs there"),
    (re.compile(r"`%`"), _TEMPLATE),
    (re.compile(r"`[@`]`"), "put the value in quotes"),
    (re.compile(r"mapping values are not allowed"), "put a value that holds `: ` in quotes"),
    (
        re.compile(r"could not find expected ':'"),
        "is a colon or quote missing on the line above?",
    ),
    (re.compile(r"undefined alias"), "put a value that begins with `*` in quotes"),
    (re.compile(r"did not find expected key"), "check the indentation, and quotes inside quotes"),
    (re.compile(r"unexpected end of stream"), "a quote or bracket is opened but never closed"),
    (re.compile(r"expected node content"), _TEMPLATE),
    (re.compile(r"directive"), "remove the line that begins with `%`"),
)


def syntax_problem(error: yaml.YAMLError, chunk: Chunk, limits: Limits) -> Problem:
    """The problem that keeps a document from being parsed."""
    unreadable = _encoding_problem(chunk)
    if unreadable:
        return unreadable
    if not isinstance(error, yaml.MarkedYAMLError):
        message, line = f"This is not YAML: {error}", chunk.line + 1
        return Problem("yaml/syntax", message, _LOOK, line=line, column=1)
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    problem = _said(error, _character(chunk, line, column), limits)
    return replace(problem, line=chunk.line + line + 1, column=column + 1)


def old_version(data: bytes) -> Problem | None:
    """The directive that asks for YAML 1.1, where `yes` is true; its line counts from `data`."""
    found = _VERSION_1_1.search(data) if b"%YAML" in data else None
    if not found:
        return None
    line = data.count(b"\n", 0, found.start()) + 1
    message = "The document asks for YAML 1.1, but descriptors are YAML 1.2"
    return Problem("yaml/version", message, "remove the `%YAML` line", line=line, column=1)


def _said(error: yaml.MarkedYAMLError, character: str, limits: Limits) -> Problem:
    words = " ".join(part for part in (error.context, error.problem) if part)
    if "maximum nesting depth" in words:
        return too_deep(limits)
    if _NOTHING_BEGINS_SO in words:
        words = f"nothing can begin with `{character}` here".replace("`\t`", "a tab")
    hint = next((hint for pattern, hint in _HINTS if pattern.search(words)), _LOOK)
    return Problem("yaml/syntax", f"This is not YAML: {words}", hint)


def _character(chunk: Chunk, line: int, column: int) -> str:
    lines = chunk.data.decode().split("\n")
    return lines[line][column : column + 1] if line < len(lines) else ""


def _encoding_problem(chunk: Chunk) -> Problem | None:
    """The first byte that is no UTF-8, or the first character that YAML stumbles over."""
    try:
        text = chunk.data.decode()
    except UnicodeDecodeError as error:
        before = chunk.data[: error.start].decode()
        message = f"The byte 0x{chunk.data[error.start]:02x} is not UTF-8"
        return _after(before, chunk, Problem("yaml/encoding", message, "save the file as UTF-8"))
    found = _UNPRINTABLE.search(text)
    if not found:
        return None
    message = f"The character U+{ord(found[0]):04X} is not allowed here"
    hint = 'remove it, or write it as an escape in "double quotes"'
    return _after(text[: found.start()], chunk, Problem("yaml/character", message, hint))


def _after(before: str, chunk: Chunk, problem: Problem) -> Problem:
    line, column = chunk.line + before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(problem.code, problem.message, problem.hint, line=line, column=column)
