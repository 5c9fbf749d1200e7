"""Cuts a query's text into tokens. Any text can be cut; nothing is lost but white space."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.query.fields import FIELD_NAME

_QUOTED = r'"[^"]*"?'
_BARE = r'[^\s()",]+'
_VALUE = rf"(?:{_QUOTED}|{_BARE})"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<minus>(?<![^\s(\-])-(?=[^\s)]))
  | (?P<fielded>(?P<name>{FIELD_NAME})(?P<operator>:|>=|<=|>|<)(?P<value>{_VALUE}(?:,{_VALUE})*))
  | (?P<quoted>{_QUOTED})
  | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)
_LISTED = re.compile(_VALUE)
KEYWORDS = {"OR": "or", "AND": "and", "NOT": "not"}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is open, close, not, or, and, fielded, quoted or word."""

    kind: str
    text: str
    start: int
    end: int
    field: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()


def tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "space":
            continue
        if kind == "fielded":
            yield _fielded(match)
        else:
            yield Token(_kind(kind, match.group()), match.group(), match.start(), match.end())


def unquoted(text: str) -> str:
    return text.strip('"') if text.startswith('"') else text


def _kind(group: str, text: str) -> str:
    if group == "minus":
        return "not"
    return KEYWORDS.get(text, "word") if group == "word" else group


def _fielded(match: re.Match[str]) -> Token:
    values = tuple(unquoted(value) for value in _LISTED.findall(match["value"]))
    return Token(
        kind="fielded",
        text=match.group(),
        start=match.start(),
        end=match.end(),
        field=match["name"],
        operator=match["operator"],
        values=values,
    )
