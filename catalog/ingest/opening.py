"""Opening the locations that are to be read: those of other hosts side by side, since that is
mostly waiting for them. What they hold is read and recorded by one, as they answer."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import NamedTuple

from catalog.ingest.proposed import open_proposals
from catalog.ingest.register import RegisteredLocation, begin_read, registered
from catalog.ingest.run import Run
from catalog.locations.opening import open_snapshot
from catalog.locations.snapshot import Snapshot
from catalog.store.proposals import TYPE as PROPOSALS

AT_ONCE = 8  # hosts that are waited for at the same time


class Opened(NamedTuple):
    """A location that is leased to be read. `snapshot` gives it or raises LocationUnreadable."""

    location: RegisteredLocation
    token: str  # an equal one of the snapshot means that there is nothing to read
    snapshot: Callable[[], Snapshot]


def opened(run: Run, ids: Sequence[int]) -> Iterator[Opened]:
    """Those of the locations that are still there: first this machine's, in the order given, then
    the others in the order in which their hosts answer."""
    with run.database.read() as connection:
        known = registered(connection, ids)
    for it in known:
        if it.spec.is_local and (begun := _begin(run, it.id)):
            yield begun
    yield from _as_they_answer(run, [it for it in known if not it.spec.is_local])


def _begin(run: Run, location_id: int) -> Opened | None:
    with run.database.write() as connection:
        location = begin_read(connection, location_id, run.owner, run.lease_seconds)
    if location is None:
        return None
    token = location.token if run.may_skip(location_id) else ""
    if location.spec.type == PROPOSALS:
        return Opened(location, token, partial(open_proposals, run.database, location.spec))
    policy = run.options.policy
    return Opened(location, token, partial(open_snapshot, location.spec, policy, token))


def _as_they_answer(run: Run, waiting: list[RegisteredLocation]) -> Iterator[Opened]:
    """Of those with one target only one is open at a time: they share its copy."""
    answered: SimpleQueue[Opened] = SimpleQueue()
    busy: set[str] = set()
    while waiting or busy:
        while len(busy) < AT_ONCE and (free := _first_free(waiting, busy)):
            waiting.remove(free)
            if begun := _begin(run, free.id):
                busy.add(free.spec.target)
                # Not an executor's: at its end a process would wait for hosts that don't answer.
                Thread(target=_open, args=(begun, answered), daemon=True).start()
        if busy:
            it = answered.get()
            yield it
            busy.remove(it.location.spec.target)


def _first_free(waiting: Sequence[RegisteredLocation], busy: set[str]) -> RegisteredLocation | None:
    return next((it for it in waiting if it.spec.target not in busy), None)


def _open(begun: Opened, answered: "SimpleQueue[Opened]") -> None:
    outcome: Future[Snapshot] = Future()
    try:
        outcome.set_result(begun.snapshot())
    except Exception as error:  # raised again for whoever asks for the snapshot
        outcome.set_exception(error)
    answered.put(begun._replace(snapshot=outcome.result))
