"""What systems push about entities: checked by the schema they registered, kept like all else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection

from catalog.attachments.names import PUSH, of_push
from catalog.attachments.record import end_others, ids_locked, record_attachments
from catalog.attachments.said import Said, as_json
from catalog.refresh.apply import raise_revisions
from catalog.refresh.push_sources import PushSource, note_used, validator
from descriptors.problems import Problem, pointer
from descriptors.refs import InvalidRef, parse_ref

LARGEST = 256 * 1024  # bytes of one value
MOST = 1_000  # attachments at once
LONGEST_URL = 2_000
MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class PushedAttachment:
    """What a system says: `entity` is a ref, `value` fits the schema of its `type`."""

    entity: str
    type: str
    value: Any
    url: str = ""
    observed_at: float | None = None


@dataclass(frozen=True, slots=True)
class PushDone:
    """How many attachments say something new, and how many are over; or, with problems, none."""

    changed: int = 0
    unchanged: int = 0
    over: int = 0
    problems: tuple[Problem, ...] = ()


def push_attachments(
    connection: Connection,
    source: PushSource,
    pushed: Sequence[PushedAttachment],
    now: float,
    *,
    complete: bool = False,
) -> PushDone:
    """Keep all of them, or none where one is wrong; equal ones write nothing. `complete`: these
    are all there are, and others of the source are over."""
    checkers = {type: validator(schema) for type, schema in source.schemas.items()}
    checked = [_checked(at, it, checkers) for at, it in enumerate(pushed)]
    problems = [wrong for it in checked if isinstance(it, list) for wrong in it]
    if len(pushed) > MOST:
        message = f"{len(pushed):,} attachments are more than the {MOST:,} of one push"
        problems = [Problem("push/too-many", message, "send them in several", "/attachments")]
    if problems:
        return PushDone(problems=tuple(problems[:MOST_PROBLEMS]))
    things = [it for it in checked if isinstance(it, Said)]
    there = ids_locked(connection, {it.entity for it in things})
    missing = [_unknown(it.entity, at) for at, it in enumerate(things) if it.entity not in there]
    if missing:
        return PushDone(problems=tuple(missing[:MOST_PROBLEMS]))
    return _kept(connection, source, things, now, complete)


def withdraw_attachment(
    connection: Connection, source: PushSource, entity: str, type: str, now: float
) -> bool:
    """What the source said of this type about an entity is over; False if it said nothing."""
    note_used(connection, source, now)
    about = ids_locked(connection, [entity]).get(entity)
    if about is None:
        return False
    name = of_push(source.name)
    over = end_others(connection, PUSH, name, (), now, entity_id=about, type=type)
    raise_revisions(connection, over)
    return bool(over)


def _kept(
    connection: Connection,
    source: PushSource,
    things: Sequence[Said],
    now: float,
    complete: bool,
) -> PushDone:
    name = of_push(source.name)
    told = record_attachments(connection, PUSH, name, things, now)
    over = end_others(connection, PUSH, name, told.stated, now) if complete else frozenset()
    note_used(connection, source, now)
    raise_revisions(connection, told.changed | over)
    unchanged = len(told.stated) - told.written
    return PushDone(changed=told.written, unchanged=unchanged, over=len(over))


def _checked(at: int, it: PushedAttachment, checkers: Mapping[str, Any]) -> Said | list[Problem]:
    place = pointer(("attachments", at))
    if it.type not in checkers:
        known = ", ".join(sorted(checkers)) or "none"
        message = f"`{it.type}` is no type of attachment of this source (it has: {known})"
        return [Problem("push/type", message, "register it: `mlhome push-source set`", place)]
    try:
        ref = str(parse_ref(it.entity))
    except InvalidRef as error:
        return [Problem("push/entity", str(error), path=f"{place}/entityRef")]
    if wrong := _wrong_url(it.url, place):
        return [wrong]
    value = as_json(it.value)
    if len(value) > LARGEST:
        message = f"The value has {len(value):,} bytes, more than {LARGEST:,}"
        return [Problem("push/too-large", message, path=f"{place}/value")]
    errors = islice(checkers[it.type].iter_errors(it.value), MOST_PROBLEMS)
    misfits = [_misfit(error, f"{place}/value") for error in errors]
    return misfits or Said(ref, it.type, value, 1, it.url, it.observed_at)


def _wrong_url(url: str, place: str) -> Problem | None:
    if not url:
        return None
    is_web = url.startswith(("http://", "https://")) and url.isprintable()
    try:
        if is_web and len(url) <= LONGEST_URL and urlsplit(url).hostname:
            return None
    except ValueError:
        pass
    return Problem("push/url", "A link is the address of a web page", path=f"{place}/url")


def _misfit(error: Any, place: str) -> Problem:
    path = place + pointer(tuple(error.instance_path))
    return Problem("push/value", str(error.message)[:300], path=path)


def _unknown(ref: str, at: int) -> Problem:
    hint = "declare it first, or correct the ref"
    path = f"{pointer(('attachments', at))}/entityRef"
    return Problem("push/unknown-entity", f"There is no entity {ref}", hint, path)
