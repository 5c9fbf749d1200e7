"""A plugin that does wrong things when it is told to, as people install it.

`installed(folder)` writes a distribution that names it; the folder is then put on the path.
"""

import os
import time
from pathlib import Path

import marshmallow

from plugins.api import (
    Attachment,
    AttachmentType,
    Context,
    Describe,
    Entity,
    Refresh,
    Report,
    SearchField,
    Setting,
    hook,
)

WORD = "hostile/word"


class Told(marshmallow.Schema):
    word = marshmallow.fields.String()


def describe(entity: Entity, context: Context) -> Report:
    word = entity.annotations[WORD]
    folder = context.settings["folder"]
    if folder:
        Path(folder, f"{entity.name}.{time.monotonic_ns()}").touch()
    if word == "hang":
        time.sleep(600)
    if word == "exit":
        os._exit(3)
    if word == "raise":
        raise ValueError("no")
    return Report(attachments=[Attachment(entity=entity.ref, type="told", value={"word": word})])


def count(context: Context) -> Report:
    """Three pages, each about one third of the entities."""
    page = int(context.cursor or 0)
    mine = [it for at, it in enumerate(context.entities) if at % 3 == page % 3]
    return Report(
        attachments=[
            Attachment(entity=it.ref, type="counted", value={"word": it.annotations[WORD]})
            for it in mine
        ],
        cursor=str(page + 1),
        more=page % 3 < 2,
        complete=True,
    )


@hook
def settings() -> list[Setting]:
    return [
        Setting(name="folder", default="", about="Where it notes its calls."),
        Setting(name="key", default="", about="A secret.", secret=True),
    ]


@hook
def attachments() -> list[AttachmentType]:
    return [
        AttachmentType(name="told", schema=Told, title="What it was told"),
        AttachmentType(name="counted", schema=Told),
    ]


@hook
def search_fields() -> list[SearchField]:
    return [SearchField(name="word", type="term", attachment="told", path="word", about="A word.")]


@hook
def describes() -> list[Describe]:
    return [Describe(run=describe, annotations=(WORD,))]


@hook
def refreshes() -> list[Refresh]:
    return [Refresh(name="count", run=count, annotations=(WORD,), every=3600.0)]


def installed(folder: Path, name: str = "hostile") -> str:
    """Write the distribution; gives what PYTHONPATH has to hold."""
    found = folder / f"mlhome_{name}-1.0.dist-info"
    found.mkdir(parents=True)
    (found / "METADATA").write_text(f"Metadata-Version: 2.1\nName: mlhome-{name}\nVersion: 1.0\n")
    entry = f"[mlhome.plugins]\n{name} = tests.journeys.hostile\n"
    (found / "entry_points.txt").write_text(entry)
    return os.pathsep.join([str(folder), str(Path(__file__).parents[2])])
