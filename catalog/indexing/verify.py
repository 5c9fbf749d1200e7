"""Whether the index holds what the record holds, entry by entry."""

from dataclasses import dataclass, field

from sqlalchemy import select

from catalog.store.database import Database
from catalog.store.tables import entry
from search.index import SearchIndex


@dataclass(frozen=True)
class Differences:
    """Ids of entities. All empty: record and index agree."""

    missing: list[int] = field(default_factory=list)  # in the record only
    outdated: list[int] = field(default_factory=list)  # held in another revision
    surplus: list[int] = field(default_factory=list)  # in the index only

    @property
    def count(self) -> int:
        return len(self.missing) + len(self.outdated) + len(self.surplus)


def verify(database: Database, index: SearchIndex) -> Differences:
    """Compare (id, revision) of every entry. Work that is still due shows as differences."""
    with database.read() as connection:
        expected = {
            row.entity_id: row.revision
            for row in connection.execute(select(entry.c.entity_id, entry.c.revision))
        }
    held = dict(index.revisions())
    return Differences(
        missing=sorted(expected.keys() - held.keys()),
        outdated=sorted(id for id in expected.keys() & held.keys() if expected[id] != held[id]),
        surplus=sorted(held.keys() - expected.keys()),
    )
