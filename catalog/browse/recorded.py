"""Search fields that the record answers: what was measured, and what plugins know."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, select

from catalog.evaluations import entities_evaluated_on, entities_with_metric
from catalog.store.database import Database
from catalog.store.plugin_tables import search_field, search_value
from search.query import DEFAULT_FIELDS, QueryField, QueryFields
from search.query.tree import Between, Is
from search.request import LookUp

Asked = Is | Between
Conditions = Iterator[ColumnElement[bool]]
METRIC = "metric."


def fields_of(db: Database, query: str) -> QueryFields:
    """The fields a query may ask for. Those of plugins have a dot in their name: most queries
    need not look for them."""
    return query_fields(db) if "." in query else DEFAULT_FIELDS


def query_fields(db: Database) -> QueryFields:
    """All fields that can be asked for now, those of plugins among them."""
    with db.read() as connection:
        rows = connection.execute(select(search_field)).all()
    further = (QueryField(row.name, row.type, about=row.about, recorded=True) for row in rows)
    return DEFAULT_FIELDS.with_fields(*further)


def look_up(db: Database) -> LookUp:
    """Answers for one search."""

    def answer(asked: Asked) -> set[int]:
        with db.read() as connection:
            return _answer(connection, asked)

    return answer


def _answer(connection: Connection, asked: Asked) -> set[int]:
    match asked:
        case Between(field) if field.lower().startswith(METRIC):
            return _measured(connection, asked)
        case Is("metric", names):
            return set().union(*(entities_with_metric(connection, name) for name in names))
        case Is("dataset", names):
            return set().union(*(entities_evaluated_on(connection, name) for name in names))
    return _known_by_plugin(connection, asked)


def _measured(connection: Connection, asked: Between) -> set[int]:
    """`metric.auc[country=SE, plays-2026]`: what has a `=` is a slice, the other a data set."""
    name, _, inside = asked.field[len(METRIC) :].removesuffix("]").partition("[")
    items = [item.strip() for item in inside.split(",") if item.strip()]
    datasets = [item for item in items if "=" not in item]
    if len(datasets) > 1:
        return set()
    return entities_with_metric(
        connection,
        name,
        slice=", ".join(item for item in items if "=" in item),
        dataset=datasets[0] if datasets else "",
        low=asked.low,
        high=asked.high,
        include_low=asked.include_low,
        include_high=asked.include_high,
    )


def _known_by_plugin(connection: Connection, asked: Asked) -> set[int]:
    wanted = _among(asked) if isinstance(asked, Is) else _between(asked)
    found = select(search_value.c.entity_id).join(
        search_field, search_field.c.id == search_value.c.field_id
    )
    return set(connection.scalars(found.where(search_field.c.name == asked.field, *wanted)))


def _among(asked: Is) -> Conditions:
    yield search_value.c.text.in_([value.strip().lower()[:255] for value in asked.values])


def _between(asked: Between) -> Conditions:
    number = search_value.c.number
    if asked.low is not None:
        yield number >= asked.low if asked.include_low else number > asked.low
    if asked.high is not None:
        yield number <= asked.high if asked.include_high else number < asked.high
