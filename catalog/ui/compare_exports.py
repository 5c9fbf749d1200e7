"""A comparison as a file: as the API and the command write it, as a workbook, and what changed."""

from flask import Response

from catalog.comparison.exports import CSV_COLUMNS, FORMATS, csv_values
from catalog.comparison.views import Comparison
from catalog.ui.compare_address import CompareAddress
from catalog.ui.compare_changes import changes_table, matching_changes
from catalog.ui.exports import export
from catalog.ui.tables import AskedTable, Column, Row, Table

CHANGES = "changes-"  # before the format, where what changed is asked for
XLSX = "xlsx"
# As addresses of tables call them.
_NAMES = {"csv": "csv", "json": "json", "md": "markdown"}
_TEXTS = frozenset(
    ("metric", "slice", "subject", "run", "baseline", "adjusted", "verdict", "method")
)


def is_export(format: str) -> bool:
    """Whether an address asks for a file."""
    return format == XLSX or format in _NAMES or format.startswith(CHANGES)


def exported(found: Comparison, asked: CompareAddress, format: str) -> Response | None:
    """The file that an address asks for; None for a format that we don't know."""
    if format.startswith(CHANGES):
        table = changes_table(found, matching_changes(found, asked), format.removeprefix(CHANGES))
        return export(table, table.rows, "what changed")
    if format == XLSX:
        table = _numbers(found)
        return export(table, table.rows, "comparison")
    return _written(found, _NAMES[format]) if format in _NAMES else None


def _written(found: Comparison, name: str) -> Response:
    how = FORMATS[name]
    answer = Response(how.write(found), mimetype=how.mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="comparison.{how.ending}"'
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _numbers(found: Comparison) -> Table:
    """A row for each value with its difference."""
    columns = (Column(key, key, numeric=key not in _TEXTS) for key in CSV_COLUMNS)
    rows = (Row(values) for values in csv_values(found))
    return Table(
        title="Comparison",
        columns=tuple(columns),
        rows=tuple(rows),
        asked=AskedTable("", format=XLSX),
    )
