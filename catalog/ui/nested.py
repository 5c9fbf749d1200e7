"""Values of any shape as nested tables that a page can hold, however large or deep they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 100  # of one table or list
MOST_COLUMNS = 12
DEEPEST = 6
LONGEST = 2_000  # characters of one text
MOST_VALUES = 3_000  # in all


@dataclass(frozen=True, slots=True)
class Nested:
    """`shape` says which of the fields has the content: `text` is one value, `pairs` are names
    with values, a `list` has `rows` of one cell each, a `table` rows under `columns`. `left_out`
    counts what there was no room for."""

    shape: str
    text: Any = None
    pairs: Sequence[tuple[str, "Nested"]] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence["Nested"]] = ()
    left_out: int = 0


def nested(value: object) -> Nested:
    """A value of JSON, ready to be shown."""
    return _Room(MOST_VALUES).nested(value, 0)


@dataclass(slots=True)
class _Room:
    """How many more values the page can hold."""

    left: int

    def nested(self, value: object, depth: int) -> Nested:
        self.left -= 1
        if isinstance(value, (Mapping, list, tuple)):
            if not value:
                return Nested("text")
            if depth >= DEEPEST or self.left <= 0:
                return Nested("text", f"… {len(value):,} more")
            return (
                self._pairs(value, depth)
                if isinstance(value, Mapping)
                else self._many(value, depth)
            )
        return Nested("text", _short(value))

    def _pairs(self, value: Mapping[str, Any], depth: int) -> Nested:
        shown = list(value.items())[:MOST_ROWS]
        pairs = [(str(name), self.nested(inner, depth + 1)) for name, inner in shown]
        return Nested("pairs", pairs=pairs, left_out=len(value) - len(pairs))

    def _many(self, values: Sequence[Any], depth: int) -> Nested:
        shown = values[:MOST_ROWS]
        left_out = len(values) - len(shown)
        if columns := _columns(shown):
            rows = [[self.nested(one.get(name), depth + 1) for name in columns] for one in shown]
            return Nested("table", columns=columns, rows=rows, left_out=left_out)
        if any(isinstance(one, (Mapping, list, tuple)) for one in shown):
            rows = [[self.nested(one, depth + 1)] for one in shown]
            return Nested("list", rows=rows, left_out=left_out)
        self.left -= len(shown)
        return Nested("text", [_short(one) for one in shown], left_out=left_out)


def _short(value: object) -> object:
    is_long = isinstance(value, str) and len(value) > LONGEST
    return f"{str(value)[:LONGEST]} …" if is_long else value


def _columns(values: Iterable[Any]) -> list[str]:
    """The names that records have, if they are records, and few enough names."""
    found: dict[str, None] = {}
    for one in values:
        if not isinstance(one, Mapping):
            return []
        found |= dict.fromkeys(map(str, one))
    return list(found) if len(found) <= MOST_COLUMNS else []
