"""Puts the API into the app."""

from flask import Flask

from catalog.api.backstage.blueprints import catalog_blueprint, search_blueprint
from catalog.api.docs import docs_blueprint
from catalog.api.document import Api, PageError
from catalog.api.json_text import OrjsonProvider
from catalog.api.mlhome.blueprints import mlhome_blueprint, schemas_blueprint
from catalog.api.mlhome.plugin_routes import plugins_blueprint
from catalog.api.mlhome.upload_routes import uploads_blueprint
from catalog.api.parts import ApiParts
from catalog.api.plugins.blueprint import register_routes
from catalog.api.plugins.turns import Turns

OPENAPI = {
    "API_TITLE": "ML Home",
    "API_VERSION": "1",
    "OPENAPI_VERSION": "3.0.3",
}


def install_api(app: Flask, parts: ApiParts, page_error: PageError) -> None:
    """Everything under /api, and the schemas; `page_error` answers HTTP errors elsewhere."""
    app.json = OrjsonProvider(app)
    app.config.update(OPENAPI)
    api = Api(page_error)
    api.init_app(app)
    for blueprint in (
        *(catalog_blueprint, search_blueprint),
        *(mlhome_blueprint, plugins_blueprint, schemas_blueprint, uploads_blueprint),
    ):
        api.register_blueprint(blueprint(parts))
    turns = Turns()
    for plugin in parts.plugins().loaded:
        register_routes(api, parts, plugin, turns)
    app.register_blueprint(docs_blueprint(api.document))
