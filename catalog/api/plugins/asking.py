"""One request to a route of a plugin: its function is called in a child process."""

import time
from typing import Any

from catalog.api.errors import (
    InvalidInput,
    NotFound,
    PluginFailed,
    PluginLate,
    PluginRests,
)
from catalog.api.parts import ApiParts
from catalog.api.plugins.turns import Turns
from catalog.refresh.connections import connections
from descriptors.problems import Problem
from plugins.api import Route
from plugins.host.children import Asked, Failure, Pending

# Beside its deadline, seconds a call may wait for its process to start.
START = 20.0


def ask(parts: ApiParts, name: str, route: Route, asked: Asked, turns: Turns) -> Any:
    """What the function says. Raises NotFound for a plugin that is not in use, InvalidInput for
    what its schema refuses, PluginFailed where there is no answer."""
    with turns.one():
        answer = _answer(_call(parts, name, route, asked), name, route)
    if not isinstance(answer, Failure):
        return answer
    if answer.kind == "refused":
        raise InvalidInput(answer.problem.message)
    kinds = {"timeout": PluginLate, "resting": PluginRests}
    raise kinds.get(answer.kind, PluginFailed)(answer.problem.message, answer.retry_after)


def _call(parts: ApiParts, name: str, route: Route, asked: Asked) -> Pending:
    plugin = parts.plugins().get(name)
    if plugin is None:
        raise NotFound(f"There is no plugin {name} in use")
    if parts.caller is None:
        raise PluginRests("Plugins are not called by this process")
    with parts.database.read() as connection:
        servers = connections(connection, name)
    first = servers[0] if servers else None
    pending = parts.caller.route(plugin, route, asked, first, time.time())
    if isinstance(pending, Problem):
        raise PluginFailed(pending.message)
    return pending


def _answer(pending: Pending, name: str, route: Route) -> Any:
    try:
        return pending.future.result(timeout=route.deadline + START)
    except TimeoutError:
        raise PluginLate(f"The process of the plugin {name} does not start") from None
