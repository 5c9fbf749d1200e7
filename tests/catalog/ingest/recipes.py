"""A plugin that reads files of its own kind: `recipe.txt`, a line a component.

`name` declares one; `include FILE` asks for a file beside it, whose text becomes a title; `hang`,
`fail`, `spoil` and `want more` do as they say.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

import marshmallow

from descriptors.problems import Problem
from plugins.api import (
    Attachment,
    AttachmentType,
    Context,
    File,
    Reader,
    Reading,
    Report,
    hook,
)
from plugins.host.loading import LoadedPlugin, load_plugin


class Line(marshmallow.Schema):
    text = marshmallow.fields.String(required=True)


@hook
def attachments() -> Sequence[AttachmentType]:
    return [AttachmentType(name="line", schema=Line)]


@hook
def readers() -> Sequence[Reader]:
    return [Reader(name="recipes", patterns=("recipe.txt",), read=read)]


def read(file: File, context: Context) -> Reading:
    lines = file.data.decode().splitlines()
    if "hang" in lines:
        time.sleep(600)
    if "fail" in lines:
        raise RuntimeError("burnt")
    if "spoil" in lines:
        return Reading(problems=[Problem("recipes/spoilt", "it is spoilt", line=3)])
    if "want more" in lines:
        return Reading(needs=[f"more-{len(file.near)}"])
    needs = [line.removeprefix("include ") for line in lines if line.startswith("include ")]
    if any(need not in file.near for need in needs):
        return Reading(needs=needs)
    found = (it for it in file.near.items() if "*" not in it[0])
    title = b" ".join(data or b"missing" for _, data in found).decode().strip()
    named = [(line, at) for at, line in enumerate(lines, 1) if not line.startswith("include ")]
    return Reading(
        documents=[(_component(name, title), at) for name, at in named],
        report=Report(
            attachments=[
                Attachment(entity=f"component:default/{name}", type="line", value={"text": name})
                for name, _ in named
            ],
            complete=True,
        ),
    )


def _component(name: str, title: str) -> Mapping[str, Any]:
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": name, **({"title": title} if title else {})},
        "spec": {"type": "recipe", "lifecycle": "production", "owner": "group:cooks"},
    }


def load(name: str) -> LoadedPlugin | Problem:
    """What a child of this plugin starts with."""
    import tests.catalog.ingest.recipes as itself

    return load_plugin(name, {"recipes": itself})
