"""Plugins for tests of pages: one that is well, and one whose templates do all they can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import orjson
from marshmallow import Schema, fields

from catalog.attachments.record import record_attachments
from catalog.attachments.said import Said
from catalog.refresh.register import register_plugins
from catalog.store.database import Database
from plugins.api import AttachmentType, Page, Panel, Refresh, Report, hook
from plugins.host.loading import LoadedPlugin, Plugins, load_plugin

EVIL = "<script>alert(1)</script>"


class AnyValue(Schema):
    level = fields.Raw()


def a_plugin(name: str, **hooks: Sequence[Any]) -> LoadedPlugin:
    """A plugin that declares these things."""
    module = ModuleType(name)
    for key, values in hooks.items():
        vars(module)[key] = hook(lambda values=values: list(values))
    found = load_plugin(name, {name: module})
    assert isinstance(found, LoadedPlugin), found
    return found


def lab(template: str = "<p>Level {{ value.level }}</p>", place: str = "overview") -> LoadedPlugin:
    """A plugin with a panel and a page over its one type of attachment."""
    row = "<p>{{ it.entity }} is at {{ it.value.level }}</p>"
    page = f"{{% for it in attachments %}}{row}{{% endfor %}}"
    return a_plugin(
        "lab",
        attachments=[AttachmentType(name="told", schema=AnyValue, title="What the lab says")],
        refreshes=[Refresh(name="ask", run=lambda context: Report(), every=60.0, deadline=5.0)],
        panels=[
            Panel(
                name="told",
                title="Lab",
                attachment="told",
                template=template,
                place=place,
            )
        ],
        pages=[Page(name="levels", title="All levels", attachment="told", template=page)],
    )


@dataclass
class InUse:
    """The plugins of a site; tests change what there is."""

    plugins: tuple[LoadedPlugin, ...] = ()

    def __call__(self) -> Plugins:
        return Plugins(self.plugins)

    def register(self, database: Database, now: float, installed: Sequence[str] = ()) -> None:
        with database.write() as connection:
            register_plugins(connection, self(), now, installed)


def tell(
    database: Database,
    ref: str,
    value: Mapping[str, Any],
    now: float,
    plugin: str = "lab",
    source: str = "connection:1",
    type: str = "told",
) -> None:
    """Let a plugin (or who pushes) say something of an entity."""
    thing = Said(ref, type, orjson.dumps(value), url="https://lab.example/1")
    with database.write() as connection:
        record_attachments(connection, plugin, source, [thing], now)
