"""Searches know how often entries are opened, without an index write at every view."""

import time

import pytest

from catalog.indexing import Engine, ViewsToTell, current_build, index_status, verify
from catalog.ingest import ingest
from catalog.locations.spec import LocationSpec
from catalog.store.views import DAY, add_views, views_of_late
from search.index import SearchIndex
from search.request import SearchRequest
from tests.builders import Workshop, a_descriptor

NAMES = ("atlas", "basil", "cedar")


@pytest.fixture
def now() -> float:
    """As the clock has it: indexing counts back from there."""
    return time.time()


@pytest.fixture
def opened(workshop: Workshop, engine: Engine) -> Workshop:
    """A catalog of entries that nobody has opened yet."""
    workshop.write("a.yaml", *(a_descriptor(name, title="Forest") for name in NAMES))
    workshop.ingest()
    workshop.index(engine)
    return workshop


def view(workshop: Workshop, now: float, **counts: int) -> None:
    by_ref = {f"component:default/{name}": count for name, count in counts.items()}
    workshop.database.transact(lambda connection: add_views(connection, by_ref, now))


def index_of(workshop: Workshop, engine: Engine) -> SearchIndex:
    with workshop.database.read() as connection:
        return engine.open(current_build(connection, engine), writable=False)


def found(workshop: Workshop, engine: Engine, query: str, sort: str = "") -> list[str]:
    workshop.index(engine)
    index = index_of(workshop, engine)
    hits = index.find(SearchRequest(query, sort=sort)).hits
    index.close()
    return [hit.name for hit in hits]


def test_what_is_opened_more_comes_first_and_can_be_asked_for(
    opened: Workshop, engine: Engine, now: float
) -> None:
    view(opened, now, basil=3, cedar=40)
    assert ViewsToTell().tell(opened.database, now) == 2
    assert found(opened, engine, "", sort="-views") == ["cedar", "basil", "atlas"]
    assert found(opened, engine, "views>3") == ["cedar"]
    assert found(opened, engine, "forest") == ["cedar", "basil", "atlas"]
    assert found(opened, engine, "atlas")[0] == "atlas"


def test_an_entry_that_is_indexed_anyway_takes_its_views_along(
    opened: Workshop, engine: Engine, now: float
) -> None:
    view(opened, now, basil=5)
    opened.write("a.yaml", *(a_descriptor(name, title="Wood") for name in NAMES))
    opened.ingest()
    assert found(opened, engine, "views:5") == ["basil"]


def test_the_index_is_told_when_views_have_doubled_and_once_a_day(
    opened: Workshop, engine: Engine, now: float
) -> None:
    views = ViewsToTell()
    view(opened, now, basil=4)
    assert views.tell(opened.database, now) == 1
    assert views.tell(opened.database, now) == 0
    view(opened, now, basil=3)
    assert views.tell(opened.database, now) == 0
    view(opened, now, basil=1)
    assert views.tell(opened.database, now) == 1
    view(opened, now, basil=1)
    assert views.tell(opened.database, now) == 0
    assert views.tell(opened.database, now + DAY) == 1
    assert found(opened, engine, "views>=9") == ["basil"]


def test_old_views_are_forgotten(opened: Workshop, engine: Engine, now: float) -> None:
    view(opened, now - 29 * DAY, cedar=7)
    cedar = opened.row("component:default/cedar").id
    with opened.database.read() as connection:
        assert views_of_late(connection, now) == {cedar: 7}
        assert views_of_late(connection, now + DAY) == {cedar: 0}
        assert views_of_late(connection, now + 31 * DAY) == {}
    views = ViewsToTell()
    assert views.tell(opened.database, now) == 1
    assert found(opened, engine, "views:7") == ["cedar"]
    assert views.tell(opened.database, now + DAY) == 1
    assert views.tell(opened.database, now + 2 * DAY) == 0


def test_what_waits_to_be_stitched_is_told_later_and_nothing_is_lost(
    opened: Workshop, engine: Engine, now: float
) -> None:
    views = ViewsToTell()
    view(opened, now, basil=4)
    opened.write("a.yaml", *(a_descriptor(name, title="Grove") for name in NAMES))
    folder = LocationSpec("folder", str(opened.folder))
    ingest(opened.database, opened.pool, [folder], opened.options)
    assert views.tell(opened.database, now) == 0
    opened.ingest()
    assert found(opened, engine, "grove views:4") == ["basil"]
    assert views.tell(opened.database, now) == 1
    opened.index(engine)
    index = index_of(opened, engine)
    assert verify(opened.database, index).count == 0
    index.close()
    assert index_status(opened.database, engine).due == 0
