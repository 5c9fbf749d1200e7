"""The work of plugins in a process: whoever works on with them, or once until all is said."""

import logging
import threading
import time

from sqlalchemy import Connection, func, select

from catalog.errors import DatabaseUnavailable
from catalog.refresh.due import describing, finding, free_claims, is_untried
from catalog.refresh.parts import PluginParts
from catalog.refresh.register import installed_plugins, register_plugins, welcome_back
from catalog.refresh.turns import FOUND, Turns
from catalog.refresh.upkeep import tidy
from catalog.store.database import Database
from catalog.store.tables import due
from plugins.host.loading import Plugins

log = logging.getLogger(__name__)

POLL = 0.5  # seconds between looks at what is due
TIDY_EVERY = 10.0
FAREWELL = 10.0  # seconds for what goes on to end when it is told to


class PluginWork:
    """Calls plugins whenever something is due, in threads of its own, until it is stopped."""

    def __init__(self, parts: PluginParts) -> None:
        self._parts = parts
        self._turns = Turns(parts)
        self._registered: Plugins | None = None
        self._tidied = -TIDY_EVERY
        self._thread = threading.Thread(target=self._work, name="plugins", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What is cut off is made up for by the next process."""
        self._parts.stopping.set()
        self._parts.caller.children.close()
        self._thread.join(FAREWELL)
        self._turns.join(FAREWELL)

    def _work(self) -> None:
        while not self._parts.stopping.wait(POLL):
            try:
                self._round()
            except DatabaseUnavailable as error:
                log.warning("%s; plugins are called later", error)
            except Exception:  # a fault of ours: it must neither end this thread nor go unseen
                log.exception("planning the work of plugins failed")
                self._parts.stopping.wait(TIDY_EVERY)

    def _round(self) -> None:
        plugins = self._parts.plugins()
        if plugins is not self._registered:
            register(self._parts.database, plugins)
            self._take_over(plugins)
            self._registered, self._tidied = plugins, -TIDY_EVERY
        if time.monotonic() - self._tidied > TIDY_EVERY:
            self._parts.database.transact(lambda it: welcome_back(it, plugins, time.time()))
            tidy(self._parts)
            self._tidied = time.monotonic()
        self._turns.start_due()

    def _take_over(self, plugins: Plugins) -> None:
        def work(connection: Connection) -> None:
            for plugin in plugins.loaded:
                free_claims(connection, plugin.name)

        if self._registered is None:
            self._parts.database.transact(work)


def register(database: Database, plugins: Plugins) -> None:
    """Note which plugins there are, and say of which that they can't be used."""
    for failed in plugins.failed:
        log.error("plugin %s: %s (%s)", failed.name, failed.problem.message, failed.problem.hint)
    installed = installed_plugins()
    database.transact(
        lambda connection: register_plugins(connection, plugins, time.time(), installed)
    )


def say_all(parts: PluginParts, seconds: float) -> int:
    """Have everything described that is due, for at most some seconds; gives how many entities
    still wait for their first call. A running worker may do it meanwhile. Checks are left to it:
    nobody finds anything by them."""
    turns = Turns(parts, FOUND)
    names = [it.name for it in parts.plugins().loaded]
    consumers = [of(name) for name in names for of in (describing, finding)]
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        turns.start_due()
        with parts.database.read() as connection:
            if turns.is_idle() and not is_untried(connection, consumers):
                break
        time.sleep(0.02)
    parts.stopping.set()
    parts.caller.children.close()
    turns.join(FAREWELL)
    untried = (due.c.consumer.in_(consumers), due.c.attempts == 0)
    with parts.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(due).where(*untried)) or 0
