"""What a worker reads, round after round, on every database: who is slow keeps nobody waiting."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from catalog.ingest import ParsePool
from catalog.ingest.due import DueLocations
from catalog.ingest.register import add_location, lease_due_locations
from catalog.ingest.side_by_side import AT_ONCE, OF_ONE_HOST
from catalog.locations.spec import LocationSpec
from catalog.stitching import stitch_all
from catalog.store.tables import location
from tests.builders import Workshop, a_descriptor
from tests.catalog.locations.repositories import Repository
from tests.catalog.locations.servers import Request, Site, http_site, serve_git

LONG = 30.0  # seconds, for what is over at once unless something is wrong
OWNER = "worker"


@pytest.fixture
def here(workshop: Workshop) -> Workshop:
    """A workshop that may read from servers of this machine."""
    policy = replace(workshop.options.policy, allowed_networks=("127.0.0.0/8",))
    workshop.options = replace(workshop.options, policy=policy, lease_owner=OWNER)
    return workshop


@pytest.fixture
def answers() -> Iterator[threading.Event]:
    """Until this is set, `hanging` says nothing."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def hanging(answers: threading.Event) -> Iterator[Site]:
    def answer(request: Request) -> None:
        answers.wait(LONG)
        named(request)

    with http_site(answer) as site:
        yield site


@pytest.fixture
def due(here: Workshop) -> Iterator[DueLocations]:
    locations = DueLocations(here.database)
    yield locations
    locations.close()


def named(request: Request) -> None:
    """A component named like the file that is asked for."""
    name = request.path.strip("/").removesuffix(".yaml")
    request.send(a_descriptor(name).encode())


def add(shop: Workshop, *specs: LocationSpec) -> list[int]:
    with shop.database.write() as connection:
        return [add_location(connection, spec, "cli")[0] for spec in specs]


def urls(site: Site, *names: str) -> list[LocationSpec]:
    return [LocationSpec("url", f"{site.url}/{name}.yaml") for name in names]


def work(
    shop: Workshop,
    due: DueLocations,
    until: Callable[[], bool],
    pool: ParsePool | None = None,
) -> None:
    """Rounds of a worker."""
    deadline = time.monotonic() + LONG
    while not until():
        assert time.monotonic() < deadline, "waited in vain"
        if not due.read(pool or shop.pool, shop.options):
            due.wait(0.05)
        stitch_all(shop.database)
        due.sweep_orphans(shop.options)


def are_there(shop: Workshop, *names: str) -> Callable[[], bool]:
    refs = {f"component:default/{name}" for name in names}
    return lambda: refs <= set(shop.refs())


def asked_for(site: Site, count: int) -> Callable[[], bool]:
    return lambda: len(site.seen) == count


def states(shop: Workshop) -> dict[int, str]:
    return {row.id: row.state for row in shop.locations()}


def test_a_host_that_hangs_keeps_no_other_location_waiting(
    here: Workshop, due: DueLocations, hanging: Site, answers: threading.Event
) -> None:
    here.write("a.yaml", a_descriptor("local"))
    (late,) = add(here, *urls(hanging, "late"))
    with http_site(named) as quick:
        folder = LocationSpec("folder", str(here.folder))
        add(here, folder, *urls(quick, "a", "b"))
        work(here, due, are_there(here, "local", "a", "b"))
        assert states(here)[late] == "new"
        # Not even those that come later.
        here.write("b.yaml", a_descriptor("later-local"))
        add(here, *urls(quick, "later"), replace(folder, patterns=("b.yaml",)))
        work(here, due, are_there(here, "later", "later-local"))
    assert not are_there(here, "late")()
    answers.set()
    work(here, due, are_there(here, "late"))
    work(here, due, lambda: set(states(here).values()) == {"ok"})


def test_a_host_that_hangs_leaves_room_for_others(
    here: Workshop, due: DueLocations, hanging: Site
) -> None:
    add(here, *urls(hanging, *(f"late-{it}" for it in range(2 * AT_ONCE))))
    work(here, due, asked_for(hanging, OF_ONE_HOST))
    with http_site(named) as quick:
        names = [f"c{number}" for number in range(2 * AT_ONCE)]
        add(here, *urls(quick, *names))
        work(here, due, are_there(here, *names))
    assert len(hanging.seen) == OF_ONE_HOST


