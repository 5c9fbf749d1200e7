"""Providers: plugins that say where further locations are.

What one gives is kept as ids in the cursor of its row, so that a location is removed when no
provider gives it any more. Those that people or descriptors added are never touched.
"""

import json
import time
from collections.abc import Sequence

from sqlalchemy import Connection, select

from catalog.refresh.connections import connections
from catalog.refresh.failing import keep_failure
from catalog.refresh.outcomes import is_cut_off
from catalog.refresh.parts import PluginParts
from catalog.refresh.problems import end_other_problems, record_problems, said_by
from catalog.refresh.rows import asked_of, is_of_provider
from catalog.refresh.schedule import Leased, LeaseLost, give_back, record_answer
from catalog.store.plugin_tables import refresh
from descriptors.problems import Problem
from plugins import api
from plugins.host.calls import Failure
from plugins.host.loading import LoadedPlugin

MOST = 10_000  # locations of one provider

Answer = Sequence[api.LocationTarget] | Failure | Problem


def provide_once(parts: PluginParts, plugin: LoadedPlugin, it: Leased) -> None:
    """Ask a provider for all its locations, and have those read, and no others of it."""
    provider = asked_of(plugin)[it.name]
    assert isinstance(provider, api.Provider)
    answer = _answer(parts, plugin, provider, it)
    try:
        if is_cut_off(parts, answer):
            parts.database.transact(lambda connection: give_back(connection, it, parts.owner))
        elif isinstance(answer, (Failure, Problem)):
            keep_failure(parts, it, answer)
        else:
            _keep(parts, plugin, provider, it, answer)
    except LeaseLost:  # whoever took over asks for the same
        return


def remove_ungiven(parts: PluginParts, connection: Connection) -> None:
    """Remove locations that no provider gives any more, not even one whose plugin is away."""
    if parts.places is not None:
        parts.places.remove_others(connection, _given(connection))


def _answer(parts: PluginParts, plugin: LoadedPlugin, provider: api.Provider, it: Leased) -> Answer:
    with parts.database.read() as connection:
        servers = connections(connection, plugin.name)
    connected = next((each for each in servers if each.id == it.upstream.connection_id), None)
    pending = parts.caller.provide(plugin, provider, connected, time.time())
    if isinstance(pending, Problem):
        return pending
    answer: Sequence[api.LocationTarget] | Failure = pending.result()
    if not isinstance(answer, Failure) and len(answer) > MOST:
        name = f"plugin `{plugin.name}`, providers `{provider.name}`"
        return Problem("plugin/too-many", f"{name} gives more than {MOST:,} locations")
    return answer


def _keep(
    parts: PluginParts,
    plugin: LoadedPlugin,
    provider: api.Provider,
    it: Leased,
    targets: Sequence[api.LocationTarget],
) -> None:
    places = parts.places
    assert places is not None, "nothing is provided where nothing is read"

    def work(connection: Connection) -> None:
        made = [places.add(connection, to.target, to.ref, to.patterns) for to in targets]
        ids = sorted({each for each in made if isinstance(each, int)})
        report = api.Report(cursor=json.dumps(ids))
        record_answer(connection, it, parts.owner, report, provider.every, time.time())
        remove_ungiven(parts, connection)
        wrong = [each for each in made if isinstance(each, Problem)]
        name = said_by(plugin.name, f"{it.name} {it.upstream.connection_id}")
        told = record_problems(connection, name, wrong, time.time())
        end_other_problems(connection, [name], told.stated)
        parts.at("before-apply-commit")

    parts.database.transact(work)
    parts.at("after-apply-commit")


def _given(connection: Connection) -> set[int]:
    """Ids of all that is given; of plugins that are disabled or gone, what they gave last."""
    rows = connection.scalars(select(refresh.c.cursor).where(is_of_provider()))
    return {each for cursor in rows if cursor for each in json.loads(cursor)}
