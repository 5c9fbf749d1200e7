"""What other systems push: attachments by their own schema, and facts.

A request is allowed by `Authorization: Bearer <token of the source>` alone.
"""

import math
import time
from collections.abc import Sequence
from typing import Any

from flask import Response, request

from catalog.api.answers import json_answer
from catalog.api.errors import NotFound, error_answer
from catalog.api.parts import ApiParts
from catalog.attachments.names import of_push
from catalog.evaluations.push import as_json, push_runs
from catalog.refresh.push import PushedAttachment, push_attachments, withdraw_attachment
from catalog.refresh.push_sources import PushSource, allowed, note_used
from descriptors.problems import Problem

BEARER = "Bearer "


def put_attachments(parts: ApiParts, body: dict[str, Any], source: str) -> Response:
    """Keep what the source knows about entities; sent again, it changes nothing."""
    pushed = [_pushed(it["entityRef"], it["type"], it) for it in body["attachments"]]
    return _push(parts, source, pushed, complete=body["complete"])


def put_attachment(
    parts: ApiParts,
    body: dict[str, Any],
    source: str,
    type: str,
    kind: str,
    namespace: str,
    name: str,
) -> Response:
    """Keep what the source knows about one entity."""
    return _push(parts, source, [_pushed(f"{kind}:{namespace}/{name}", type, body)])


def delete_attachment(
    parts: ApiParts, source: str, type: str, kind: str, namespace: str, name: str
) -> Response:
    """What the source said about an entity is over."""
    found = _allowed(parts, source)
    if found is None:
        return _unauthorised()
    ref = f"{kind}:{namespace}/{name}".lower()
    done = parts.database.transact(
        lambda connection: withdraw_attachment(connection, found, ref, type, time.time())
    )
    if not done:
        raise NotFound(f"The source {source} says nothing of the type {type} about {ref}")
    return Response(status=204)


def put_evaluations(parts: ApiParts, body: Any, source: str) -> Response:
    """Keep evaluation runs, as `POST /api/mlhome/evaluations` does: the good ones of a list."""
    found = _allowed(parts, source)
    if found is None:
        return _unauthorised()
    items = body if isinstance(body, list) else [body]
    now = time.time()
    done = push_runs(parts.database, of_push(source), items, now)
    parts.database.transact(lambda connection: note_used(connection, found, now))
    if not isinstance(body, list) and done.ids == (None,):
        return _refused(done.problems)
    return json_answer(as_json(done))


def _push(
    parts: ApiParts, source: str, pushed: Sequence[PushedAttachment], *, complete: bool = False
) -> Response:
    found = _allowed(parts, source)
    if found is None:
        return _unauthorised()
    done = parts.database.transact(
        lambda connection: push_attachments(
            connection, found, pushed, time.time(), complete=complete
        )
    )
    if done.problems:
        return _refused(done.problems)
    counts = {"changed": done.changed, "unchanged": done.unchanged, "over": done.over}
    return json_answer(counts)


def _pushed(ref: str, type: str, of: dict[str, Any]) -> PushedAttachment:
    observed = of["observedAt"]
    at = observed if observed is not None and math.isfinite(observed) else None
    return PushedAttachment(ref, type, of["value"], of["url"], at)


def _allowed(parts: ApiParts, source: str) -> PushSource | None:
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(BEARER).strip() if header.startswith(BEARER) else ""
    with parts.database.read() as connection:
        return allowed(connection, source, token)


def _unauthorised() -> Response:
    message = "This needs the token of the source: `Authorization: Bearer …`"
    answer = error_answer(401, "AuthenticationError", message)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _refused(problems: Sequence[Problem]) -> Response:
    """In the one shape of errors, with all that is wrong, each at its place in the body."""
    first = problems[0]
    answer = error_answer(400, "InputError", f"{first.path}: {first.message}")
    shown = {**(answer.get_json() or {}), "problems": [it.as_json() for it in problems]}
    return json_answer(shown, 400)
