"""Describing entities: what plugins tell from a descriptor alone, beside ingestion.

An entity whose describing hangs or fails keeps what was known of it, with a problem that says
why, and is tried again ever more seldom.
"""

import time
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection
from sqlalchemy.exc import DataError

from catalog.attachments.names import DESCRIBED
from catalog.refresh.apply import UNFIT, apply_report
from catalog.refresh.due import Claimed, claim, describing
from catalog.refresh.entities import Declared, entities_by_id
from catalog.refresh.matching import is_for
from catalog.refresh.one_entity import about, together
from catalog.refresh.outcomes import (
    first_failure,
    give_back,
    is_cut_off,
    is_present,
    put_off_failed,
    unstorable,
)
from catalog.refresh.parts import PluginParts
from catalog.refresh.problems import record_problems, said_by
from catalog.refresh.register import note_failure
from catalog.store.due import settle, stitch_again
from plugins.api import Report
from plugins.host.calls import Failure
from plugins.host.children import Pending
from plugins.host.loading import LoadedPlugin

BATCH = 8  # entities at a time, so that a killed process's claims are soon free again
CLAIM_SECONDS = 60.0


def describe_some(parts: PluginParts, name: str) -> bool:
    """Describe some entities that are due for a plugin; whether any were."""
    plugin = parts.plugins().get(name)
    if plugin is None:
        return False
    claimed = parts.database.transact(
        lambda connection: claim(connection, describing(name), BATCH, time.time(), CLAIM_SECONDS)
    )
    with parts.database.read() as connection:
        found = entities_by_id(connection, [it.entity_id for it in claimed])
    begun = [(it, _begin(parts, plugin, found.get(it.entity_id))) for it in claimed]
    for it, calls in begun:
        declared = found.get(it.entity_id)
        told = _told(plugin, declared, calls)
        _keep(parts, plugin, it, declared, told)
    return bool(claimed)


def _begin(parts: PluginParts, plugin: LoadedPlugin, it: Declared | None) -> list[Pending]:
    """Call all functions that are for the entity."""
    return [
        parts.caller.describe(plugin, position, it.entity, time.time())
        for position, each in enumerate(plugin.describes)
        if it is not None and is_for(it.entity, each.kinds, each.annotations)
    ]


def _told(plugin: LoadedPlugin, it: Declared | None, calls: Sequence[Pending]) -> Report | Failure:
    answers = [call.result() for call in calls]
    if failed := first_failure(answers):
        return failed
    if it is None:
        return Report()
    report = about(it.entity, together(answers), plugin)
    # What could not be used may be what was known before: then nothing is over.
    return replace(report, complete=all(wrong.code != UNFIT for wrong in report.problems))


def _keep(
    parts: PluginParts,
    plugin: LoadedPlugin,
    it: Claimed,
    declared: Declared | None,
    told: Report | Failure,
) -> None:
    def work(connection: Connection) -> None:
        if is_cut_off(parts, told):
            give_back(connection, describing(plugin.name), it)
        elif isinstance(told, Failure):
            _keep_failure(connection, plugin, it, declared, told)
        elif declared is None or is_present(connection, plugin, declared):
            _keep_report(connection, plugin, it, told)
        parts.at("before-describe-commit")

    try:
        parts.database.transact(work)
    except DataError:
        if isinstance(told, Report):
            _keep(parts, plugin, it, declared, unstorable(plugin, "describes"))
    parts.at("after-describe-commit")


def _keep_report(connection: Connection, plugin: LoadedPlugin, it: Claimed, report: Report) -> None:
    now = time.time()
    apply_report(connection, plugin, DESCRIBED, report, now, entity_id=it.entity_id)
    note_failure(connection, plugin.name, None)
    settle(connection, describing(plugin.name), [(it.entity_id, it.revision)])


def _keep_failure(
    connection: Connection,
    plugin: LoadedPlugin,
    it: Claimed,
    declared: Declared | None,
    failed: Failure,
) -> None:
    now = time.time()
    put_off_failed(connection, describing(plugin.name), it, failed, now)
    note_failure(connection, plugin.name, failed.problem if failed.kind == "resting" else None)
    if declared is None or failed.kind == "resting":
        return
    name = said_by(plugin.name, DESCRIBED)
    wrong = replace(failed.problem, entity_ref=declared.entity.ref)
    shown = record_problems(connection, name, [wrong], now, entity_id=it.entity_id)
    stitch_again(connection, shown.changed)
