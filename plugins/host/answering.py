"""One call in a child: from the arguments that came to the bytes that go."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError

from descriptors.problems import Problem
from plugins.api import Context, Route, UpstreamFailed
from plugins.host.calls import ANSWERS, LOCAL, Asked, Call, Failure, Given, failure
from plugins.host.checked import Unfit, checked, migrated
from plugins.host.limits import MIB, Limits
from plugins.host.loading import LoadedPlugin
from plugins.host.shapes import Mismatch, shape_of
from plugins.http import HostHttp, Refusing
from plugins.texts import printable, said

OURS = str(Path(__file__).parent)


def answer(plugin: LoadedPlugin, call: Call, limits: Limits) -> Any | Failure:
    """Call the function; its value in plain JSON types, or why there is none."""
    try:
        value = _run(plugin, call, limits)
        return shape_of(ANSWERS[call.hook]).plain(checked(plugin, call, value))
    except _Refused as error:
        return Failure(Problem("plugin/refused", printable(str(error)[:500])), "refused")
    except UpstreamFailed as error:
        return failure(call, "upstream", f"could not ask: {printable(str(error)[:500])}")
    except (Mismatch, Unfit) as error:
        return failure(call, "garbage", f"returned something else: {printable(str(error)[:500])}")
    except MemoryError:
        what = f"needed more than {limits.memory // MIB:,} MiB of memory"
        return failure(call, "raised", what)
    except BaseException as error:  # sys.exit too is but a fault of the plugin
        return failure(call, "raised", f"raised {said(error)}{_place(error)}")


def encoded(found: Any | Failure, printed: str, limits: Limits) -> bytes:
    """The answer as the bytes of one JSON text, in which NaN and infinities may stand."""
    content: dict[str, Any] = {"printed": printed}
    if isinstance(found, Failure):
        content["failure"] = {"kind": found.kind, "problem": asdict(found.problem)}
    else:
        content["value"] = found
    text = _text(content)
    if 0 < len(text) <= limits.answer:
        return text
    what = f"it must be at most {limits.answer // MIB} MiB; report in pages, with `more`"
    return _text({"too_large": what, "printed": printed})


def _text(content: Any) -> bytes:
    try:
        return json.dumps(content, separators=(",", ":")).encode()
    except MemoryError:
        return b""


def _run(plugin: LoadedPlugin, call: Call, limits: Limits) -> Any:
    if call.hook == "attachments":
        return migrated(plugin, call.name, *call.arguments)
    declared = _declared(plugin, call)
    arguments = [_argument(plugin, call, declared, each, limits) for each in call.arguments]
    function = {"readers": "read", "providers": "find"}.get(call.hook, "run")
    return getattr(declared, function)(*arguments)


def _declared(plugin: LoadedPlugin, call: Call) -> Any:
    for position, value in enumerate(getattr(plugin, call.hook)):
        if call.name in (getattr(value, "name", ""), str(position), _route(value)):
            return value
    raise Unfit(f"there is no {call.hook} `{call.name}`")


def _argument(plugin: LoadedPlugin, call: Call, declared: Any, given: Any, limits: Limits) -> Any:
    if isinstance(given, Given):
        return _context(plugin, call, given, limits)
    return _arguments(declared, given) if isinstance(given, Asked) else given


class _Refused(Exception):
    """What somebody asked of a route is not what it takes."""


def _arguments(route: Route, asked: Asked) -> Mapping[str, Any]:
    """What a route is called with: what was sent, by its schema, and what stood in the path."""
    schema = route.arguments() if route.arguments else Schema()
    try:
        return {**schema.load(asked.sent), **asked.path}
    except ValidationError as error:
        raise _Refused(_first(error.messages)) from error


def _first(messages: Any) -> str:
    """One sentence that names the field: `limit: Not a valid integer.`"""
    if isinstance(messages, dict) and messages:
        name, inside = next(iter(messages.items()))
        return _first(inside) if name == "_schema" else f"{name}: {_first(inside)}"
    if isinstance(messages, list) and messages:
        return _first(messages[0])
    return str(messages)


def _route(value: Any) -> str:
    return f"{value.method} {value.path}" if hasattr(value, "path") else ""


def _context(plugin: LoadedPlugin, call: Call, given: Given, limits: Limits) -> Context:
    http = (
        Refusing()
        if call.hook in LOCAL
        else HostHttp.of(
            given.connection,
            given.secret,
            [given.settings[each.name] for each in plugin.settings if each.is_address],
            deadline=call.deadline,
            requests_per_second=limits.requests_per_second,
        )
    )
    return Context(
        settings=given.settings,
        http=http,
        now=given.now,
        connection=given.connection,
        entities=given.entities,
        cursor=given.cursor,
    )


def _place(error: BaseException) -> str:
    """Where in the plugin it was raised: the last line that is none of ours."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if not code.co_filename.startswith(OURS):
            place = f" ({Path(code.co_filename).name}:{trace.tb_lineno})"
        trace = trace.tb_next
    return place
