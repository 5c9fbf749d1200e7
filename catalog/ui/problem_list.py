"""The list of problems on the pages of catalog health: one code or all, page by page, or a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import request

from catalog import browse
from catalog.browse.views import Facet
from catalog.ui.health_tables import PROBLEMS, problem_rows
from catalog.ui.parts import PageParts
from catalog.ui.tables import AskedTable, Row, Table, asked_of, sorted_rows
from descriptors.problems import Problem

PAGE = 50
AT_ONCE = 500  # problems read at a time where all are wanted
# So many are sorted by any column; more of them stand in the order of their files.
FEW = 1_000
LAST = 2**31 - 1  # no more rows than this can be left out


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """One page of `total` problems; `codes` counts those of every code, `code` is the one chosen
    ("" = all)."""

    table: Table
    total: int
    codes: tuple[Facet, ...]
    code: str


@dataclass(frozen=True, slots=True)
class ProblemList:
    """What one page lists: problems of all locations or of one, and of all codes or of one."""

    parts: PageParts
    location_id: int | None
    code: str
    asked: AskedTable

    def page(self) -> ProblemPage:
        """What stands at the address."""
        start = self._start()
        page = self._read(PAGE, start)
        rows = self._rows(page.problems)
        if self.asked.sort and page.total <= FEW:
            rows = tuple(self.rows())[start : start + PAGE]
        return ProblemPage(
            self.table(rows, page.total, start + PAGE), page.total, page.codes, self.code
        )

    def table(self, rows: tuple[Row, ...], total: int, end: int = 0) -> Table:
        """Rows up to number `end` of all of them; columns without a value begin hidden."""
        used = {key for row in rows for key, value in row.values.items() if value}
        return Table(
            title="Problems",
            columns=tuple(
                replace(column, shown=column.shown and column.key in used, sortable=total <= FEW)
                for column in PROBLEMS
            ),
            rows=rows,
            asked=self.asked,
            next_cursor=str(end) if end < total else "",
        )

    def rows(self) -> Iterator[Row]:
        """All of them, in the order asked for where there are few."""
        total = self._read(1, 0).total
        pieces = (self._read(AT_ONCE, at).problems for at in range(0, total, AT_ONCE))
        rows = (row for problems in pieces for row in self._rows(problems))
        yield from sorted_rows(rows, PROBLEMS, self.asked.sort) if total <= FEW else rows

    def _start(self) -> int:
        cursor = self.asked.cursor
        return min(int(cursor), LAST) if cursor.isdecimal() else 0

    def _read(self, limit: int, start: int) -> browse.ProblemPage:
        return browse.problems(
            self.parts.database,
            self.parts.reader(),
            location_id=self.location_id,
            code=self.code,
            limit=limit,
            offset=start,
        )

    def _rows(self, problems: Sequence[Problem]) -> tuple[Row, ...]:
        database, reader = self.parts.database, self.parts.reader()
        refs = {problem.entity_ref for problem in problems if problem.entity_ref}
        known = browse.summaries(database, reader, refs)
        owners = browse.summaries(database, reader, {one.owner for one in known.values()})
        return problem_rows(problems, known, owners)


def problems_asked(parts: PageParts, path: str, location_id: int | None = None) -> ProblemList:
    """What the address asks for: `code`, and what the table can be asked."""
    code = request.args.get("code", "")
    return ProblemList(parts, location_id, code, asked_of(path, request.args))
