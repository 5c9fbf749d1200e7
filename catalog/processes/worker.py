"""The worker process: joins the parts and works until it is told, or left alone."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from catalog.comparison.bootstrap_work import BootstrapWork
from catalog.ingest.location_register import LocationRegister
from catalog.processes.extending import Following
from catalog.processes.opening import is_gone, open_record, search_engine
from catalog.processes.plugins import plugin_parts, register_connections
from catalog.processes.reading_parts import ingest_options, read_policy
from catalog.processes.watching import Watcher
from catalog.processes.work import Worker
from catalog.refresh.parts import PluginParts
from catalog.refresh.work import PluginWork
from catalog.settings import Settings
from catalog.store.comparison_tables import comparison_result
from catalog.store.database import Database
from catalog.store.leases import release_leases
from catalog.store.plugin_tables import refresh
from catalog.store.tables import location
from descriptors.problems import Problem

log = logging.getLogger(__name__)


def run_worker(settings: Settings, owner: str, *, supervised: bool) -> None:
    """Read, stitch, index and call plugins until SIGTERM or SIGINT. A supervised worker also ends
    when its standard input does: then the process that started it is gone."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    if supervised:
        threading.Thread(target=_end_when_alone, args=(stopping,), daemon=True).start()
    database = open_record(settings)
    for due_at in (location.c.next_read_at, refresh.c.next_at, comparison_result.c.next_at):
        database.transact(partial(release_leases, due_at=due_at, is_gone=is_gone))
    register_settings(database, settings)
    watcher = Watcher(database, read_policy(settings).patterns_for)
    watcher.start()
    bootstraps = BootstrapWork(database, owner)
    bootstraps.start()
    try:
        with plugin_work(settings, database, owner) as parts:
            options = replace(ingest_options(settings), lease_owner=owner)
            with Following(settings, options, parts) as reading:
                Worker(database, search_engine(settings), reading, stopping).run()
    finally:
        bootstraps.stop()
        watcher.stop()
        database.close()


@contextmanager
def plugin_work(settings: Settings, database: Database, owner: str) -> Iterator[PluginParts]:
    """Plugins called in threads of their own, beside all else."""
    with plugin_parts(settings, database, owner) as parts:
        register_connections(database, settings, parts.plugins())
        work = PluginWork(parts)
        work.start()
        try:
            yield parts
        finally:
            work.stop()


def register_settings(database: Database, settings: Settings) -> None:
    """Locations that the settings name are read, from now on, like those added by command."""
    register = LocationRegister(
        database, "settings", local=True, git_hosts=settings.makes_of_git_hosts()
    )
    for target in settings.locations:
        added = register.add(target)
        if isinstance(added, Problem):
            log.error("the setting `locations`: %s (%s)", added.message, added.hint)


def _end_when_alone(stopping: threading.Event) -> None:
    # Not sys.stdin: a thread that waits in it keeps the interpreter from ending.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stopping.set()
