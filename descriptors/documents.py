"""Where one document of a YAML stream ends and the next begins.

A line that starts with `---` or `...` is a marker wherever it stands (YAML 1.2, c-forbidden), so
a stream can be cut before it is parsed: a document that can't be read then harms no sibling.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKER = re.compile(rb"\n(---|\.\.\.)(?=[ \t\r\n]|\Z)")
_FIRST_MARKER = re.compile(rb"(---|\.\.\.)(?=[ \t\r\n]|\Z)")
_DIRECTIVES_ONLY = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\n|%[^\n]*\n)*")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The bytes of one document, and how many lines of its file lie above them."""

    data: bytes
    line: int


def split(data: bytes) -> Iterator[Chunk]:
    """Cut a stream into its documents; pieces of white space and comments are among them."""
    start, line = 0, 0
    for cut, resume in _markers(data):
        piece = data[start:cut]
        if b"%" in piece and _DIRECTIVES_ONLY.fullmatch(piece) and resume == cut:
            continue  # directives belong to the document that follows them
        if piece:
            yield Chunk(piece, line)
        line += data.count(b"\n", start, resume)
        start = resume
    if start < len(data):
        yield Chunk(data[start:], line)


def _markers(data: bytes) -> Iterator[tuple[int, int]]:
    """Where a document ends, and where what follows begins: after `...`, but with its `---`."""
    first = _FIRST_MARKER.match(data)
    if first and first[1] == b"...":
        yield 0, first.end()
    for match in _MARKER.finditer(data):
        yield match.start() + 1, match.end() if match[1] == b"..." else match.start() + 1
