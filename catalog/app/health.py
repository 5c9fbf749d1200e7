"""`/healthz` and `/readyz`: what a process supervisor or load balancer asks."""

from flask import Blueprint, Response

from catalog.api.answers import json_answer
from catalog.app.parts import Parts
from catalog.errors import DatabaseUnavailable
from catalog.store.schema import schema_state


def blueprint(parts: Parts) -> Blueprint:
    health = Blueprint("health_checks", __name__)

    @health.get("/healthz")
    def healthz() -> Response:
        """The process lives and answers; nothing else is looked at."""
        return json_answer({"status": "ok"})

    @health.get("/readyz")
    def readyz() -> Response:
        """Whether people can be sent here. Without an index lists are still served: no reason
        to send them away, so that is only reported."""
        problem = _database_problem(parts)
        answer = {
            "status": "unavailable" if problem else "ok",
            "database": problem or "ok",
            "search": _search_state(parts),
            "worker": "ok" if parts.worker_runs() else "not running",
        }
        return json_answer(answer, 503 if problem else 200)

    return health


def _database_problem(parts: Parts) -> str:
    try:
        state = schema_state(parts.database)
    except DatabaseUnavailable as error:
        return str(error)
    return "" if state.is_current else f"schema {state.current}, needs {state.newest}"


def _search_state(parts: Parts) -> str:
    try:
        index = parts.index()
    except DatabaseUnavailable:
        return "unknown: the database says which index is in use"
    if index is None:
        return "no index: lists are served without it"
    health = index.health()
    return "ok" if health.ok else health.detail
