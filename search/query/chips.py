"""What was understood of a query, part by part, for people to see and take away."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of a query.

    `kind` is word, phrase, filter, range, not, group, or cut (what was too much to be read).
    `note` says what a reader should know ("there is no field …"); `without` is the query text
    with this part taken out.
    """

    text: str
    kind: str
    without: str
    field: str = ""
    value: str = ""
    note: str = ""


def without(text: str, start: int, end: int) -> str:
    """The text with one part cut out and the gap closed."""
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()
