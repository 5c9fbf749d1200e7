"""How one plugin is: whom it asks, how that goes, what it knows, and what it brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, redirect
from werkzeug.wrappers import Response as AnyResponse

from catalog.attachments.counts import counts_by_type
from catalog.refresh.schedule import request as request_refreshes
from catalog.refresh.status import plugin_view, problems_of_plugin
from catalog.ui.addresses import with_query
from catalog.ui.parts import PageParts
from catalog.ui.plugin_links import pages_of
from catalog.ui.plugin_tables import refreshes_of
from catalog.ui.showing import show
from descriptors.format import make_kind
from plugins.api import Setting
from plugins.host.loading import LoadedPlugin


@dataclass(frozen=True, slots=True)
class Declared:
    """One thing that a plugin brings: `name` as people write it, `address` where it is seen."""

    name: str
    about: str = ""
    address: str = ""


def plugin_health(parts: PageParts, name: str) -> Response:
    """The page at /health/plugins/<name>, of any plugin that was ever seen."""
    found = plugin_view(parts.database, name)
    if found is None:
        abort(404)
    plugin = parts.plugins().get(name)
    types = {it.name: it.title for it in plugin.attachments} if plugin else {}
    return show(
        "plugin_health.html",
        plugin=found,
        can_ask=bool(refreshes_of(found)) and found.state not in ("disabled", "removed"),
        asks=bool(plugin and plugin.refreshes),
        types=types,
        counts=counts_by_type(parts.database, name),
        pages=pages_of(plugin) if plugin else (),
        declared=declared_by(plugin) if plugin else {},
        problems=problems_of_plugin(parts.database, parts.reader(), name),
    )


def ask_again(parts: PageParts, name: str) -> AnyResponse:
    """Have all its upstreams asked now."""
    if plugin_view(parts.database, name) is None:
        abort(404)
    parts.database.transact(lambda connection: request_refreshes(connection, name))
    return redirect(f"/health/plugins/{name}", 303)


def declared_by(plugin: LoadedPlugin) -> Mapping[str, Sequence[Declared]]:
    """All that a plugin brings, under a heading each; headings without anything are left out."""
    groups = {
        "Kinds": [_kind(schema) for schema in plugin.kinds],
        "Knows": [Declared(it.name, it.title) for it in plugin.attachments],
        "Search fields": [
            Declared(f"{plugin.name}.{it.name}", it.about) for it in plugin.search_fields
        ],
        "Asks": [Declared(it.name, f"every {it.every:g} s") for it in plugin.refreshes],
        "Reads": [Declared(it.name, ", ".join(it.patterns)) for it in plugin.readers],
        "Finds locations": [Declared(it.name) for it in plugin.providers],
        "Checks": [Declared(it.name, it.about) for it in plugin.checks],
        "Panels": [Declared(it.name, it.title) for it in plugin.panels],
        "Pages": [
            Declared(it.name, it.title, f"/plugins/{plugin.name}/{it.name}") for it in plugin.pages
        ],
        "API": [_route(plugin, it.method, it.path, it.about) for it in plugin.routes],
        "Uploads": [
            Declared(it.name, f"{it.title} ({', '.join(it.suffixes)})", "/uploads")
            for it in plugin.uploads
        ],
        "Settings": [_setting(it) for it in plugin.settings],
        "Commands": [
            Declared(f"mlhome {plugin.name} {it.name}", it.get_short_help_str())
            for it in plugin.commands
        ],
    }
    return {heading: them for heading, them in groups.items() if them}


def _kind(schema: Mapping[str, Any]) -> Declared:
    name = make_kind(schema).name
    return Declared(
        name, str(schema.get("description") or ""), with_query("/search", [("kind", name.lower())])
    )


def _route(plugin: LoadedPlugin, method: str, path: str, about: str) -> Declared:
    return Declared(f"{method} /api/plugins/{plugin.name}{path}", about, "/api/docs")


def _setting(it: Setting) -> Declared:
    """Its default, never its value."""
    default = "a secret" if it.secret else f"else {it.default}"
    return Declared(it.name, f"{it.about} ({default})")
