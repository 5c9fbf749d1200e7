"""The part of a README that machines read: YAML between two lines of `---` at its top."""

import re
from dataclasses import dataclass, field

from descriptors.problems import Problem
from plugins.huggingface.keys import ALL_KEYS
from plugins.huggingface.nodes import LIMIT, LIMITS
from plugins.huggingface.tree import Tree, read_tree

UNCLOSED = "huggingface/unclosed"
_BOM = b"\xef\xbb\xbf"
_OPENING = re.compile(rb"\s*---[ \t]*\n")
_CLOSING = re.compile(rb"(?m)^---[ \t]*$")
_BLANK = re.compile(rb"(?m)^[ \t]*$")
_IS_CARD = re.compile(rb"(?m)^[\"']?(?:" + b"|".join(it.encode() for it in ALL_KEYS) + rb")[\"']?:")


@dataclass(frozen=True)
class FrontMatter:
    """`tree` is what it says, `body` the Markdown below it."""

    tree: Tree
    body: str
    problems: list[Problem] = field(default_factory=list)


def read_front_matter(data: bytes) -> FrontMatter | None:
    """None where there is none, or none that could be a card's: a rule at the top of an ordinary
    README, or the front matter of a site generator."""
    data = data.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    opening = _OPENING.match(data)
    if not opening:
        return None
    start, line = opening.end(), data.count(b"\n", 0, opening.end())
    closing = _CLOSING.search(data, start)
    end = closing.start() if closing else _first_blank(data, start)
    if not _IS_CARD.search(data, start, end):
        return None
    if end - start > LIMITS.bytes:
        return FrontMatter(Tree(), "", [_too_big(line)])
    body = data[closing.end() :] if closing else b""
    tree = read_tree(data[start:end], line)
    problems = [*([] if closing else [_unclosed(line)]), *tree.problems]
    return FrontMatter(tree, body.decode(errors="replace"), problems)


def _first_blank(data: bytes, start: int) -> int:
    found = _BLANK.search(data, start)
    return found.start() if found else len(data)


def _unclosed(line: int) -> Problem:
    message = "The front matter has no line `---` at its end; it is read up to the first blank line"
    return Problem(UNCLOSED, message, "add `---` below it", line=line, severity="warning")


def _too_big(line: int) -> Problem:
    message = f"The front matter has more than {LIMITS.bytes:,} bytes"
    return Problem(LIMIT, message, "shorten it", line=line, severity="warning")
