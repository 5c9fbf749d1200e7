"""Descriptors that plugins propose for what is upstream and declared nowhere.

They are kept here; ingestion makes entities of them, as it does of descriptors.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, select

from catalog.store.plugin_tables import proposal
from catalog.store.proposals import have_proposals_read
from catalog.store.rows import delete_rows, insert_rows
from descriptors.problems import Problem
from descriptors.refs import InvalidRef, parse_ref
from plugins.api import Proposal

COLUMNS = ("plugin", "connection_id", "ref", "document", "reason", "digest", "since")
REPLACE = (
    "ON CONFLICT (plugin, connection_id, ref) DO UPDATE SET document = excluded.document, "
    "reason = excluded.reason, digest = excluded.digest, since = excluded.since"
)


@dataclass(frozen=True)
class Proposed:
    """`changed`: refs whose proposal is new, other or gone; `stated`: refs that were proposed."""

    changed: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def record_proposals(
    connection: Connection, plugin: str, connection_id: int, them: Sequence[Proposal], now: float
) -> Proposed:
    """Keep proposals; equal ones write nothing."""
    named = [(_ref(it), it) for it in them]
    wanted = {ref: _row(it) for ref, it in named if isinstance(ref, str)}
    held = _held(connection, plugin, connection_id)
    changed = {ref: row for ref, row in wanted.items() if held.get(ref) != row[2]}
    rows = [(plugin, connection_id, ref, *row, now) for ref, row in changed.items()]
    insert_rows(connection, proposal, COLUMNS, rows, REPLACE)
    if changed:
        have_proposals_read(connection, plugin, connection_id)
    problems = tuple(wrong for wrong, _ in named if isinstance(wrong, Problem))
    return Proposed(frozenset(changed), frozenset(wanted), problems)


def end_other_proposals(
    connection: Connection, plugin: str, connection_id: int, stated: Collection[str] = ()
) -> frozenset[str]:
    """Forget all proposals of a plugin by this connection but for those `stated`."""
    over = _held(connection, plugin, connection_id).keys() - set(stated)
    key = ("plugin", "connection_id", "ref")
    delete_rows(connection, proposal, key, [(plugin, connection_id, ref) for ref in over])
    if over:
        have_proposals_read(connection, plugin, connection_id)
    return frozenset(over)


def _held(connection: Connection, plugin: str, connection_id: int) -> dict[str, str]:
    mine = (proposal.c.plugin == plugin, proposal.c.connection_id == connection_id)
    rows = connection.execute(select(proposal.c.ref, proposal.c.digest).where(*mine))
    return {row.ref: row.digest for row in rows}


def _ref(it: Proposal) -> str | Problem:
    metadata = it.document.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    kind, name = it.document.get("kind"), metadata.get("name")
    try:
        ref = parse_ref(f"{kind or ''}:{metadata.get('namespace') or 'default'}/{name or ''}")
    except InvalidRef as error:
        return Problem("proposal/no-ref", f"A proposal has no kind or name: {error}")
    return str(ref)[:255]


def _row(it: Proposal) -> tuple[bytes, str, str]:
    document = orjson.dumps(it.document, option=orjson.OPT_SORT_KEYS)
    content = document + it.reason.encode()
    return document, it.reason, hashlib.sha1(content, usedforsecurity=False).hexdigest()
