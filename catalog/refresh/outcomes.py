"""What becomes of calls that gave no value."""

import random
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from catalog.refresh.due import Claimed, put_off
from catalog.refresh.entities import Declared
from catalog.refresh.parts import PluginParts
from catalog.store.leases import back_off
from catalog.store.plugin_tables import plugin as plugin_table
from catalog.store.tables import entity
from descriptors.problems import Problem
from plugins.host.calls import Failure
from plugins.host.loading import LoadedPlugin

JITTER = 0.1  # so that what failed at one time is not tried at one time for ever


def pause_after(failures: int) -> float:
    """How many seconds to wait after so many failures in a row before this one."""
    return back_off(failures) * random.uniform(1, 1 + JITTER)


def is_cut_off(parts: PluginParts, answer: Any) -> bool:
    """Whether a call gave no value because this process ends."""
    return isinstance(answer, Failure) and parts.stopping.is_set()


def give_back(connection: Connection, consumer: str, it: Claimed) -> None:
    """Have an entity taken by whoever looks next."""
    put_off(connection, consumer, [it.entity_id], 0.0)


def put_off_failed(
    connection: Connection, consumer: str, it: Claimed, failed: Failure, now: float
) -> None:
    """Try an entity again later. A function that rests was not tried: that counts only so far
    that nobody waits for it."""
    rests = failed.kind == "resting"
    until = now + (failed.retry_after if rests else pause_after(it.attempts))
    put_off(connection, consumer, [it.entity_id], until, failed=not rests or not it.attempts)


def first_failure(answers: Sequence[Any]) -> Failure | None:
    return next((it for it in answers if isinstance(it, Failure)), None)


def is_present(connection: Connection, plugin: LoadedPlugin, it: Declared) -> bool:
    """Whether an answer still is about what there is: the entity has not changed since it was
    asked, and no process with another version of the plugin has begun anew. Locks the entity."""
    number = connection.scalar(
        select(entity.c.version)
        .where(entity.c.id == it.id, entity.c.deleted_at.is_(None))
        .with_for_update()
    )
    here = plugin_table.c.name == plugin.name
    fingerprint = connection.scalar(select(plugin_table.c.fingerprint).where(here))
    return number == it.version and fingerprint in (plugin.fingerprint, None)


def unstorable(plugin: LoadedPlugin, hook: str) -> Failure:
    """A database refused a value."""
    message = f"plugin `{plugin.name}`, {hook}, returned a value that can't be stored"
    return Failure(Problem("plugin/garbage", message, "what was known before stays"), "garbage")
