"""What declarations must be, beyond their class: each rule says what is wrong, or nothing."""

import dataclasses
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_origin, get_type_hints

import marshmallow
from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from descriptors.format import make_kind
from plugins import api
from plugins.host.shapes import Mismatch, shape_of
from plugins.texts import said, shown

Declared = Mapping[str, Sequence[Any]]
SHORTEST_PAUSE = 5.0  # seconds between two calls of the same function
LONGEST_CALL = 3600.0
LONGEST_ROUTE = 30.0
WORD = re.compile(r"[a-z][a-z0-9_]{0,62}")
DASHED = re.compile(r"[a-z][a-z0-9_-]{0,62}")
DOTTED = re.compile(r"[\w-]+(\[\])?(\.[\w-]+(\[\])?)*")
IN_PATH = re.compile(r"<(.+?)>")
PATH = re.compile(r"(/([A-Za-z0-9._~-]+|<[a-z][a-z0-9_]*>))+")
SUFFIX = re.compile(r"(\.[a-z0-9]{1,15}){1,3}")
CHECK_TYPES = ("boolean", "number", "text", "time")
FIELD_TYPES = ("term", "number", "date")
PLACES = ("overview", "side", "tab")


def wrong_field(value: Any) -> str:
    """What is wrong with the type of a field of a declaration; empty if nothing."""
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return ""
    hints = get_type_hints(type(value))
    for field in dataclasses.fields(value):
        if wrong := _wrong(hints[field.name], getattr(value, field.name)):
            return f"`{field.name}` {wrong}"
    return ""


def _wrong(wanted: Any, value: Any) -> str:
    if "Callable" in str(wanted):
        fits = callable(value) or (value is None and "None" in str(wanted))
        return "" if fits else f"must be a function, not {shown(value)}"
    if "Schema" in str(wanted):
        return _wrong_schema(wanted, value)
    try:
        shape_of(wanted).plain(value)
    except Mismatch as error:
        return str(error).removeprefix("it ")
    return ""


def _wrong_schema(wanted: Any, value: Any) -> str:
    if value is None and get_origin(wanted) is not type:
        return ""
    if not isinstance(value, type) or not issubclass(value, marshmallow.Schema):
        return f"must be a class of marshmallow.Schema, not {shown(value)}"
    try:
        value()
    except Exception as error:
        return f"can't be used: {said(error)}"
    return ""


def broken_rule(value: Any, declared: Declared) -> str:
    """Which rule a declaration breaks; empty if none. `declared` is all of the same plugin."""
    if isinstance(value, Mapping):
        return _kind(value)
    rule = _RULES.get(type(value))
    return rule(value, declared) if rule else ""


def _kind(schema: Mapping[str, Any]) -> str:
    try:
        make_kind(schema)
    except Exception as error:
        return f"no schema of a kind, as descriptors/README.md describes it: {said(error)}"
    return ""


def _setting(value: api.Setting, declared: Declared) -> str:
    if wrong := _named(value.name, WORD):
        return wrong
    if value.secret and not isinstance(value.default, str):
        return "the default of a secret must be a text"
    if value.name.endswith("_file") and any(
        other.secret and other.name == value.name.removesuffix("_file")
        for other in declared["settings"]
    ):
        return "this name is that of the file of a secret"
    return "" if value.about.strip() else "`about` must say what it does"


def _attachment(value: api.AttachmentType, declared: Declared) -> str:
    if wrong := _named(value.name, DASHED):
        return wrong
    if value.version < 1 or value.keep_days < 0:
        return "`version` must be at least 1, and `keep_days` at least 0"
    if value.version > 1 and not value.migrate:
        return "a version above 1 needs `migrate`, for values of older versions"
    return _takes(value.migrate, 2, "migrate(value, version)") if value.migrate else ""


def _search_field(value: api.SearchField, declared: Declared) -> str:
    if not DOTTED.fullmatch(value.path):
        return "`path` must be dotted names, with `[]` after a list (`stages[].name`)"
    return (
        _named(value.name, WORD)
        or _one_of("type", value.type, FIELD_TYPES)
        or _attached(value.attachment, declared)
    )


def _describe(value: api.Describe, declared: Declared) -> str:
    return _takes(value.run, 2, "run(entity, context)")


