"""Who reads: every read of the catalog names the audiences it is allowed to see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause

from catalog.store.tables import entity


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader sees the entities whose audience is one of these; 0 stands for everyone."""

    audiences: frozenset[int]

    def sees(self, rows: FromClause = entity) -> ColumnElement[bool]:
        """The condition every statement about entities carries: in an audience, not deleted."""
        return rows.c.deleted_at.is_(None) & self.may_see(rows)

    def may_see(self, rows: FromClause = entity) -> ColumnElement[bool]:
        """The audience alone; for what outlives deletion, such as the history."""
        if len(self.audiences) == 1:
            return rows.c.audience == next(iter(self.audiences))
        return rows.c.audience.in_(sorted(self.audiences))


EVERYONE = Reader(frozenset({0}))
