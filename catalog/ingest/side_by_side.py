"""Locations of other hosts, read side by side, since that is mostly waiting for them.

What a reading does between two of its steps - asking the host, waiting for the children that
parse - is done in a thread; the steps are done by one: whoever calls `write_next`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

from catalog.ingest.opening import Opened
from catalog.ingest.reading import LocationGone, Step, Steps, next_step, steps_of
from catalog.ingest.run import Run
from catalog.locations.spec import LocationSpec

AT_ONCE = 8  # locations of other hosts that are read at the same time
OF_ONE_HOST = 4  # of these, so that one that is slow leaves room for others
HOST = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*://[^/]*/?|[^/:]*:)")


@dataclass
class Underway:
    """A location that is being read."""

    run: Run
    location_id: int
    target: str
    steps: Steps
    outcome: Any = None  # of its last step
    has_written: bool = False


@dataclass
class SideBySide:
    """The locations that are underway, by target: those with one target share its copy, so that
    they are read one after the other."""

    _underway: dict[str, Underway] = field(default_factory=dict)
    _found: SimpleQueue[tuple[Underway, "Future[Step | None]"]] = field(default_factory=SimpleQueue)
    _heard: Event = field(default_factory=Event)

    def __len__(self) -> int:
        return len(self._underway)

    def __iter__(self) -> Iterator[Underway]:
        return iter(self._underway.values())

    def full_hosts(self) -> list[str]:
        """What the targets begin with of which no more may be read now."""
        hosts = Counter(host_of(target) for target in self._underway)
        return [host for host, count in hosts.items() if count >= OF_ONE_HOST]

    def has_room(self) -> bool:
        return len(self._underway) < AT_ONCE

    def has_room_for(self, spec: LocationSpec) -> bool:
        is_free = (
            spec.target not in self._underway and host_of(spec.target) not in self.full_hosts()
        )
        return self.has_room() and is_free

    def begin(self, run: Run, at: Opened) -> None:
        """Have a location read; its steps are to be written as they come."""
        target = at.location.spec.target
        it = Underway(run, at.location.id, target, steps_of(run, at))
        self._underway[target] = it
        self._go_on(it)

    def write_next(self, *, wait: bool) -> Underway | None:
        """Write one step of whichever location has one, and have that location read on; None if
        there was none. Raises what reading raised that is no problem of the location."""
        self._heard.clear()
        try:
            it, found = self._found.get(block=wait)
        except Empty:
            return None
        try:
            is_over = not _write(it, found.result())
        except BaseException:
            self._end(it)
            raise
        self._end(it) if is_over else self._go_on(it)
        return it

    def wait(self, seconds: float) -> None:
        """Until there is something to write, or the time is over."""
        self._heard.wait(seconds)

    def is_underway(self, it: Underway) -> bool:
        return self._underway.get(it.target) is it

    def close(self) -> None:
        """Let go of what waits to be written; what still waits for its host ends by itself."""
        while not self._found.empty():
            self._end(self._found.get()[0])

    def _go_on(self, it: Underway) -> None:
        # Not an executor's: at its end a process would wait for hosts that don't answer.
        Thread(target=self._find_next, args=(it,), daemon=True).start()

    def _find_next(self, it: Underway) -> None:
        found: Future[Step | None] = Future()
        try:
            found.set_result(next_step(it.steps, it.outcome))
        except BaseException as error:  # raised again where it is written
            found.set_exception(error)
        self._found.put((it, found))
        self._heard.set()

    def _end(self, it: Underway) -> None:
        del self._underway[it.target]
        it.steps.close()


def host_of(target: str) -> str:
    """What the addresses of one host begin with."""
    found = HOST.match(target)
    return found[0] if found else target


def _write(it: Underway, step: Step | None) -> bool:
    """Whether there is more to come."""
    if step is None:
        return False
    try:
        it.outcome = step()
    except LocationGone:
        return False
    it.has_written |= it.outcome is None
    return True
