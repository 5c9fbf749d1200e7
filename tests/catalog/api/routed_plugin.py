"""A plugin whose routes answer, and do every wrong thing; loaded in the children of tests too."""

import os
import time
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from marshmallow import Schema, ValidationError, fields, validates

from descriptors.problems import Problem
from plugins.api import Context, Route, Setting, UpstreamFailed, hook
from plugins.host.loading import LoadedPlugin, load_plugin

NAME = "lab"
Run = Callable[[Mapping[str, Any], Context], Any]


class Error(Schema):
    """Called as ours is."""

    stage = fields.String(required=True)
    limit = fields.Integer(required=True)
    tags = fields.List(fields.String(), required=True)


class Asking(Schema):
    limit = fields.Integer(load_default=10, metadata={"description": "How many at most."})
    tags = fields.List(fields.String(), load_default=[])


class Careless(Schema):
    word = fields.String(required=True)

    @validates("word")
    def look_at(self, word: str, **_: Any) -> None:
        if word == "bad":
            raise ValidationError("Not this word.")
        os._exit(3)


def stage(arguments: Mapping[str, Any], context: Context) -> Any:
    return {**arguments, "stage": arguments["name"]}


def whereabouts(arguments: Mapping[str, Any], context: Context) -> Any:
    connection = context.connection
    return {
        "url": connection.url if connection else "",
        "depth": context.settings["depth"],
        "pid": os.getpid(),
    }


def raises(arguments: Mapping[str, Any], context: Context) -> Any:
    raise RuntimeError("it broke")


def hangs(arguments: Mapping[str, Any], context: Context) -> Any:
    time.sleep(60)


def leaves(arguments: Mapping[str, Any], context: Context) -> Any:
    os._exit(3)


def upstream_fails(arguments: Mapping[str, Any], context: Context) -> Any:
    raise UpstreamFailed("the lab is closed")


def returns_set(arguments: Mapping[str, Any], context: Context) -> Any:
    return {1, 2}


def returns_large(arguments: Mapping[str, Any], context: Context) -> Any:
    return {"number": 10**40}


WRONG: Mapping[str, Run] = {
    "raises": raises,
    "hangs": hangs,
    "leaves": leaves,
    "upstream": upstream_fails,
    "set": returns_set,
    "large": returns_large,
}


@hook
def settings() -> list[Setting]:
    return [Setting(name="depth", default=3, about="How deep it looks.")]


@hook
def routes() -> list[Route]:
    return [
        Route(path="/stages/<name>", run=stage, about="A stage.", arguments=Asking, answer=Error),
        Route(path="/stages", run=stage, about="Add one.", method="POST", arguments=Stage),
        Route(path="/whereabouts", run=whereabouts, about="Where it is."),
        Route(path="/careless", run=stage, about="Leaves while it checks.", arguments=Careless),
        *(
            Route(path=f"/{name}", run=run, about=f"It {name}.", deadline=1.0)
            for name, run in WRONG.items()
        ),
    ]


class Stage(Schema):
    name = fields.String(required=True)


def load(name: str) -> LoadedPlugin | Problem:
    module = ModuleType(name)
    vars(module).update(routes=routes, settings=settings)
    return load_plugin(name, {name: module})
