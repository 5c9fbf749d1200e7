"""The SQL of a predicate selects exactly what the predicate says of the documents."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.browse.filters.query_object import parse_query
from catalog.browse.listing import all_bodies
from catalog.browse.reader import EVERYONE
from catalog.browse.selection import Selection
from catalog.ingest.flatten import flatten
from catalog.store.database import Database
from catalog.store.tables import NO_VALUE
from tests.catalog.browse.records import a_component, keep
from tests.parts.sqlite import empty_catalog

DOCUMENTS = [
    a_component("a", tags=["x", "y"], level=1),
    a_component("b", type="library", tags=["y"], level="1", deep={"k": [True, "x"]}),
    a_component("c", lifecycle="Experimental", note=None, level=1.5),
    a_component("x", type="x", tags=["spec.type"]),
]
KEYS = ["kind", "metadata.name", "spec.type", "metadata.tags", "metadata.tags.x", "spec.level"]
KEYS += ["spec.note", "spec.deep.k", "spec.nowhere", "spec.lifecycle"]
VALUES = st.sampled_from(["a", "x", "y", "1", "1.5", "true", "Component", "library", "exp", ""])

condition = st.one_of(
    VALUES,
    st.booleans(),
    st.integers(0, 2),
    st.fixed_dictionaries({"$in": st.lists(VALUES, max_size=3)}),
    st.fixed_dictionaries({"$hasPrefix": VALUES}),
    st.fixed_dictionaries({"$exists": st.booleans()}),
    st.fixed_dictionaries({"$contains": VALUES}),
)
queries = st.recursive(
    st.dictionaries(st.sampled_from(KEYS), condition, min_size=1, max_size=2),
    lambda inner: st.one_of(
        st.fixed_dictionaries({"$all": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"$any": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"$not": inner}),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Database:
    folder: Path = tmp_path_factory.mktemp("catalog")
    database = empty_catalog(folder)
    keep(database, *DOCUMENTS)
    return database


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(query=queries)
def test_sql_and_documents_agree(catalog: Database, query: dict[str, Any]) -> None:
    found = all_bodies(catalog, EVERYONE, Selection(query=query))
    parse_query(query)
    names = {orjson.loads(body)["metadata"]["name"] for body in found}
    expected = {d["metadata"]["name"] for d in DOCUMENTS if holds(query, values_of(d))}
    assert names == expected


def values_of(document: dict[str, Any]) -> dict[str, set[str]]:
    """Every path with its values, and the truth of `path.item` for the texts of lists."""
    values: dict[str, set[str]] = {}
    for key, value, _original, item in flatten(document):
        values.setdefault(key, set()).update({value} - {NO_VALUE})
        if item:
            values.setdefault(f"{key}.{value}", set()).add("true")
    return values


def holds(query: dict[str, Any], values: dict[str, set[str]]) -> bool:
    return all(_part(key, condition, values) for key, condition in query.items())


def _part(key: str, condition: Any, values: dict[str, set[str]]) -> bool:
    if key == "$all":
        return all(holds(part, values) for part in condition)
    if key == "$any":
        return any(holds(part, values) for part in condition)
    if key == "$not":
        return not holds(condition, values)
    if not isinstance(condition, dict):
        return _text(condition) in values.get(key, set())
    ((operator, operand),) = condition.items()
    if operator == "$exists":
        return (key in values) == operand
    if operator == "$hasPrefix":
        return any(value.startswith(operand.lower()) for value in values.get(key, set()))
    wanted = operand if operator == "$in" else [operand]
    return bool({_text(value) for value in wanted} & values.get(key, set()))


def _text(value: Any) -> str:
    return str(value).lower()
