"""Sections as Markdown, for a pull request, and as plain text, for a terminal."""

from collections.abc import Iterator, Sequence

from catalog.comparison.cells import markdown_line, markdown_rule, quoted
from catalog.comparison.sections import Section

LONGEST_CELL = 100  # characters, in a terminal


def as_markdown(title: str, sections: Sequence[Section]) -> str:
    """GitHub's Markdown; what would be markup in names and values is only text."""
    return "\n".join([f"## {quoted(title)}\n", *(_markdown(one) for one in sections)])


def as_text(title: str, sections: Sequence[Section]) -> str:
    """Columns that line up."""
    return "\n".join([f"{title}\n", *("\n".join(_text(one)) + "\n" for one in sections)])


def _markdown(one: Section) -> str:
    lines = [f"### {quoted(one.title)}\n\n", *(f"- {quoted(line)}\n" for line in one.lines)]
    if one.rows:
        lines += ["\n"] if one.lines else []
        lines += [markdown_line(one.head), markdown_rule([False] * len(one.head))]
        lines += [markdown_line(row) for row in one.rows]
    return "".join(lines)


def _text(one: Section) -> Iterator[str]:
    yield one.title
    yield from (f"  {_plain(line)}" for line in one.lines)
    if not one.rows:
        return
    rows = [[_cut(cell) for cell in row] for row in (one.head, *one.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()


def _cut(cell: str) -> str:
    text = _plain(cell)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _plain(text: str) -> str:
    """On one line, and nothing that a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in " ".join(text.split()))
