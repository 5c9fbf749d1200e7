"""Systems that push what they know themselves: each with its types of attachments and a token.

Of a token only the SHA-256 digest is kept. It has 256 random bits, so that no salt and no slow
hash is needed.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs
from sqlalchemy import Connection, delete, insert, select, update

from catalog.store.plugin_tables import push_source
from descriptors.problems import Problem

PREFIX = "mlhp_"  # by which people and scanners of secrets know a token
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
NAME_RULE = "at most 63 small letters, digits, dots, dashes and underscores"
USED_EVERY = 60.0  # seconds between notes of when a source was last heard
LARGEST_SCHEMA = 100_000  # bytes

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PushSource:
    """A system that pushes; `schemas` are JSON Schemas by type of attachment."""

    name: str
    title: str = ""
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    created_at: float = 0.0
    last_used_at: float | None = None


def add_push_source(connection: Connection, wanted: PushSource, now: float) -> str | Problem:
    """The token of a new source, which nobody is told a second time; or what is wrong with it."""
    if wrong := _wrong(wanted):
        return wrong
    if push_source_named(connection, wanted.name):
        hint = "to change its schemas, `mlhome push-source set`; for a new token, `… token`"
        return Problem("push/known", f"There is a source `{wanted.name}` already", hint)
    token = _new_token()
    connection.execute(
        insert(push_source).values(
            name=wanted.name,
            title=wanted.title,
            secret_digest=_digest(token),
            schemas=json.dumps(wanted.schemas),
            created_at=now,
        )
    )
    return token


def change_schemas(
    connection: Connection, name: str, schemas: Mapping[str, Schema]
) -> Problem | None:
    """Add types of attachments, or give those that are there another schema."""
    held = push_source_named(connection, name)
    if held is None:
        return unknown(name)
    if wrong := _wrong(PushSource(name, schemas=schemas)):
        return wrong
    both = json.dumps({**held.schemas, **schemas})
    here = push_source.c.name == name
    connection.execute(update(push_source).where(here).values(schemas=both))
    return None


def renew_token(connection: Connection, name: str) -> str | Problem:
    """Another token; the one before is worth nothing from now on."""
    token = _new_token()
    done = connection.execute(
        update(push_source).where(push_source.c.name == name).values(secret_digest=_digest(token))
    )
    return token if done.rowcount else unknown(name)


def remove_push_source(connection: Connection, name: str) -> Problem | None:
    """Take nothing from it any more; what it pushed stays, marked."""
    done = connection.execute(delete(push_source).where(push_source.c.name == name))
    return None if done.rowcount else unknown(name)


def push_sources(connection: Connection) -> list[PushSource]:
    rows = connection.execute(select(push_source).order_by(push_source.c.name))
    return [_source(row) for row in rows]


def push_source_named(connection: Connection, name: str) -> PushSource | None:
    row = connection.execute(select(push_source).where(push_source.c.name == name)).one_or_none()
    return _source(row) if row else None


def allowed(connection: Connection, name: str, token: str) -> PushSource | None:
    """The source, if this is its token. That there is none takes as long as that it is wrong."""
    row = connection.execute(select(push_source).where(push_source.c.name == name)).one_or_none()
    held = row.secret_digest if row else _digest("")
    is_right = hmac.compare_digest(held, _digest(token))
    return _source(row) if row and is_right and token else None


def note_used(connection: Connection, source: PushSource, now: float) -> None:
    """When it was last heard, to the minute: an equal push writes nothing else."""
    if source.last_used_at is None or now - source.last_used_at > USED_EVERY:
        here = push_source.c.name == source.name
        connection.execute(update(push_source).where(here).values(last_used_at=now))


def validator(schema: Schema) -> Any:
    """Compiled, and unable to ask anybody for a schema elsewhere. Raises ValueError."""
    return jsonschema_rs.validator_for(dict(schema), retriever=_refuse, validate_formats=True)


def unknown(name: str) -> Problem:
    return Problem("push/unknown", f"There is no source `{name}`", "see `mlhome push-source list`")


def _wrong(wanted: PushSource) -> Problem | None:
    for name in (wanted.name, *wanted.schemas):
        if not NAME.fullmatch(name):
            return Problem("push/name", f"`{name}` is no name of a source or type", NAME_RULE)
    for type, schema in wanted.schemas.items():
        try:
            if len(json.dumps(schema)) > LARGEST_SCHEMA:
                raise ValueError(f"it has more than {LARGEST_SCHEMA:,} bytes")
            validator(schema)
        except (ValueError, TypeError) as error:
            said = str(error).splitlines()[0][:300]
            return Problem("push/schema", f"The schema of `{type}` can't be used: {said}")
    return None


def _refuse(address: str) -> Any:
    raise ValueError(f"a schema may not refer to another one ({address}); write it out")


def _new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _source(row: Any) -> PushSource:
    return PushSource(
        row.name, row.title, json.loads(row.schemas), row.created_at, row.last_used_at
    )
