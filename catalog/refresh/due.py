"""Which entities are due for which functions of plugins.

An entity that is new, changed or back, and every entity of which a plugin of another version may
say something else. Rows of the table `due` with a consumer for each plugin and sort of work.
"""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, exists, select, true, update

from catalog.attachments.names import DESCRIBED
from catalog.refresh.matching import any_of, are_for, some_are_for
from catalog.store.among import among
from catalog.store.due import make_due
from catalog.store.plugin_tables import attachment, check_value
from catalog.store.tables import due, entity
from plugins.host.loading import LoadedPlugin

Matches = Callable[[Sequence[str], Sequence[str]], ColumnElement[bool]]


class Claimed(NamedTuple):
    """An entity that is due, up to a revision; `attempts` were made before in vain."""

    entity_id: int
    revision: int
    attempts: int


def describing(plugin: str) -> str:
    """The consumer for what a plugin tells from a descriptor alone."""
    return f"describe:{plugin}"


def checking(plugin: str) -> str:
    """The consumer for a plugin's checks."""
    return f"check:{plugin}"


def finding(plugin: str) -> str:
    """The consumer for the values that people search by."""
    return f"values:{plugin}"


def describe_again(connection: Connection, plugin: LoadedPlugin, ids: Collection[int]) -> None:
    """Make those of some entities due that a plugin describes or checks."""

    def matches(kinds: Sequence[str], annotations: Sequence[str]) -> ColumnElement[bool]:
        return some_are_for(connection, ids, kinds, annotations)

    _make_due_for(connection, plugin, matches, among(connection, entity.c.id, ids))


def plugin_changed(connection: Connection, plugin: LoadedPlugin) -> None:
    """A plugin is new, another version, or back: make all entities due that it is for."""
    _make_due_for(connection, plugin, are_for, true())
    _make_due(connection, finding(plugin.name), _has_attachment(plugin.name))


def attachments_changed(connection: Connection, plugin: LoadedPlugin, ids: Collection[int]) -> None:
    """What a plugin knows of entities changed: its checks may come out differently."""
    if plugin.checks and ids:
        which = any_of(some_are_for(connection, ids, it.kinds, ()) for it in plugin.checks)
        _make_due(connection, checking(plugin.name), which)


def claim(
    connection: Connection, consumer: str, limit: int, now: float, seconds: float
) -> list[Claimed]:
    """Take some that are due; nobody else is given them until `seconds` are over."""
    rows = connection.execute(
        select(due.c.entity_id, due.c.revision, due.c.attempts)
        .where(due.c.consumer == consumer, due.c.not_before <= now)
        .order_by(due.c.entity_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    put_off(connection, consumer, [row.entity_id for row in rows], now + seconds)
    return [Claimed(*row) for row in rows]


def put_off(
    connection: Connection, consumer: str, ids: Collection[int], until: float, failed: bool = False
) -> None:
    """Leave entities alone until a time; `failed` counts another attempt in vain."""
    connection.execute(
        update(due)
        .where(due.c.consumer == consumer, among(connection, due.c.entity_id, ids))
        .values(not_before=until, attempts=due.c.attempts + int(failed))
    )


def free_claims(connection: Connection, plugin: str) -> None:
    """Have those called at once that nobody was seen to call: the process that took them may be
    gone. If it is not, some are called twice, and the same answer twice writes nothing."""
    consumers = (describing(plugin), checking(plugin), finding(plugin))
    untried = (due.c.consumer.in_(consumers), due.c.attempts == 0)
    connection.execute(update(due).where(*untried).values(not_before=0.0))


def is_due(connection: Connection, consumer: str, now: float) -> bool:
    rows = select(due.c.entity_id).where(due.c.consumer == consumer, due.c.not_before <= now)
    return connection.execute(rows.limit(1)).first() is not None


def is_untried(connection: Connection, consumers: Collection[str]) -> bool:
    """Whether any entity waits for its first call by one of these consumers."""
    rows = select(due.c.entity_id).where(due.c.consumer.in_(consumers), due.c.attempts == 0)
    return connection.execute(rows.limit(1)).first() is not None


def forget_due(connection: Connection, plugin: str) -> None:
    """Nothing is due for a plugin that is not there; all is due when it comes back."""
    consumers = (describing(plugin), checking(plugin), finding(plugin))
    connection.execute(delete(due).where(due.c.consumer.in_(consumers)))


def _make_due_for(
    connection: Connection, plugin: LoadedPlugin, matches: Matches, asked: ColumnElement[bool]
) -> None:
    """Those that a function is for, and of all that are asked about those that one was for before:
    they have to hear that none is any more."""
    name = plugin.name
    described = _has_attachment(name, attachment.c.source == DESCRIBED)
    wanted = [matches(it.kinds, it.annotations) for it in plugin.describes]
    _make_due(connection, describing(name), any_of([*wanted, asked & described]))
    checked = exists().where(check_value.c.entity_id == entity.c.id, check_value.c.plugin == name)
    wanted = [matches(it.kinds, ()) & _has_one_of(name, it.attachments) for it in plugin.checks]
    _make_due(connection, checking(name), any_of([*wanted, asked & checked]))


def _has_one_of(plugin: str, types: Sequence[str]) -> ColumnElement[bool]:
    return _has_attachment(plugin, attachment.c.type.in_(types)) if types else true()


def _has_attachment(plugin: str, *such: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is a present attachment by a plugin to a row of `entity`."""
    return exists().where(
        attachment.c.entity_id == entity.c.id,
        attachment.c.plugin == plugin,
        attachment.c.until.is_(None),
        *such,
    )


def _make_due(connection: Connection, consumer: str, which: ColumnElement[bool]) -> None:
    make_due(connection, consumer, which & entity.c.deleted_at.is_(None))
