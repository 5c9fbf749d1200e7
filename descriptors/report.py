"""Problems as people and tools read them: text, JSON, GitHub annotations."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from descriptors.problems import Problem

Lines = Mapping[tuple[str, int], str]
"""The text of source lines, by file and line number from 1."""

_BOLD, _RED, _YELLOW, _DIM, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"


def as_text(problems: Sequence[Problem], checked: int, lines: Lines, colour: bool = False) -> str:
    """One paragraph a problem, with the offending line and a caret under the place; a summary."""
    paint = _colours if colour else _no_colours
    parts = [_paragraph(problem, lines, paint(problem)) for problem in problems]
    return "\n".join([*parts, _summary(problems, checked)])


def as_json(problems: Iterable[Problem], checked: int) -> str:
    """`{"checked": n, "problems": [...]}`, indented; `checked` counts documents."""
    rows = [problem.as_json() for problem in problems]
    return json.dumps({"checked": checked, "problems": rows}, indent=2, ensure_ascii=False)


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub shows as annotations beside the lines of a pull request."""
    return "\n".join(_annotation(problem) for problem in problems)


def location(problem: Problem) -> str:
    """`file:line:column`, as editors and terminals make it a link; shorter where less is known."""
    place = f":{problem.line}:{problem.column}" if problem.line else ""
    return f"{problem.file or '-'}{place}"


def _paragraph(problem: Problem, lines: Lines, paint: tuple[str, str, str, str]) -> str:
    bold, severity, dim, plain = paint
    head = f"{bold}{location(problem)}{plain} {severity}{problem.severity}{plain}"
    rows = [f"{head} {problem.message} {dim}[{problem.code}]{plain}"]
    source = lines.get((problem.file, problem.line))
    if source is not None:
        margin = f"{problem.line:>6} | "
        rows += [f"{dim}{margin}{plain}{source}", f"{'':>7}| {_caret(source, problem.column)}"]
    if problem.hint:
        rows.append(f"{'':>7}= {problem.hint}")
    return "\n".join([*rows, ""])


def _caret(source: str, column: int) -> str:
    """A caret under the column; tabs are kept, so that it stands right at any width of them."""
    before = "".join("\t" if char == "\t" else " " for char in source[: column - 1])
    return f"{before}^"


def _summary(problems: Sequence[Problem], checked: int) -> str:
    counts = Counter(problem.severity for problem in problems)
    found = [_counted(counts[name], name) for name in ("error", "warning") if counts[name]]
    return f"{_counted(checked, 'descriptor')} checked, {' and '.join(found) or 'no problems'}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _colours(problem: Problem) -> tuple[str, str, str, str]:
    return _BOLD, _RED if problem.is_error else _YELLOW, _DIM, _PLAIN


def _no_colours(_: Problem) -> tuple[str, str, str, str]:
    return "", "", "", ""


def _annotation(problem: Problem) -> str:
    properties = {
        "file": problem.file,
        "line": str(problem.line or 1),
        "col": str(problem.column or 1),
        "title": problem.code,
    }
    where = ",".join(f"{name}={_property(text)}" for name, text in properties.items())
    words = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    return f"::{problem.severity} {where}::{_data(words)}"


def _data(text: str) -> str:
    """Escaped as the runner expects, so that a value can't begin another command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
