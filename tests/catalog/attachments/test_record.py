import math
from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import select

from catalog.attachments.names import of_connection
from catalog.attachments.record import Recorded, end_others, record_attachments
from catalog.attachments.said import said
from catalog.store.database import Database
from catalog.store.plugin_tables import attachment
from catalog.store.tables import entity
from plugins.api import Attachment
from tests.catalog.attachments.plugin import LAB
from tests.catalog.browse.records import a_component, keep

ONE, TWO = "component:default/one", "component:default/two"
SOURCE = of_connection(3)


def runs(ref: str, best: float = 0.5, **more: Any) -> Attachment:
    return Attachment(entity=ref, type="runs", value={"best": best}, **more)


def tell(database: Database, things: Iterable[Attachment], now: float, source: str = SOURCE) -> Any:
    return database.transact(
        lambda connection: record_attachments(connection, "lab", source, said(LAB, things), now)
    )


def rows(database: Database) -> list[Any]:
    with database.read() as connection:
        columns = (attachment.c.since, attachment.c.until, attachment.c.value, entity.c.ref)
        found = select(*columns).join(entity).order_by(attachment.c.id)
        return [tuple(row) for row in connection.execute(found)]


def test_what_is_new_is_kept_and_what_is_equal_writes_nothing(database: Database) -> None:
    keep(database, a_component("one"))
    first = tell(database, [runs(ONE)], 10.0)
    again = tell(database, [runs(ONE, observed_at=15.0)], 20.0)
    assert first.changed
    assert again == Recorded(frozenset(), first.stated)
    assert rows(database) == [(10.0, None, b'{"best":0.5}', ONE)]


def test_a_changed_value_ends_the_state_before(database: Database) -> None:
    keep(database, a_component("one"))
    tell(database, [runs(ONE)], 10.0)
    tell(database, [runs(ONE, 0.75)], 20.0)
    assert rows(database) == [
        (10.0, 20.0, b'{"best":0.5}', ONE),
        (20.0, None, b'{"best":0.75}', ONE),
    ]


def test_what_is_not_stated_any_more_is_over(database: Database) -> None:
    keep(database, a_component("one"), a_component("two"))
    both = tell(database, [runs(ONE), runs(TWO)], 10.0)
    tell(database, [runs(TWO)], 10.0, of_connection(4))
    again = tell(database, [runs(ONE)], 20.0)
    with database.write() as connection:
        over = end_others(connection, "lab", SOURCE, again.stated, 20.0)
    assert len(over) == 1
    assert over < both.changed
    assert [row[1] for row in rows(database)] == [None, 20.0, None]


def test_of_one_entity_others_stay(database: Database) -> None:
    keep(database, a_component("one"), a_component("two"))
    tell(database, [runs(ONE), runs(TWO)], 10.0)
    one = tell(database, [runs(ONE)], 20.0).stated
    with database.write() as connection:
        first = connection.scalar(select(entity.c.id).where(entity.c.ref == ONE))
        assert not end_others(connection, "lab", SOURCE, one, 20.0, entity_id=first or 0)
    assert [row[1] for row in rows(database)] == [None, None]


def test_an_entity_that_is_not_there_is_named(database: Database) -> None:
    told = tell(database, [runs("model:default/none"), runs("a\0b")], 10.0)
    assert told.unknown == ("a\0b", "model:default/none")
    assert rows(database) == []


def test_of_two_things_of_one_type_the_last_counts(database: Database) -> None:
    keep(database, a_component("one"))
    tell(database, [runs(ONE, 0.1), runs(ONE, 0.2)], 10.0)
    assert rows(database) == [(10.0, None, b'{"best":0.2}', ONE)]


@pytest.mark.parametrize("observed_at", [1e12, math.inf, -math.inf, math.nan])
def test_nothing_was_observed_in_the_future_or_at_no_time(
    database: Database, observed_at: float
) -> None:
    keep(database, a_component("one"))
    tell(database, [runs(ONE, observed_at=observed_at)], 10.0)
    with database.read() as connection:
        assert connection.scalar(select(attachment.c.observed_at)) == 10.0
