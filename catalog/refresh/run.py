"""One call of a refresh, from its turn to what is kept of its answer."""

import time
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import DataError

from catalog.attachments.names import of_connection
from catalog.refresh.apply import Stated, apply_report
from catalog.refresh.connections import Connected, connections
from catalog.refresh.entities import annotated_entities, entities_by_id
from catalog.refresh.failing import keep_failure
from catalog.refresh.one_entity import about
from catalog.refresh.outcomes import is_cut_off
from catalog.refresh.parts import PluginParts
from catalog.refresh.providers import provide_once
from catalog.refresh.rows import PROVIDER
from catalog.refresh.schedule import (
    Leased,
    LeaseLost,
    Upstream,
    give_back,
    lease,
    record_answer,
)
from descriptors.problems import Problem
from plugins import api
from plugins.host.calls import Failure
from plugins.host.loading import LoadedPlugin


@dataclass
class Chains:
    """What reports in pages that go on have stated. It is known in this process only: a report
    that another one began ends nothing, and the next whole one does."""

    _open: dict[int, tuple[float, Stated]] = field(default_factory=dict)

    def stated(self, it: Leased) -> Stated | None:
        """What the pages before this one stated; None where this process did not see them all."""
        if it.chain_since is None:
            return Stated()
        since, stated = self._open.get(it.id, (None, Stated()))
        return stated.copy() if since == it.chain_since else None

    def keep(self, it: Leased, stated: Stated | None, *, more: bool) -> None:
        self._open.pop(it.id, None)
        if more and stated is not None:
            self._open[it.id] = (it.begun_at, stated)


@dataclass(frozen=True)
class _Asking:
    """What a call is about."""

    plugin: LoadedPlugin
    refresh: api.Refresh
    connected: Connected | None
    entities: list[api.Entity]


def refresh_once(parts: PluginParts, upstream: Upstream, chains: Chains) -> bool:
    """Ask an upstream for one page of what is due; whether anything was."""
    plugin = parts.plugins().get(upstream.plugin)
    if plugin is None:
        return False
    it = parts.database.transact(
        lambda connection: lease(connection, plugin, upstream, parts.owner, time.time())
    )
    if it is None:
        return False
    parts.at("after-lease")
    if it.name.startswith(PROVIDER):
        provide_once(parts, plugin, it)
        return True
    with parts.database.read() as connection:
        asking = _asking(connection, plugin, it)
    answer = _answer(parts, asking, it)
    try:
        _keep(parts, asking, it, answer, chains)
    except LeaseLost:  # whoever took over asks for the same page
        chains.keep(it, None, more=False)
    return True


def _asking(connection: Connection, plugin: LoadedPlugin, it: Leased) -> _Asking:
    refresh = next(each for each in plugin.refreshes if each.name == it.name)
    servers = connections(connection, plugin.name)
    connected = next((each for each in servers if each.id == it.upstream.connection_id), None)
    if it.entity_id:
        found = entities_by_id(connection, [it.entity_id])
        return _Asking(plugin, refresh, connected, [each.entity for each in found.values()])
    return _Asking(plugin, refresh, connected, annotated_entities(connection, refresh.annotations))


def _answer(parts: PluginParts, asking: _Asking, it: Leased) -> api.Report | Failure | Problem:
    if it.entity_id and not asking.entities:
        return api.Report(cursor=it.cursor)  # it is gone, and nobody asks about it again
    pending = parts.caller.refresh(
        *(asking.plugin, asking.refresh, asking.connected, asking.entities, it.cursor),
        now=time.time(),
    )
    if isinstance(pending, Problem):
        return pending
    answer = pending.result()
    if isinstance(answer, Failure):
        return answer
    if answer.more and answer.cursor == it.cursor:
        return _stuck(asking)
    return about(asking.entities[0], answer, asking.plugin) if it.entity_id else answer


def _keep(
    parts: PluginParts,
    asking: _Asking,
    it: Leased,
    answer: api.Report | Failure | Problem,
    chains: Chains,
) -> None:
    if is_cut_off(parts, answer):
        parts.database.transact(lambda connection: give_back(connection, it, parts.owner))
        return
    if not isinstance(answer, api.Report):
        keep_failure(parts, it, answer)
        return

    def work(connection: Connection) -> Stated | None:
        stated = chains.stated(it)
        now = time.time()
        record_answer(connection, it, parts.owner, answer, asking.refresh.every, now)
        apply_report(
            *(connection, asking.plugin, of_connection(it.upstream.connection_id), answer, now),
            refresh=it.name,
            entity_id=it.entity_id,
            stated=stated,
            ends=stated is not None and not answer.more,
        )
        parts.at("before-apply-commit")
        return stated

    try:
        stated = parts.database.transact(work)
    except DataError:
        keep_failure(parts, it, _unstorable(asking))
        return
    chains.keep(it, stated, more=answer.more)
    parts.at("after-apply-commit")


def _stuck(asking: _Asking) -> Problem:
    name = f"plugin `{asking.plugin.name}`, refreshes `{asking.refresh.name}`"
    message = f"{name} asks for another page (`more`) with the cursor it was given"
    return Problem("plugin/garbage", message, "this is a fault in the plugin; it would never end")


def _unstorable(asking: _Asking) -> Problem:
    name = f"plugin `{asking.plugin.name}`, refreshes `{asking.refresh.name}`"
    return Problem("plugin/garbage", f"{name} reports a value that can't be stored")
