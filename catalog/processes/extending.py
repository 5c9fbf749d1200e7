"""What plugins add to reading: kinds of descriptors, readers of other files, who is told."""

import time
from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple, Self

from sqlalchemy import Connection

from catalog.attachments.names import of_file
from catalog.evaluations.counts import RunCounts
from catalog.ingest.options import IngestOptions
from catalog.ingest.parsing import ParsePool
from catalog.ingest.readers import FileReader, FileReaders
from catalog.processes.reading_parts import parse_pool
from catalog.refresh.apply import apply_report
from catalog.refresh.changes import entities_changed
from catalog.refresh.parts import PluginParts
from catalog.settings import Settings
from plugins.api import Report
from plugins.host.loading import LoadedPlugin, Plugins


class Reading(NamedTuple):
    """What locations are read with."""

    pool: ParsePool
    options: IngestOptions


class Following:
    """Gives what to read with, plugins included; made anew when people enable or disable one."""

    def __init__(self, settings: Settings, options: IngestOptions, parts: PluginParts) -> None:
        self._settings, self._options, self._parts = settings, options, parts
        self._plugins: Plugins | None = None
        self._reading: Reading | None = None

    def __call__(self) -> Reading:
        plugins = self._parts.plugins()
        if self._reading is None or plugins is not self._plugins:
            self._close()
            pool = parse_pool(self._settings, plugins)
            self._reading = Reading(pool, extended(self._options, self._parts, plugins))
            self._plugins = plugins
        return self._reading

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._close()

    def _close(self) -> None:
        if self._reading is not None:
            self._reading.pool.close()


def extended(options: IngestOptions, parts: PluginParts, plugins: Plugins) -> IngestOptions:
    """How to read where these plugins are in use."""
    readers = file_readers(parts, plugins)

    def changed(connection: Connection, ids: Collection[int]) -> None:
        entities_changed(connection, plugins, ids)

    policy = replace(options.policy, further=readers.patterns)
    return replace(options, policy=policy, readers=readers, changed=changed)


def file_readers(parts: PluginParts, plugins: Plugins) -> FileReaders:
    found = [
        FileReader(plugin, reader, parts.caller.settings(plugin))
        for plugin in plugins.loaded
        for reader in plugin.readers
    ]
    return FileReaders(tuple(found), parts.caller.children, _keep)


def _keep(
    connection: Connection, plugin: LoadedPlugin, source_id: int, report: Report
) -> RunCounts:
    return apply_report(connection, plugin, of_file(source_id), report, time.time()).runs
