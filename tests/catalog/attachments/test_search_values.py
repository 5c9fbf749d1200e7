from typing import Any

import pytest
from sqlalchemy import select

from catalog.attachments.record import record_attachments
from catalog.attachments.said import said
from catalog.attachments.search_values import declare_fields, values_at, write_values
from catalog.store.database import Database
from catalog.store.plugin_tables import search_field, search_value
from plugins.api import Attachment
from tests.catalog.attachments.plugin import LAB
from tests.catalog.browse.records import a_component, keep

ONE = "component:default/one"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", [{"b": [1, 2], "c": [{"d": 3}, {"d": 4}, 5]}]),
        ("a.b[]", [1, 2]),
        ("a.b", [[1, 2]]),
        ("a.c[].d", [3, 4]),
        ("a.x.y", []),
        ("a[].b", []),
    ],
)
def test_a_path_leads_to_values(path: str, found: list[Any]) -> None:
    value = {"a": {"b": [1, 2], "c": [{"d": 3}, {"d": 4}, 5]}}
    assert list(values_at(value, path)) == found


def tell(database: Database, value: dict[str, Any], now: float = 1.0) -> None:
    things = said(LAB, [Attachment(entity=ONE, type="runs", value=value)])
    with database.write() as connection:
        declare_fields(connection, LAB)
        changed = record_attachments(connection, "lab", "describe", things, now).changed
        write_values(connection, LAB, changed)


def values(database: Database) -> list[tuple[str, str, float | None]]:
    columns = (search_field.c.name, search_value.c.text, search_value.c.number)
    with database.read() as connection:
        rows = connection.execute(
            select(*columns).join(search_value, search_value.c.field_id == search_field.c.id)
        )
        return sorted((row.name, row.text, row.number) for row in rows)


def test_values_follow_what_is_known(database: Database) -> None:
    keep(database, a_component("one"))
    tell(database, {"best": 0.5, "stages": [{"name": "Train"}, {"name": "train "}, {}]})
    assert values(database) == [("lab.best", "0.5", 0.5), ("lab.stage", "train", None)]
    tell(database, {"best": 1, "checked": "2026-01-02", "stages": [{"name": True}]}, 2.0)
    assert values(database) == [
        ("lab.best", "1.0", 1.0),
        ("lab.checked", "1767312000.0", 1767312000.0),
        ("lab.stage", "true", None),
    ]


def test_a_value_of_another_sort_is_not_searched(database: Database) -> None:
    keep(database, a_component("one"))
    tell(database, {"best": "good", "checked": "soon", "stages": [{"name": [1]}, {"name": ""}]})
    assert values(database) == []


def test_fields_are_known_with_their_sort_and_go_with_their_values(database: Database) -> None:
    from dataclasses import replace

    keep(database, a_component("one"))
    tell(database, {"best": 0.5})
    with database.write() as connection:
        declare_fields(connection, replace(LAB, search_fields=LAB.search_fields[1:]))
        fields = connection.execute(select(search_field.c.name, search_field.c.type)).all()
    assert sorted(map(tuple, fields)) == [("lab.checked", "date"), ("lab.stage", "term")]
    assert values(database) == []
