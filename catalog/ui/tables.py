"""Tables: columns declared as data, rows as values, all state in the address.

A page says which columns there are, reads what its address asks of the table (`asked_of`), finds
the rows, and joins them in a `Table`. The macro in `templates/table.html` shows it; `exports.py`
writes the same rows as CSV, JSON or Markdown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from catalog.ui.addresses import with_query

# What a table is asked for in an address; before each word the table's name and a dot, if it has
# a name. A new order or other columns begin at the first page again.
WORDS = ("sort", "columns", "cursor", "format")
_KEYS = re.compile(r"(?:\\.|[^,\\])+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it in addresses and exports, `title` for people.

    `falling`: the first press on its head puts the largest on top, as it does with numbers that
    are not `rising` (of which less is better). `shown` is what the chooser
    begins with; `exported` columns are in every export. `look` are the classes of its cells:
    tight (never broken), long (sentences), fold (links that may be broken), muted. `hint` is what
    the title leaves out, for whoever points at it. A comma in a key is written `\\,` in addresses.
    """

    key: str
    title: str
    numeric: bool = False
    sortable: bool = True
    falling: bool = False
    rising: bool = False
    shown: bool = True
    exported: bool = False
    look: str = ""
    hint: str = ""

    @property
    def first_order(self) -> str:
        """What the first press on its head asks for."""
        falls = self.falling or (self.numeric and not self.rising)
        return f"-{self.key}" if falls else self.key

    @property
    def other_order(self) -> str:
        """What the second press asks for."""
        return self.key if self.first_order.startswith("-") else f"-{self.key}"


@dataclass(frozen=True, slots=True)
class Row:
    """`values` by the key of their column: what is sorted and exported. `of` is what the row
    stands for, for the page to show more than the bare values."""

    values: Mapping[str, Any]
    of: Any = None


@dataclass(frozen=True, slots=True)
class AskedTable:
    """What an address asks of one table; `others` is the rest of the address, which stays."""

    path: str
    others: tuple[tuple[str, str], ...] = ()
    name: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    cursor: str = ""
    format: str = ""

    def address(self, **changes: str) -> str:
        """The address with a word changed; cursor and format stay only if they are given."""
        return with_query(self.path, [*self.others, *self._own(**changes)])

    def kept(self, without: str) -> list[tuple[str, str]]:
        """What a form that sets the word `without` has to send along."""
        return [*self.others, *self._own(**{without: ""})]

    def parameter(self, word: str) -> str:
        """How a word of this table is called in the address."""
        return f"{self.name}.{word}" if self.name else word

    def _own(self, **changes: str) -> list[tuple[str, str]]:
        values = {"sort": self.sort, "columns": ",".join(map(in_address, self.columns)), **changes}
        return [(self.parameter(word), values[word]) for word in WORDS if values.get(word)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Everything the macro shows. `rows` are those of this page; `next_cursor` is "" on the last
    one, `previous_cursor` on the first and where there is no way back but to it; `note` is a
    sentence to stand below. The first column names the row: it is always shown,
    and stays while others scroll."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    asked: AskedTable
    next_cursor: str = ""
    previous_cursor: str = ""
    note: str = ""

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns the reader chose, in their own order; without a choice the usual ones."""
        first, *others = self.columns
        chosen = [column for column in others if column.key in self.asked.columns]
        return (first, *(chosen or [column for column in others if column.shown]))

    @property
    def exported(self) -> tuple[Column, ...]:
        """What an export has: the columns shown, and those that name the row to a program."""
        shown = self.shown
        return tuple(column for column in self.columns if column in shown or column.exported)

    def order_of(self, column: Column) -> str:
        """ascending, descending, or "" where another column gives the order (as in ARIA)."""
        orders = {column.key: "ascending", f"-{column.key}": "descending"}
        return orders.get(self.asked.sort, "") if column.sortable else ""

    def sorting_address(self, column: Column) -> str:
        """Where a press on the head of a column leads."""
        first, other = column.first_order, column.other_order
        return self.asked.address(sort=other if self.asked.sort == first else first)


def asked_of(
    path: str, arguments: "MultiDict[str, str]", name: str = "", default_sort: str = ""
) -> AskedTable:
    """Read what an address asks of the table `name`; keys nobody knows do no harm."""
    bare = AskedTable(path, name=name)
    own = {word: bare.parameter(word) for word in WORDS}
    others = [pair for pair in arguments.items(multi=True) if pair[0] not in own.values()]
    columns = map(_from_address, _KEYS.findall(",".join(arguments.getlist(own["columns"]))))
    return AskedTable(
        path=path,
        others=tuple(others),
        name=name,
        sort=arguments.get(own["sort"], "") or default_sort,
        columns=tuple(dict.fromkeys(key for key in columns if key)),
        cursor=arguments.get(own["cursor"], ""),
        format=arguments.get(own["format"], ""),
    )


def in_address(key: str) -> str:
    """The key of a column as a list of columns names it."""
    return re.sub(r"([\\,])", r"\\\1", key)


def _from_address(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def sorted_rows(rows: Iterable[Row], columns: Sequence[Column], sort: str) -> tuple[Row, ...]:
    """The rows in the order asked for, where all of them are at hand; by no known column: as
    they are. What has no value comes last, upwards and downwards."""
    key, rows = sort.removeprefix("-"), tuple(rows)
    if key not in {column.key for column in columns if column.sortable}:
        return rows
    filled = [row for row in rows if not is_empty(row.values.get(key))]
    empty = [row for row in rows if is_empty(row.values.get(key))]
    falling = sort.startswith("-")
    return (*sorted(filled, key=lambda row: _rank(row.values[key]), reverse=falling), *empty)


def one_page(table: Table, size: int) -> Table:
    """The rows of one page of a table that has all of them, and the cursors of its neighbours."""
    cursor = table.asked.cursor
    start = int(cursor) if cursor.isdecimal() and len(cursor) < 7 else 0
    end = start + size
    more = str(end) if end < len(table.rows) else ""
    back = str(start - size) if start > size else ""
    return replace(table, rows=table.rows[start:end], next_cursor=more, previous_cursor=back)


def is_empty(value: object) -> bool:
    """Whether there is nothing to show; zero and no are something."""
    return value is None or value in ("", [], (), {})


def plain(value: object) -> str | int | float | bool | None:
    """A value as one cell of an export: what holds others becomes text."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {plain(inner)}" for name, inner in value.items())
    if isinstance(value, Iterable):
        return ", ".join(str(plain(inner)) for inner in value)
    return str(value)


def _rank(value: object) -> tuple[bool, float, str]:
    """Numbers by size before texts by letter."""
    bare = plain(value)
    if isinstance(bare, (int, float)):
        return (False, bare, "")
    return (True, 0, str(bare).casefold())
