"""What a plugin's function returned, held against what the plugin declared."""

import dataclasses
from numbers import Integral
from typing import Any

from descriptors.problems import Problem
from descriptors.refs import InvalidRef, parse_ref
from plugins.api import (
    MOST_PROBLEMS,
    Attachment,
    AttachmentType,
    Check,
    Draft,
    Reading,
    Report,
    Route,
)
from plugins.host.calls import Call
from plugins.host.loading import LoadedPlugin
from plugins.texts import as_json, said, shown

LONGEST_CURSOR = 10_000
MOST_QUESTIONS, MOST_PREVIEWED = 500, 200  # of a draft: questions, rows
LONGEST_CODE, LARGEST_PLACE = 63, 2**31 - 1  # what of a problem is kept
UNFIT = "plugin/attachment"  # the code of the problem with an attachment that can't be used
SEVERITIES = ("error", "warning")
CHECK_VALUES = {
    "boolean": (bool,),
    "number": (int, float),
    "text": (str,),
    "time": (int, float),
}


class Unfit(Exception):
    """The value is not what the function may return; the text says how."""


def checked(plugin: LoadedPlugin, call: Call, value: Any) -> Any:
    """The value, with attachments that don't fit their schema turned into problems of their
    entities. Raises Unfit."""
    match call.hook:
        case "describes" | "refreshes":
            return _report(plugin, value)
        case "readers":
            return _reading(plugin, value)
        case "uploads":
            return _draft(plugin, value)
        case "checks":
            return _check(plugin, call, value)
        case "routes":
            return _route(plugin, call, value)
        case _:
            return value


def check_attachment(plugin: LoadedPlugin, attachment: Attachment) -> Attachment | Problem:
    """The attachment under the canonical ref of its entity, with a value of JSON's own types; or
    what is wrong with it. Raises Unfit where it can't even be said of which entity it is."""
    ref = _ref(attachment.entity)
    type = plugin.attachment(attachment.type)
    if type is None:
        known = ", ".join(each.name for each in plugin.attachments) or "none"
        return _unfit(plugin, ref, f"type {shown(attachment.type)} is not declared (but {known})")
    if not str(attachment.url).startswith(("http://", "https://")) and attachment.url != "":
        return _unfit(plugin, ref, f"`{type.name}`: `url` must be one of the web")
    try:
        value = as_json(attachment.value)
    except ValueError as error:
        return _unfit(plugin, ref, f"`{type.name}` must be {error}")
    if wrong := _against_schema(type, value):
        return _unfit(plugin, ref, f"`{type.name}`: {wrong}")
    return dataclasses.replace(attachment, entity=ref, value=value)


def _ref(text: Any) -> str:
    try:
        return str(parse_ref(text))
    except (InvalidRef, AttributeError, TypeError):
        what = f"an attachment's `entity` must be a ref, not {shown(text)}"
        raise Unfit(what) from None


def _against_schema(type: AttachmentType, value: Any) -> str:
    try:
        wrong = type.schema().validate(value)
    except Exception as error:  # schemas may hold code of the plugin's
        return f"its schema raised {said(error)}"
    return _first(wrong) if wrong else ""


def migrated(plugin: LoadedPlugin, type: str, value: Any, version: int) -> Any:
    """A stored value of an older version in the shape of the present one. Raises Unfit."""
    declared = plugin.attachment(type)
    if declared is None or declared.migrate is None:
        raise Unfit(f"there is no way to migrate `{type}`")
    for older in range(version, declared.version):
        value = declared.migrate(value, older)
    if wrong := _against_schema(declared, value):
        raise Unfit(f"migrated `{type}`: {wrong}")
    return value


