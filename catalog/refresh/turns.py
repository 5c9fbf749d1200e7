"""Whose turn it is: the calls of each plugin and each upstream follow each other, beside those of
all others.

A thread for each of them, for as long as it has something to do: what hangs keeps nobody waiting
but itself, and a report in endless pages takes no other's turn.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from catalog.errors import DatabaseUnavailable
from catalog.refresh.checks import check_some
from catalog.refresh.describe import describe_some
from catalog.refresh.due import checking, describing, finding, is_due
from catalog.refresh.migrations import Migrations
from catalog.refresh.parts import PluginParts
from catalog.refresh.run import Chains, refresh_once
from catalog.refresh.schedule import Upstream, upstreams_due
from catalog.refresh.upkeep import find_some

log = logging.getLogger(__name__)

FOUND = ("describe", "values")  # works without which what was read can't be found whole
ALL = (*FOUND, "check", "migrate", "refresh")
PAUSE = 10.0  # seconds for which a turn is not taken that ended with an exception


class Turn(NamedTuple):
    """One sort of work of one plugin; of `refresh`, one upstream."""

    plugin: str
    work: str
    connection_id: int = 0


@dataclass
class Turns:
    """The threads in which plugins' work is done."""

    parts: PluginParts
    works: Collection[str] = ALL
    _running: dict[Turn, threading.Thread] = field(default_factory=dict)
    _paused: dict[Turn, float] = field(default_factory=dict)
    _chains: Chains = field(default_factory=Chains)
    _migrations: Migrations = field(default_factory=Migrations)

    def start_due(self) -> None:
        """Begin all turns for which something is due and that are not being taken. Never waits
        for a plugin."""
        self._running = {turn: it for turn, it in self._running.items() if it.is_alive()}
        for turn in self._due():
            if turn not in self._running and self._paused.get(turn, 0.0) < time.monotonic():
                thread = threading.Thread(target=self._take, args=[turn], daemon=True)
                self._running[turn] = thread
                thread.start()

    def is_idle(self) -> bool:
        return not any(thread.is_alive() for thread in self._running.values())

    def join(self, seconds: float) -> None:
        """Wait for what goes on; the parts must have been told to stop."""
        deadline = time.monotonic() + seconds
        for thread in self._running.values():
            thread.join(max(0.0, deadline - time.monotonic()))

    def _due(self) -> Iterator[Turn]:
        now, plugins = time.time(), self.parts.plugins().loaded
        with self.parts.database.read() as connection:
            for plugin in plugins:
                names = {"describe": describing, "values": finding, "check": checking}
                for work, consumer in names.items():
                    if work in self.works and is_due(connection, consumer(plugin.name), now):
                        yield Turn(plugin.name, work)
                if "migrate" in self.works and self._migrations.is_needed(connection, plugin):
                    yield Turn(plugin.name, "migrate")
            if "refresh" in self.works:
                for upstream in upstreams_due(connection, plugins, now):
                    yield Turn(upstream.plugin, "refresh", upstream.connection_id)

    def _take(self, turn: Turn) -> None:
        step = self._step(turn)
        try:
            while not self.parts.stopping.is_set() and step():
                pass
        except DatabaseUnavailable as error:
            log.warning("%s; plugin %s goes on later", error, turn.plugin)
            self._paused[turn] = time.monotonic() + PAUSE
        except Exception:  # a fault of ours: it must neither end the others nor go unseen
            if self.parts.stopping.is_set():
                return  # its children were closed in the middle of it
            log.exception("the work of plugin %s (%s) failed", turn.plugin, turn.work)
            self._paused[turn] = time.monotonic() + PAUSE

    def _step(self, turn: Turn) -> Callable[[], bool]:
        parts, name = self.parts, turn.plugin
        steps: dict[str, Callable[[], bool]] = {
            "describe": lambda: describe_some(parts, name),
            "values": lambda: find_some(parts, name),
            "check": lambda: check_some(parts, name),
            "migrate": lambda: self._migrations.some(parts, name),
            "refresh": lambda: refresh_once(
                parts, Upstream(name, turn.connection_id), self._chains
            ),
        }
        return steps[turn.work]
