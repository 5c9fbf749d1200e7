"""The tables of an entity's page: lists in its descriptor, each sorted and exported by itself."""

from collections.abc import Iterable

from werkzeug.datastructures import MultiDict

from catalog.ui.facts import FactTable
from catalog.ui.facts import Row as FactRow
from catalog.ui.tables import Column, Row, Table, asked_of, sorted_rows
from catalog.ui.words import in_words

# Texts of more characters are sentences, if they have words: they may be broken into lines.
LONGEST_TIGHT = 32


def entity_tables(
    tables: Iterable[FactTable], path: str, arguments: "MultiDict[str, str]"
) -> list[Table]:
    """The lists of a spec as tables; each has the name of its field in the address."""
    return [_table(table, path, arguments) for table in tables]


def _table(table: FactTable, path: str, arguments: "MultiDict[str, str]") -> Table:
    asked = asked_of(path, arguments, name=table.field)
    rows = [_row(table, row) for row in table.rows]
    columns = (*_columns(table), *_folded(table))
    return Table(
        title=table.title,
        columns=columns,
        rows=sorted_rows(rows, columns, asked.sort),
        asked=asked,
        note=table.note,
    )


def _row(table: FactTable, row: FactRow) -> Row:
    shown = {column.field: cell for column, cell in zip(table.columns, row.cells, strict=True)}
    return Row({**shown, **{fact.field: fact.value for fact in row.folded}}, of=row)


def _columns(table: FactTable) -> Iterable[Column]:
    for at, column in enumerate(table.columns):
        cells = [row.cells[at] for row in table.rows]
        look = "long" if any(_is_sentence(cell) for cell in cells) else "tight"
        yield Column(column.field, column.label, numeric=column.numeric, look=look)


def _folded(table: FactTable) -> Iterable[Column]:
    """What stands folded below the rows can be taken out as columns, and is in every export."""
    paths = dict.fromkeys(fact.field for row in table.rows for fact in row.folded)
    for path in paths:
        yield Column(path, in_words(path), shown=False, exported=True, look="tight")


def _is_sentence(cell: object) -> bool:
    return isinstance(cell, str) and len(cell) > LONGEST_TIGHT and " " in cell
