"""What plugins said because of files goes when these do."""

import time
from collections.abc import Iterable
from functools import partial

from sqlalchemy import Connection, exists, or_, select

from catalog.attachments.names import of_file, origin
from catalog.evaluations.counts import RunCounts
from catalog.refresh.apply import forget_source
from catalog.refresh.parts import PluginParts
from catalog.refresh.problems import said_by
from catalog.store.among import among
from catalog.store.fact_tables import evaluation_run, fact_source, model_version
from catalog.store.plugin_tables import attachment
from catalog.store.tables import problem, source
from plugins.host.loading import LoadedPlugin

FILES = of_file(0)[:-1]  # what the names of such sources begin with


def forget_gone_files(parts: PluginParts) -> RunCounts:
    """Of files that are no more in any location; a file's id is never used again."""
    counts = RunCounts()
    for plugin in parts.plugins().loaded:
        if plugin.readers:
            counts += parts.database.transact(partial(_forget, plugin=plugin))
    return counts


def _forget(connection: Connection, plugin: LoadedPlugin) -> RunCounts:
    counts = RunCounts()
    said = {origin(name).id for name in _said(connection, plugin.name)}
    there = select(source.c.id).where(among(connection, source.c.id, said))
    for source_id in sorted(said - set(connection.scalars(there))):
        counts += forget_source(connection, plugin, of_file(source_id), time.time()).runs
    return counts


def _said(connection: Connection, plugin: str) -> Iterable[str]:
    """The files because of which anything is known now."""
    states = (attachment.c.plugin == plugin, attachment.c.until.is_(None))
    named = attachment.c.source.startswith(FILES)
    yield from connection.scalars(select(attachment.c.source).where(*states, named).distinct())
    before = said_by(plugin, FILES)
    known = or_(
        exists().where(evaluation_run.c.source_id == fact_source.c.id),
        exists().where(model_version.c.source_id == fact_source.c.id),
    )
    for names in (
        select(problem.c.said_by).where(problem.c.said_by.startswith(before)).distinct(),
        select(fact_source.c.name).where(fact_source.c.name.startswith(before), known),
    ):
        for name in connection.scalars(names):
            yield name.removeprefix(f"{plugin} ")
