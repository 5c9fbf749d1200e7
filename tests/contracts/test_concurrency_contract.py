"""Several writers at once, on every database: they wait for each other and lose nothing."""

import threading
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from catalog.ingest import ParsePool
from catalog.ingest.ingest import read_locations
from catalog.ingest.orphans import forget_location, remove_location
from catalog.ingest.register import (
    add_location,
    begin_read,
    lease_due_locations,
    record_failure,
    record_success,
    registered,
    request_read,
)
from catalog.locations.spec import LocationSpec
from catalog.stitching import stitch_all
from catalog.store.database import Database, open_database
from catalog.store.tables import due, location
from descriptors.problems import Problem
from tests.builders import Workshop, a_descriptor, relations

PLACE = LocationSpec("folder", "/nowhere")


def at_once(*works: Callable[[], object]) -> None:
    """Run all at the same time and have their exceptions."""
    failures: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_two_writers_of_related_entities_lose_nothing(
    database: Database, pool: ParsePool, empty_database_url: str, tmp_path: Path
) -> None:
    second = open_database(empty_database_url)
    shops = [Workshop(database, pool, tmp_path / "a"), Workshop(second, pool, tmp_path / "b")]
    for number, (mine, other) in enumerate(zip("ab", "ba", strict=True)):
        for file in range(8):
            names = [f"{mine}-{file}-{it}" for it in range(12)]
            depends = [f"component:{other}-{file}-{it}" for it in range(12)]
            documents = [a_descriptor(name, spec={"dependsOn": depends}) for name in names]
            shops[number].write(f"{file}.yaml", *documents)
    at_once(*(shop.ingest for shop in shops))
    at_once(lambda: stitch_all(database, 10), lambda: stitch_all(second, 10))
    second.close()
    assert len(shops[0].refs()) == 2 * 8 * 12
    for ref in shops[0].refs():
        assert len(relations(shops[0].entry(ref), "dependsOn")) == 12
        assert len(relations(shops[0].entry(ref), "dependencyOf")) == 12
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(due)) == 0


def test_a_due_location_is_given_to_one_worker_only(database: Database) -> None:
    with database.write() as connection:
        ids = {
            add_location(connection, LocationSpec("folder", f"/{it}"), "cli")[0] for it in range(20)
        }
    claimed: list[int] = []

    def claim(owner: str) -> None:
        while found := lease_due_locations(database, owner, limit=3):
            claimed.extend(found)

    at_once(lambda: claim("one"), lambda: claim("other"))
    assert sorted(claimed) == sorted(ids)


def test_a_lease_that_ran_out_is_given_again(database: Database) -> None:
    with database.write() as connection:
        location_id, is_new = add_location(connection, PLACE, "cli")
    assert is_new
    assert lease_due_locations(database, "dead", seconds=-1) == [location_id]
    assert lease_due_locations(database, "alive") == [location_id]
    assert lease_due_locations(database, "third") == []


def test_a_location_that_was_read_is_due_again_later_or_when_asked_for(database: Database) -> None:
    with database.write() as connection:
        location_id, _ = add_location(connection, PLACE, "cli")
        begin_read(connection, location_id, "reader", seconds=60)
        record_success(connection, location_id, "token", "commit", every=3600)
    assert lease_due_locations(database, "worker") == []
    with database.write() as connection:
        assert request_read(connection, location_id)
        assert registered(connection, [location_id])[0].token == ""
    assert lease_due_locations(database, "worker") == [location_id]


def test_what_is_saved_while_a_location_is_read_is_read_again(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    with workshop.database.write() as connection:
        folder = LocationSpec("folder", str(workshop.folder))
        location_id, _ = add_location(connection, folder, "cli")

    def save(_done: int, _found: int) -> None:
        workshop.database.transact(lambda connection: request_read(connection, location_id))

    read_locations(workshop.database, workshop.pool, [location_id], workshop.options, save)
    assert lease_due_locations(workshop.database, "worker") == [location_id]


def test_a_failing_location_is_tried_ever_more_rarely(database: Database) -> None:
    with database.write() as connection:
        location_id, _ = add_location(connection, PLACE, "cli")
    waits = []
    for _ in range(3):
        with database.write() as connection:
            record_failure(connection, location_id, Problem("location/unreachable", "gone"))
            row = connection.execute(select(location)).one()
        waits.append(round(row.next_read_at - row.last_read_at))
    assert waits == [10, 20, 40]
    assert row.state == "failing"


def test_a_location_is_added_once(database: Database) -> None:
    at_once(
        *(
            lambda: database.transact(lambda connection: add_location(connection, PLACE, "cli"))
            for _ in range(4)
        )
    )
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(location)) == 1


def test_a_location_that_is_removed_gives_up_what_it_declared(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    (row,) = workshop.locations()
    assert remove_location(workshop.database, row.id, workshop.options)
    assert not remove_location(workshop.database, row.id, workshop.options)
    stitch_all(workshop.database)
    assert workshop.refs() == []
    assert workshop.read_again(row.id).entities.total == 0


def test_what_another_location_declares_too_is_handed_over_not_deleted(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop.write("a.yaml", a_descriptor("shop", title="First"))
    workshop.ingest()
    other = Workshop(workshop.database, workshop.pool, tmp_path / "other")
    other.write("b.yaml", a_descriptor("shop", title="Second"))
    other.ingest()
    first, second = workshop.locations()
    remove_location(workshop.database, first.id, workshop.options)
    assert workshop.refs() == ["component:default/shop"]
    assert lease_due_locations(workshop.database, "worker") == [second.id]
    other.read_again(second.id)
    assert workshop.entry("component:default/shop")["metadata"]["title"] == "Second"
    actions = [version.action for version in workshop.versions("component:default/shop")]
    assert actions == ["created", "updated"]


def test_a_location_removed_while_it_is_read_stays_removed(workshop: Workshop) -> None:
    for number in range(3):
        workshop.write(f"{number}.yaml", a_descriptor(f"shop-{number}"))
    with workshop.database.write() as connection:
        folder = LocationSpec("folder", str(workshop.folder))
        location_id, _ = add_location(connection, folder, "cli")

    def remove(_done: int, _found: int) -> None:
        workshop.database.transact(lambda connection: forget_location(connection, location_id))

    read_locations(workshop.database, workshop.pool, [location_id], workshop.options, remove)
    stitch_all(workshop.database)
    assert workshop.locations() == []
    assert workshop.refs() == []


def test_a_location_that_can_t_be_read_keeps_what_it_declared(workshop: Workshop) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    hidden = workshop.folder.rename(workshop.folder.with_name("hidden"))
    report = workshop.ingest()
    assert [problem.code for problem in report.problems] == ["location/not-found"]
    assert workshop.refs() == ["component:default/shop"]
    assert workshop.locations()[0].state == "failing"
    hidden.rename(workshop.folder)
    assert workshop.ingest().problems == ()
    assert workshop.locations()[0].state == "ok"
