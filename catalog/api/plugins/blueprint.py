"""From the routes that a plugin declares to operations of the API, documented like all others.

What they are asked is checked in the plugin's own process: its schemas are code of the plugin.
"""

import logging
from collections.abc import Callable
from typing import Any

from flask import Request, Response
from marshmallow import Schema, missing

from catalog.api.answers import json_answer
from catalog.api.arguments import ArgumentsParser
from catalog.api.document import Api
from catalog.api.errors import answer_errors
from catalog.api.parts import ApiParts
from catalog.api.plugins.asking import ask
from catalog.api.plugins.turns import Turns
from catalog.api.routes import Blueprint
from plugins.api import Route
from plugins.host.children import Asked
from plugins.host.loading import LoadedPlugin

log = logging.getLogger(__name__)


class AsSent(ArgumentsParser):
    """Gives what was sent, as it came; the schema only says which names may have many values."""

    def parse(self, argmap: Any, req: Request | None = None, **options: Any) -> Any:
        asked, schema = req or self.get_default_request(), argmap()
        load = self.load_json if options["location"] == "json" else self.load_querystring
        sent = load(asked, schema)
        if sent is missing:
            return {}
        return sent if options["location"] == "json" else {name: sent[name] for name in sent}


class PluginBlueprint(Blueprint):
    """A schema that can't be documented costs its plugin the documentation of that route and those
    after it, and nobody anything else."""

    ARGUMENTS_PARSER = AsSent()

    def document_views(self, *where: Any, **options: Any) -> None:
        try:
            super().document_views(*where, **options)
        except Exception:  # whatever a plugin's schemas do when they are looked at
            log.exception("%s: its routes can't be documented", self.name)


def register_routes(api: Api, parts: ApiParts, plugin: LoadedPlugin, turns: Turns) -> None:
    """Serve what a plugin declares at /api/plugins/<plugin>, if it can be."""
    if not plugin.routes:
        return
    try:
        api.register_blueprint(_blueprint(parts, plugin, turns))
    except Exception:  # nothing that a plugin says may keep the server from starting
        log.exception("plugin %s: its routes can't be served", plugin.name)


def _blueprint(parts: ApiParts, plugin: LoadedPlugin, turns: Turns) -> PluginBlueprint:
    about = f"Answers of the plugin {plugin.name} {plugin.version}".rstrip() + "."
    prefix = f"/api/plugins/{plugin.name}"
    name = f"plugin {plugin.name}"
    blueprint = PluginBlueprint(name, __name__, url_prefix=prefix, description=about)
    for position, route in enumerate(plugin.routes):
        view = _documented(blueprint, route, _view(parts, plugin.name, route, turns))
        blueprint.route(route.path, endpoint=f"route_{position}", methods=[route.method])(view)
    answer_errors(blueprint)
    return blueprint


def _view(parts: ApiParts, plugin: str, route: Route, turns: Turns) -> Callable[..., Response]:
    def view(sent: Any, **path: str) -> Response:
        return json_answer(ask(parts, plugin, route, Asked(sent, path), turns))

    view.__doc__ = route.about
    return view


def _documented(
    blueprint: PluginBlueprint, route: Route, view: Callable[..., Any]
) -> Callable[..., Any]:
    has_body = route.method == "POST" and route.arguments is not None
    taken = blueprint.arguments(route.arguments or Schema, location="json" if has_body else "query")
    answered: Callable[..., Any] = taken(blueprint.response(200, route.answer)(view))
    return answered
