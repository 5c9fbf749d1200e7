"""A plugin that works on its author's machine."""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates

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
    Question,
    Reader,
    Reading,
    Refresh,
    Report,
    SearchField,
    Upload,
    UpstreamFailed,
    hook,
)

GOOD = {"/things": {"things": [{"name": "one", "value": 1.5}]}}


class Found(Schema):
    name = fields.String(required=True)
    count = fields.Integer()


class Coded(Schema):
    code = fields.String(required=True)

    @validates("code")
    def is_code(self, value: str, **more: Any) -> None:
        if not value.startswith("code-"):
            raise ValidationError("no code")


class Shouted(fields.String):
    def _serialize(self, value: Any, *more: Any, **others: Any) -> Any:
        return [value]


class Loud(Schema):
    text = Shouted(required=True)


@hook
def attachments() -> Sequence[AttachmentType]:
    schemas = {"found": Found, "coded": Coded, "loud": Loud}
    return [AttachmentType(name=name, schema=schema) for name, schema in schemas.items()]


@hook
def search_fields() -> Sequence[SearchField]:
    return [
        SearchField(name="size", type="number", attachment="found", path="size", about="None."),
        SearchField(name="name", type="number", attachment="found", path="name", about="A text."),
    ]


@hook
def describes() -> Sequence[Describe]:
    return [Describe(run=describe)]


@hook
def refreshes() -> Sequence[Refresh]:
    return [
        Refresh(name="trusting", run=trusting),
        Refresh(name="stubborn", run=stubborn, deadline=0.7),
        Refresh(name="endless", run=endless),
    ]


@hook
def readers() -> Sequence[Reader]:
    return [
        Reader(name="trusting", patterns=["things.json"], read=read),
        Reader(name="greedy", patterns=["*.things"], read=greedy),
    ]


@hook
def checks() -> Sequence[Check]:
    return [Check(name="first", type="text", about="The first.", run=first)]


@hook
def panels() -> Sequence[Panel]:
    texts = {
        "misspelt": "{{ value.nmae }}",
        "scripted": "<p>{{ value.name }}</p><script>alert(1)</script>",
    }
    return [
        Panel(name=name, title=name, attachment="found", template=text)
        for name, text in texts.items()
    ]


@hook
def pages() -> Sequence[Page]:
    text = "{{ attachments[0].value.name }}"
    return [Page(name="first", title="The first", attachment="found", template=text)]


def routes() -> Sequence[Any]:
    return []


@hook
def uploads() -> Sequence[Upload]:
    return [
        Upload(name="trusting", title="Things", suffixes=[".json"], run=read_upload),
        Upload(name="fickle", title="Things", suffixes=[".txt"], run=fickle),
    ]


def read_upload(file: File, answers: Mapping[str, str], context: Context) -> Draft:
    return Draft(report=Report(cursor=json.loads(file.data)["name"]))


def fickle(file: File, answers: Mapping[str, str], context: Context) -> Draft:
    report = Report(evaluations=[EvaluationRun(id=str(len(answers)), subject="model:a")])
    return Draft(questions=[Question(name="a", label="A?")], report=report)


def describe(entity: Entity, context: Context) -> Report:
    return Report(
        attachments=[Attachment(entity=entity.ref, type="found", value={"nmae": entity.title})]
    )


def trusting(context: Context) -> Report:
    assert context.connection is not None
    answer = context.http.get_json(f"{context.connection.url}/things")
    return Report(cursor=answer["things"][0]["name"].upper()[:100])


def stubborn(context: Context) -> Report:
    while True:
        try:
            return trusting(context)
        except UpstreamFailed:
            time.sleep(0.1)


def endless(context: Context) -> Report:
    return Report(cursor="here", more=True)


def read(file: File, context: Context) -> Reading:
    json.loads(file.data)["things"]
    return Reading()


def greedy(file: File, context: Context) -> Reading:
    return Reading(needs=["more.json"])


def first(entity: Entity, attachments: Mapping[str, Sequence[Any]]) -> str:
    name: str = attachments["found"][0]["name"]
    return name
