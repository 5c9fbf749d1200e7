"""The routes about plugins, and those for systems that push."""

from catalog.api.mlhome import plugin_shapes as shapes
from catalog.api.mlhome.evaluations import LARGEST_PUSH
from catalog.api.mlhome.plugins import (
    entity_attachments,
    list_plugins,
    one_plugin,
    refresh_plugin,
)
from catalog.api.mlhome.push import (
    delete_attachment,
    put_attachment,
    put_attachments,
    put_evaluations,
)
from catalog.api.mlhome.run_shapes import PushAnswer, PushedRuns
from catalog.api.parts import ApiParts
from catalog.api.routes import Blueprint, Route, publish

_ENTITY = "<kind>/<namespace>/<name>"
_PUSHED = f"/push/<source>/attachments/<type>/{_ENTITY}"

PLUGIN_ROUTES = (
    Route(path="/plugins", view=list_plugins, answer=shapes.PluginsShape),
    Route(path="/plugins/<name>", view=one_plugin, answer=shapes.PluginWithProblems),
    Route(
        path="/plugins/<name>/refresh",
        method="POST",
        view=refresh_plugin,
        body=shapes.RefreshAsked,
        answer=shapes.RefreshAnswer,
        status=202,
    ),
    Route(
        path=f"/entities/{_ENTITY}/attachments",
        view=entity_attachments,
        query=shapes.AttachmentsQuery,
        answer=shapes.Attachments,
    ),
)
PUSH_ROUTES = (
    Route(
        path="/push/<source>/attachments",
        method="PUT",
        view=put_attachments,
        body=shapes.PushedAttachments,
        answer=shapes.PushedAnswer,
    ),
    Route(
        path=_PUSHED,
        method="PUT",
        view=put_attachment,
        body=shapes.PushedValue,
        answer=shapes.PushedAnswer,
    ),
    Route(path=_PUSHED, method="DELETE", view=delete_attachment, status=204),
    Route(
        path="/push/<source>/evaluations",
        method="PUT",
        view=put_evaluations,
        body=PushedRuns,
        answer=PushAnswer,
        largest=LARGEST_PUSH,
    ),
)


def plugins_blueprint(parts: ApiParts) -> Blueprint:
    about = "Plugins and what they know of entities, and what other systems push."
    blueprint = Blueprint("plugins", __name__, url_prefix="/api/mlhome", description=about)
    return publish(blueprint, parts, (*PLUGIN_ROUTES, *PUSH_ROUTES))
