"""The table the benchmarks print: our figure, the peer's in the same run, the ratio, the goal."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure; `ratio` is how many times better than the peer, where there is a peer."""

    name: str
    ours: str
    peer: str = ""
    ratio: float | None = None
    goal: str = ""


def render(rows: Iterable[Row], peer: str = "Backstage") -> str:
    cells = [("figure", "ML Home", peer, "ratio", "goal")]
    cells += [
        (row.name, row.ours, row.peer, "" if row.ratio is None else f"{row.ratio:.1f}", row.goal)
        for row in rows
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(5)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )
