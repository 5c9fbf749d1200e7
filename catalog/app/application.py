"""Joins API and pages into one Flask application."""

import logging

from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from catalog.api import ApiParts, install_api
from catalog.app import health
from catalog.app.guard import install_guard
from catalog.app.nul import refuse_nul
from catalog.app.parts import Parts
from catalog.errors import DatabaseUnavailable
from catalog.ui.blueprint import blueprint as pages_blueprint
from catalog.ui.failing import error_page
from catalog.ui.parts import PageParts
from catalog.ui.upload_pages import LARGEST_UPLOAD, UPLOADS

log = logging.getLogger(__name__)

LARGEST_BODY = 1024 * 1024  # bytes of a request; Backstage's clients send up to 90 KiB


def create_app(parts: Parts) -> Flask:
    """A WSGI application over `parts`; several can live in one process."""
    app = Flask("mlhome", static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    _allow_uploads(app)
    install_guard(app, parts.settings.public_hosts)
    refuse_nul(app)
    app.register_blueprint(health.blueprint(parts))
    app.register_blueprint(pages_blueprint(_page_parts(parts)))
    install_api(app, _api_parts(parts), _page_error)
    app.register_error_handler(DatabaseUnavailable, _no_database)
    return app


def _allow_uploads(app: Flask) -> None:
    """Let the one form that sends a file be larger, before anything looks into what it sent."""

    @app.before_request
    def allow() -> None:
        if request.method == "POST" and request.path == UPLOADS:
            request.max_content_length = LARGEST_UPLOAD


def _page_parts(parts: Parts) -> PageParts:
    return PageParts(
        database=parts.database,
        index=parts.index,
        locations=parts.locations,
        count_view=parts.count_view,
        plugins=parts.plugins,
        caller=parts.caller,
    )


def _api_parts(parts: Parts) -> ApiParts:
    return ApiParts(
        database=parts.database,
        index=parts.index,
        locations=parts.locations,
        format=parts.format,
        plugins=parts.plugins,
        caller=parts.caller,
    )


def _page_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error  # a redirect, or an answer of its own
    return error_page(error.code or 500, error.description or "")


def _no_database(error: DatabaseUnavailable) -> ResponseReturnValue:
    log.warning("%s", error)
    return error_page(503)
