"""How plugins are, and what they know of an entity."""

from dataclasses import asdict
from typing import Any

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.errors import NotFound
from catalog.api.parts import ApiParts
from catalog.attachments.read import AttachmentView, attachments_of
from catalog.browse.summaries import summaries
from catalog.refresh.push_sources import PushSource, push_sources
from catalog.refresh.schedule import request
from catalog.refresh.status import (
    ConnectionView,
    DueView,
    PluginView,
    RefreshView,
    plugin_view,
    plugin_views,
    problems_of_plugin,
)
from descriptors.problems import Problem


def list_plugins(parts: ApiParts) -> Response:
    """Every plugin that was ever installed, how it is, and the systems that push."""
    with parts.database.read() as connection:
        pushing = push_sources(connection)
    found = [_plugin(it) for it in plugin_views(parts.database)]
    return json_answer({"plugins": found, "pushSources": [_source(it) for it in pushing]})


def one_plugin(parts: ApiParts, name: str) -> Response:
    """A plugin, how its calls went, and what it finds wrong."""
    found = problems_of_plugin(parts.database, parts.reader(), name)
    return json_answer({**_plugin(_existing(parts, name)), "found": [it.as_json() for it in found]})


def refresh_plugin(parts: ApiParts, asked: dict[str, Any], name: str) -> Response:
    """Have all its upstreams asked now, not only when it is their time."""
    _existing(parts, name)
    calls = parts.database.transact(
        lambda connection: request(connection, name, from_the_start=asked["fromTheStart"])
    )
    return json_answer({"calls": calls}, 202)


def entity_attachments(
    parts: ApiParts, query: dict[str, Any], kind: str, namespace: str, name: str
) -> Response:
    """What plugins know of an entity, now or at a past time."""
    ref = f"{kind}:{namespace}/{name}".lower()
    reader = parts.reader()
    found = attachments_of(parts.database, reader, ref, query["at"], parts.plugins())
    if not found and not summaries(parts.database, reader, [ref]):
        raise NotFound(f"There is no entity {ref}")
    return json_answer({"entityRef": ref, "attachments": [_attachment(it) for it in found]})


def _existing(parts: ApiParts, name: str) -> PluginView:
    found = plugin_view(parts.database, name)
    if found is None:
        raise NotFound(f"There is no plugin {name}")
    return found


def _plugin(it: PluginView) -> dict[str, Any]:
    return {
        "name": it.name,
        "version": it.version,
        "state": it.state,
        "lastError": _problem(it.last_error),
        "seenAt": it.seen_at,
        "connections": [_connection(server) for server in it.connections],
        "describe": _due(it.describe),
        "check": _due(it.check),
        "attachments": it.attachments,
        "entities": it.entities,
        "problems": it.problems,
    }


def _connection(it: ConnectionView) -> dict[str, Any]:
    return {
        "id": it.id,
        "name": it.name,
        "url": it.url,
        "hasSecret": bool(it.secret_from),
        "addedBy": it.added_by,
        "refreshes": [_refresh(asked) for asked in it.refreshes],
    }


def _refresh(it: RefreshView) -> dict[str, Any]:
    return {
        "name": it.name,
        "state": it.state,
        "calls": it.calls,
        "failing": it.failing,
        "lastError": _problem(it.last_error),
        "lastStartedAt": it.last_started_at,
        "lastOkAt": it.last_ok_at,
        "seconds": it.seconds,
        "nextAt": it.next_at,
        "isRunning": it.is_running,
    }


def _due(it: DueView) -> dict[str, Any]:
    return {"due": it.due, "failing": it.failing, "nextAt": it.next_at}


def _attachment(it: AttachmentView) -> dict[str, Any]:
    return {
        "plugin": it.plugin,
        "type": it.type,
        "title": it.title,
        "value": it.value,
        "version": it.version,
        "source": it.source,
        "url": it.url,
        "observedAt": it.observed_at,
        "since": it.since,
        "until": it.until,
        "freshAt": it.fresh_at,
        "staleReason": it.stale_reason,
        "pluginState": it.plugin_state,
        "kept": it.kept,
    }


def _source(it: PushSource) -> dict[str, Any]:
    shown = asdict(it)
    shown["createdAt"], shown["lastUsedAt"] = shown.pop("created_at"), shown.pop("last_used_at")
    return shown


def _problem(it: Problem | None) -> dict[str, Any] | None:
    return it.as_json() if it else None
