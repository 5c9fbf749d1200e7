"""A plugin whose upstream is a folder of pages, and that misbehaves where an annotation says so."""

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import marshmallow

from descriptors.problems import Problem
from plugins.api import (
    Attachment,
    AttachmentType,
    Check,
    Context,
    Describe,
    Entity,
    Refresh,
    Report,
    SearchField,
    Setting,
    UpstreamFailed,
    hook,
)
from plugins.host.loading import LoadedPlugin, Plugins, load_plugin, load_plugins

ASKED, RUN, ONE = "lab/asked", "lab/run", "lab/one"


class Told(marshmallow.Schema):
    word = marshmallow.fields.String()
    number = marshmallow.fields.Float()


def describe(entity: Entity, context: Context) -> Report:
    word = entity.annotations[ASKED]
    _noted(context, f"describe {entity.ref}")
    if word == "hang":
        time.sleep(600)
    if word == "raise":
        raise ValueError("no such word")
    if word == "exit":
        os._exit(3)
    ref = "component:default/other" if word == "other" else entity.ref
    problems = [Problem("lab/word", "A long word.")] if len(word) > 10 else []
    return Report(
        attachments=[Attachment(entity=ref, type="told", value={"word": word})], problems=problems
    )


def pages(context: Context) -> Report:
    """The page that the cursor names, from the folder of the settings."""
    _noted(context, f"pages {context.connection.name if context.connection else '-'}")
    file = Path(context.settings["folder"]) / f"{context.cursor or 'first'}.json"
    if not file.exists():
        raise UpstreamFailed(f"{file.name} is not there")
    page = json.loads(file.read_text())
    things = page.pop("attachments", {})
    return Report(
        attachments=[Attachment(entity=ref, type="page", value=it) for ref, it in things.items()],
        **page,
    )


def one(context: Context) -> Report:
    """What is known of one entity: the number in its annotation."""
    (entity,) = context.entities
    _noted(context, f"one {entity.ref}")
    number = float(entity.annotations[ONE])
    return Report(
        attachments=[Attachment(entity=entity.ref, type="page", value={"number": number})]
    )


def is_short(_entity: Entity, attachments: Mapping[str, Sequence[Any]]) -> bool | None:
    told = attachments.get("told")
    return len(told[0]["word"]) < 5 if told else None


def is_long(_entity: Entity, attachments: Mapping[str, Sequence[Any]]) -> bool:
    return len(attachments["told"][0]["word"]) > 5


def _noted(context: Context, what: str) -> None:
    folder = Path(context.settings["folder"])
    if folder.is_dir():
        with (folder / "calls.txt").open("a") as calls:
            calls.write(what + "\n")


SHORT = Check(name="short", type="boolean", about="A short word.", run=is_short)
LONG = Check(name="long", type="boolean", about="A long word.", run=is_long, attachments=("told",))


class Lab:
    """The plugin, with all the hooks that are called here."""

    @hook
    def settings(self) -> list[Setting]:
        return [Setting(name="folder", default="", about="Where the pages are.")]

    @hook
    def attachments(self) -> list[AttachmentType]:
        return [AttachmentType(name="told", schema=Told), AttachmentType(name="page", schema=Told)]

    @hook
    def search_fields(self) -> list[SearchField]:
        return [SearchField(name="word", type="term", attachment="told", path="word", about="A.")]

    @hook
    def describes(self) -> list[Describe]:
        return [Describe(run=describe, annotations=(ASKED,))]

    @hook
    def refreshes(self) -> list[Refresh]:
        return [
            Refresh(name="pages", run=pages, annotations=(RUN,), deadline=5.0),
            Refresh(name="one", run=one, annotations=(ONE,), per="entity", deadline=5.0),
        ]

    @hook
    def checks(self) -> list[Check]:
        return [SHORT, LONG]


EXTRA = {"lab": Lab()}


def load(name: str) -> LoadedPlugin | Problem:
    """The plugin, in a child."""
    return load_plugin(name, EXTRA)


def loaded() -> Plugins:
    """The plugin alone, whatever else is installed."""
    every = load_plugins(extra=EXTRA)
    assert not [it.problem for it in every.failed if it.name == "lab"]
    return Plugins(tuple(it for it in every.loaded if it.name == "lab"))
