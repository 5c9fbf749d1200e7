"""A small plugin that keeps the contract."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, fields

from plugins.api import (
    Attachment,
    AttachmentType,
    Check,
    Context,
    Describe,
    Draft,
    Entity,
    EvaluationRun,
    File,
    Page,
    Panel,
    Problem,
    Question,
    Reader,
    Reading,
    Refresh,
    Report,
    Result,
    Route,
    SearchField,
    Upload,
    UpstreamFailed,
    hook,
)

GOOD = {"/things": {"things": [{"name": "one", "value": 1.5}, {"name": "two", "value": 2.5}]}}


class Thing(Schema):
    name = fields.String(required=True)
    value = fields.Float(allow_none=True)


class Found(Schema):
    things = fields.List(fields.Nested(Thing), required=True)
    link = fields.Url()


@hook
def attachments() -> Sequence[AttachmentType]:
    return [AttachmentType(name="found", schema=Found)]


@hook
def search_fields() -> Sequence[SearchField]:
    path = "things[].value"
    return [SearchField(name="value", type="number", attachment="found", path=path, about="It.")]


@hook
def describes() -> Sequence[Describe]:
    return [Describe(run=describe, annotations=["example.com/thing"])]


@hook
def refreshes() -> Sequence[Refresh]:
    return [Refresh(name="things", run=refresh, annotations=["example.com/thing"], deadline=30.0)]


@hook
def readers() -> Sequence[Reader]:
    return [Reader(name="things", patterns=["**/things.json"], read=read)]


@hook
def checks() -> Sequence[Check]:
    return [Check(name="has-things", type="boolean", about="It has some.", run=has_things)]


@hook
def panels() -> Sequence[Panel]:
    text = "<ul>{% for it in value.things %}<li>{{ it.name }}: {{ it.value }}</li>{% endfor %}</ul>"
    return [Panel(name="found", title="Found", attachment="found", template=text)]


@hook
def pages() -> Sequence[Page]:
    text = "{% for it in attachments %}<p>{{ it.value.things | length }}{% endfor %}"
    return [Page(name="all", title="All", attachment="found", template=text)]


@hook
def routes() -> Sequence[Route]:
    return [Route(path="/things/<name>", run=thing, about="One thing.")]


@hook
def uploads() -> Sequence[Upload]:
    return [Upload(name="things", title="Things", suffixes=[".json"], run=upload)]


def upload(file: File, answers: Mapping[str, str], context: Context) -> Draft:
    whose = answers.get("whose", "model:default/things")
    result = Result(metric="bytes", value=float(len(file.data)))
    run = EvaluationRun(id="1", subject=whose, results=[result])
    asked = Question(name="whose", label="Whose?", answer=whose)
    return Draft(questions=[asked], report=Report(evaluations=[run]))


def describe(entity: Entity, context: Context) -> Report:
    named = entity.annotations.get("example.com/thing", "")
    return Report(attachments=[_attachment(entity, [{"name": named}])])


def refresh(context: Context) -> Report:
    things, problems = _things(context)
    return Report(
        attachments=[_attachment(entity, things) for entity in context.entities],
        problems=problems,
        complete=True,
    )


def read(file: File, context: Context) -> Reading:
    try:
        json.loads(file.data)
    except (ValueError, RecursionError):
        return Reading(problems=[Problem("things/json", "it is not JSON", file=file.path)])
    return Reading() if file.near else Reading(needs=["more.json"])


def has_things(entity: Entity, attachments: Mapping[str, Sequence[Any]]) -> bool | None:
    found = attachments.get("found")
    return bool(found[0]["things"]) if found else None


def thing(arguments: Mapping[str, Any], context: Context) -> Any:
    return [it for it in _things(context)[0] if it["name"] == arguments["name"]]


def _things(context: Context) -> tuple[list[dict[str, Any]], list[Problem]]:
    assert context.connection is not None
    answer = context.http.get_json(f"{context.connection.url}/things")
    if not isinstance(answer, dict) or not isinstance(answer.get("things"), list):
        raise UpstreamFailed("it has no list of things")
    found, problems = [], []
    for it in answer["things"]:
        name, value = (it.get("name"), it.get("value")) if isinstance(it, dict) else (None, None)
        finite = isinstance(value, float) and value - value == 0
        if isinstance(name, str) and (finite or value is None):
            found.append({"name": name, "value": value})
        elif not problems:
            problems.append(Problem("things/odd", "a thing can't be read"))
    return found[:1000], problems


def _attachment(entity: Entity, things: Sequence[Mapping[str, Any]]) -> Attachment:
    return Attachment(entity=entity.ref, type="found", value={"things": list(things)})