def _report(plugin: LoadedPlugin, value: Any) -> Report:
    if not isinstance(value, Report):
        raise Unfit(f"expected a Report, not {shown(value)}")
    if not isinstance(value.cursor, str) or len(value.cursor) > LONGEST_CURSOR:
        raise Unfit(f"`cursor` must be a text of at most {LONGEST_CURSOR:,} characters")
    _check_problems(value.problems)
    fit: list[Attachment] = []
    problems = list(value.problems)
    for attachment in value.attachments:
        if not isinstance(attachment, Attachment):
            raise Unfit(f"`attachments` must be of Attachment, not {shown(attachment)}")
        made = check_attachment(plugin, attachment)
        fit.append(made) if isinstance(made, Attachment) else problems.append(made)
    # What could not be used may be what was known before: then nothing is over.
    complete = value.complete and len(problems) == len(value.problems)
    return dataclasses.replace(value, attachments=fit, problems=problems, complete=complete)


def _reading(plugin: LoadedPlugin, value: Any) -> Reading:
    if not isinstance(value, Reading):
        raise Unfit(f"expected a Reading, not {shown(value)}")
    _check_problems(value.problems)
    return dataclasses.replace(value, report=_report(plugin, value.report))


def _draft(plugin: LoadedPlugin, value: Any) -> Draft:
    if not isinstance(value, Draft):
        raise Unfit(f"expected a Draft, not {shown(value)}")
    _check_problems(value.problems)
    names = [question.name for question in value.questions]
    if len(names) > MOST_QUESTIONS or len(set(names)) < len(names):
        raise Unfit(f"`questions` must be at most {MOST_QUESTIONS:,} of different names")
    width, rows = len(value.preview.columns), value.preview.rows
    if len(rows) > MOST_PREVIEWED or any(len(row.cells) > width for row in rows):
        raise Unfit(f"`preview` has at most {MOST_PREVIEWED} rows, none wider than its columns")
    return dataclasses.replace(value, report=_report(plugin, value.report))


def _check_problems(problems: Any) -> None:
    if not isinstance(problems, (list, tuple)) or len(problems) > MOST_PROBLEMS:
        raise Unfit(f"`problems` must be a list of at most {MOST_PROBLEMS:,}")
    for problem in problems:
        if not isinstance(problem, Problem) or problem.severity not in SEVERITIES:
            raise Unfit(f"a problem must be a Problem, with severity {' or '.join(SEVERITIES)}")
        if not 0 < len(str(problem.code)) <= LONGEST_CODE:
            raise Unfit(f"a problem's `code` must have 1 to {LONGEST_CODE} characters")
        if not all(_is_place(it) for it in (problem.line, problem.column)):
            raise Unfit("a problem's `line` and `column` must be whole numbers, 0 or more")


def _is_place(value: Any) -> bool:
    return isinstance(value, Integral) and 0 <= int(value) <= LARGEST_PLACE


def _check(plugin: LoadedPlugin, call: Call, value: Any) -> Any:
    declared: Check = next(each for each in plugin.checks if each.name == call.name)
    if value is None:
        return None
    fits = isinstance(value, CHECK_VALUES[declared.type])
    if not fits or (isinstance(value, bool) and declared.type != "boolean"):
        raise Unfit(f"expected a {declared.type} or None, not {shown(value)}")
    return value


def _route(plugin: LoadedPlugin, call: Call, value: Any) -> Any:
    declared: Route = next(
        each for each in plugin.routes if f"{each.method} {each.path}" == call.name
    )
    return declared.answer().dump(value) if declared.answer else value


def _unfit(plugin: LoadedPlugin, ref: str, what: str) -> Problem:
    message, hint = f"plugin `{plugin.name}`, attachment {what}", "what was attached before stays"
    return Problem(UNFIT, message, hint, entity_ref=ref)


def _first(wrong: Any, path: str = "") -> str:
    """The first message in what a schema complains of, with where."""
    if isinstance(wrong, dict) and wrong:
        key, inside = next(iter(wrong.items()))
        return _first(inside, f"{path}.{key}" if key != "_schema" else path)
    if isinstance(wrong, list) and wrong:
        return _first(wrong[0], path)
    return f"{path.lstrip('.')}: {shown(wrong, 200)}" if path else shown(wrong, 200)
