"""The API in an app of its own, over the parts that a test names."""

from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException

from catalog.api import ApiParts, install_api
from catalog.ingest.location_register import LocationRegister
from catalog.refresh.calling import Caller
from catalog.store.database import Database
from descriptors.format import shipped_format
from plugins.host.children import Children
from plugins.host.loading import LoadedPlugin, Plugins, load_plugin


def api_app(database: Database, **parts: Any) -> Flask:
    """Without index, plugins and children, unless `parts` has them."""
    app = Flask("test")
    given: dict[str, Any] = {
        "database": database,
        "index": lambda: None,
        "locations": LocationRegister(database, "api", local=False),
        "format": shipped_format(),
    }
    install_api(app, ApiParts(**{**given, **parts}), _page_error)
    return app


def app_with_spreadsheets(database: Database, children: Children) -> Flask:
    """With one plugin, which reads uploads."""
    loaded = load_plugin("spreadsheets")
    assert isinstance(loaded, LoadedPlugin)
    return api_app(database, plugins=lambda: Plugins((loaded,)), caller=Caller(children))


def _page_error(error: HTTPException) -> tuple[str, int]:
    return f"<h1>{error.code}</h1>", error.code or 500