def _refresh(value: api.Refresh, declared: Declared) -> str:
    return (
        _named(value.name, DASHED)
        or _one_of("per", value.per, ("connection", "entity"))
        or _again(value.every, value.deadline)
        or _takes(value.run, 1, "run(context)")
    )


def _reader(value: api.Reader, declared: Declared) -> str:
    if not value.patterns or not all(each.strip() for each in value.patterns):
        return "`patterns` must name the files it reads"
    return _named(value.name, DASHED) or _takes(value.read, 2, "read(file, context)")


def _provider(value: api.Provider, declared: Declared) -> str:
    return (
        _named(value.name, DASHED)
        or _again(value.every, value.deadline)
        or _takes(value.find, 1, "find(context)")
    )


def _check(value: api.Check, declared: Declared) -> str:
    return (
        _named(value.name, DASHED)
        or _one_of("type", value.type, CHECK_TYPES)
        or next(
            filter(None, (_attached(it, declared, "attachments") for it in value.attachments)), ""
        )
        or _takes(value.run, 2, "run(entity, attachments)")
    )


def _panel(value: api.Panel, declared: Declared) -> str:
    return _one_of("place", value.place, PLACES) or _page(value, declared)


def _page(value: api.Panel | api.Page, declared: Declared) -> str:
    return (
        _named(value.name, DASHED)
        or _attached(value.attachment, declared)
        or _template(value.template)
    )


def _route(value: api.Route, declared: Declared) -> str:
    if not PATH.fullmatch(value.path):
        return "`path` must be like `/stages/<name>`"
    if len(set(parts := IN_PATH.findall(value.path))) < len(parts):
        return "`path` must give each part a name of its own"
    if not 0 < value.deadline <= LONGEST_ROUTE:
        return f"`deadline` must be at most {LONGEST_ROUTE:g} seconds"
    return _one_of("method", value.method, ("GET", "POST")) or _takes(
        value.run, 2, "run(arguments, context)"
    )


def _upload(value: api.Upload, declared: Declared) -> str:
    if not value.suffixes or not all(SUFFIX.fullmatch(it) for it in value.suffixes):
        return f"`suffixes` must be like `.csv`, and match {SUFFIX.pattern}"
    if not value.title.strip():
        return "`title` must say what it reads"
    if not 0 < value.deadline <= LONGEST_ROUTE:
        return f"`deadline` must be at most {LONGEST_ROUTE:g} seconds"
    return _named(value.name, DASHED) or _takes(value.run, 3, "run(file, answers, context)")


_RULES: Mapping[type, Callable[[Any, Declared], str]] = {
    api.Setting: _setting,
    api.AttachmentType: _attachment,
    api.SearchField: _search_field,
    api.Describe: _describe,
    api.Refresh: _refresh,
    api.Reader: _reader,
    api.Provider: _provider,
    api.Check: _check,
    api.Panel: _panel,
    api.Page: _page,
    api.Route: _route,
    api.Upload: _upload,
}


def _named(name: str, rule: "re.Pattern[str]") -> str:
    return "" if rule.fullmatch(name) else f"`name` must match {rule.pattern}"


def _one_of(field: str, value: str, choices: Sequence[str]) -> str:
    return "" if value in choices else f"`{field}` must be one of {', '.join(choices)}"


def _attached(type: str, declared: Declared, field: str = "attachment") -> str:
    names = [each.name for each in declared["attachments"]]
    known = ", ".join(names) or "none"
    return "" if type in names else f"`{field}` must be of the plugin's ({known})"


def _again(every: float, deadline: float) -> str:
    if not every >= SHORTEST_PAUSE:
        return f"`every` must be at least {SHORTEST_PAUSE:g} seconds"
    fits = 0 < deadline <= LONGEST_CALL
    return "" if fits else f"`deadline` must be at most {LONGEST_CALL:g} seconds"


def _takes(function: Callable[..., Any], arguments: int, example: str) -> str:
    try:
        inspect.signature(function).bind(*range(arguments))
    except (TypeError, ValueError):
        return f"its function is called as `{example}`"
    return ""


def _template(text: str) -> str:
    try:
        SandboxedEnvironment().parse(text)
    except TemplateSyntaxError as error:
        return f"`template`, line {error.lineno}: {error.message}"
    return ""
