"""The state of locations, and what is wrong with their files."""

from typing import Any

import orjson
import pytest
from sqlalchemy import insert

from catalog.browse import EVERYONE, Facet, Reader, location, locations, problems
from catalog.store.database import Database
from catalog.store.tables import location as location_table
from catalog.store.tables import problem, source
from descriptors.problems import Problem
from tests.catalog.browse.records import NOW, a_component, keep


def keep_location(database: Database, id: int, **columns: Any) -> None:
    with database.write() as connection:
        row = {"type": "git", "target": f"https://git.example.com/{id}.git", "added_by": "api"}
        connection.execute(insert(location_table).values(id=id, created_at=NOW, **(row | columns)))
        file = {"path": "mlhome.yaml", "digest": "", "fingerprint": "", "location_ref": "x"}
        connection.execute(insert(source).values(id=id, location_id=id, read_at=NOW, **file))


def keep_problem(database: Database, **columns: Any) -> None:
    with database.write() as connection:
        row = {"code": "a/b", "message": "No.", "since": NOW}
        connection.execute(insert(problem).values(**(row | columns)))


def test_a_location_counts_its_entities_and_problems(database: Database) -> None:
    keep_location(database, 1)
    keep_location(database, 2, type="url", patterns="a\nb")
    keep(database, a_component("a"), a_component("b"), source_id=1)
    keep(database, a_component("gone"), source_id=1, deleted_at=NOW)
    keep_problem(database, location_id=1)
    first, second = locations(database)
    assert (first.entities, first.problems, second.entities) == (2, 1, 0)
    assert (second.type, second.patterns) == ("url", ("a", "b"))


def test_a_location_says_why_it_cannot_be_read(database: Database) -> None:
    wrong = Problem("location/unreachable", "No answer.", "Try later.", entity_ref="a:b/c")
    keep_location(database, 1, state="failing", last_error=orjson.dumps(wrong.as_json()).decode())
    found = location(database, 1)
    assert found is not None
    assert (found.state, found.last_error, found.lag) == ("failing", wrong, None)


def test_the_lag_is_the_time_since_the_last_good_read(database: Database) -> None:
    keep_location(database, 1, last_ok_at=NOW)
    found = location(database, 1)
    assert found is not None
    assert found.lag is not None
    assert found.lag > 0


def test_there_is_no_location_for_an_unknown_id(database: Database) -> None:
    assert location(database, 5) is None


def test_problems_come_by_file_and_line_in_pages(database: Database) -> None:
    keep_location(database, 1)
    for file, line in (("b", 1), ("a", 20), ("a", 3)):
        keep_problem(database, location_id=1, file=file, line=line)
    page = problems(database, EVERYONE, limit=2)
    assert (page.total, [(one.file, one.line) for one in page.problems]) == (
        3,
        [("a", 3), ("a", 20)],
    )
    assert [one.file for one in problems(database, EVERYONE, offset=2).problems] == ["b"]


@pytest.mark.parametrize(
    ("asked", "count"), [({"location_id": 1}, 1), ({"entity_ref": "a:b/c"}, 1), ({}, 2)]
)
def test_problems_are_asked_for_by_location_or_entity(
    database: Database, asked: dict[str, Any], count: int
) -> None:
    keep_location(database, 1)
    keep_location(database, 2)
    keep_problem(database, location_id=1)
    keep_problem(database, location_id=2, entity_ref="a:b/c")
    assert problems(database, EVERYONE, **asked).total == count


def test_problems_of_a_hidden_entity_are_hidden(database: Database) -> None:
    keep(database, a_component("hidden"), audience=7)
    keep_problem(database, entity_ref="component:default/hidden")
    assert problems(database, EVERYONE).total == 0
    assert problems(database, Reader(frozenset({7}))).total == 1


def test_problems_are_asked_for_by_code_and_counted_by_every_code(database: Database) -> None:
    for code in ("a/b", "c/d", "c/d"):
        keep_problem(database, code=code)
    page = problems(database, EVERYONE, code="a/b", limit=1)
    assert (page.total, [one.code for one in page.problems]) == (1, ["a/b"])
    assert page.codes == (Facet("c/d", 2), Facet("a/b", 1))
    assert problems(database, EVERYONE, code="nothing").total == 0