def test_a_file_that_hangs_in_the_midst_of_a_location_keeps_nobody_waiting(
    here: Workshop, due: DueLocations, answers: threading.Event
) -> None:
    """What a descriptor names is asked for when the descriptor is read."""
    naming = a_descriptor("all", "Location", spec={"targets": ["./half.yaml"]})

    def answer(request: Request) -> None:
        if request.path == "/all.yaml":
            return request.send(naming.encode())
        answers.wait(LONG)
        return named(request)

    with http_site(answer) as slow, http_site(named) as quick:
        add(here, *urls(slow, "all"))
        work(here, due, asked_for(slow, 2))
        add(here, *urls(quick, "other"))
        work(here, due, are_there(here, "other"))
        assert not are_there(here, "half")()
        answers.set()
        work(here, due, are_there(here, "half"))


def test_what_is_read_stays_leased_however_long_its_host_takes(
    here: Workshop, hanging: Site
) -> None:
    due = DueLocations(here.database, hold_every=0.0)
    add(here, *urls(hanging, "late"))
    work(here, due, asked_for(hanging, 1))
    with here.database.write() as connection:
        connection.execute(update(location).values(lease_until=0.0, next_read_at=0.0))
    due.read(here.pool, here.options)
    assert lease_due_locations(here.database, "other") == []
    assert here.locations()[0].lease_owner == OWNER
    assert len(hanging.seen) == 1


def test_branches_of_one_repository_are_read_one_after_the_other(
    here: Workshop, due: DueLocations
) -> None:
    root = here.folder.parent / "repositories"
    repository = Repository(root / "ml.git")
    branches = [f"b{number}" for number in range(3)]
    for branch in branches:
        repository.commit({"a.yaml": a_descriptor(branch)}, branch=branch)
    with http_site(serve_git(root)) as site:
        add(here, *(LocationSpec("git", f"{site.url}/ml.git", ref=it) for it in branches))
        due.read(here.pool, here.options)
        leased = [row.id for row in here.locations() if row.lease_owner]
        assert len(leased) <= 1
        work(here, due, lambda: set(states(here).values()) == {"ok"})
    assert are_there(here, *branches)()


def test_what_moves_to_another_file_is_not_deleted_in_between(
    here: Workshop, due: DueLocations
) -> None:
    root = here.folder.parent / "repositories"
    repository = Repository(root / "ml.git")
    repository.commit({"a.yaml": a_descriptor("mover")})
    with http_site(serve_git(root)) as site:
        (at,) = add(here, LocationSpec("git", f"{site.url}/ml.git"))
        work(here, due, lambda: states(here)[at] == "ok")
        repository.commit({"a.yaml": None, "b.yaml": a_descriptor("mover", title="Moved")})
        before = here.locations()[0].commit
        with here.database.write() as connection:
            connection.execute(update(location).values(next_read_at=0.0))
        work(here, due, lambda: here.locations()[0].commit != before)
    actions = [version.action for version in here.versions("component:default/mover")]
    assert actions == ["created", "updated"]


def test_what_is_read_while_plugins_change_is_read_again_with_the_new_ones(
    here: Workshop, due: DueLocations, hanging: Site, answers: threading.Event
) -> None:
    with ParsePool(processes=1) as old:
        add(here, *urls(hanging, "late"))
        work(here, due, asked_for(hanging, 1), old)
    answers.set()
    work(here, due, are_there(here, "late"))
    assert len(hanging.seen) == 2
    assert here.locations()[0].failures == 0


def test_a_location_removed_while_its_host_is_asked_stays_removed(
    here: Workshop, due: DueLocations, hanging: Site, answers: threading.Event
) -> None:
    add(here, *urls(hanging, "late"))
    work(here, due, asked_for(hanging, 1))
    with here.database.write() as connection:
        connection.execute(location.delete())
    answers.set()
    due.wait(LONG)
    assert due.read(here.pool, here.options)
    assert (here.refs(), here.locations()) == ([], [])


def test_a_host_that_is_slow_and_then_refuses_is_a_problem(
    here: Workshop, due: DueLocations
) -> None:
    with http_site(lambda request: request.send(status=500)) as broken:
        (at,) = add(here, *urls(broken, "x"))
        work(here, due, lambda: states(here)[at] == "failing")
    row = here.locations()[0]
    assert (row.failures, row.lease_owner) == (1, None)
