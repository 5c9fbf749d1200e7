"""Serving the built files, and the two addresses that only set a preference or explain."""

from urllib.parse import urlsplit

from flask import Response, abort, redirect, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from catalog.browse.recorded import query_fields
from catalog.errors import DatabaseUnavailable
from catalog.ui.built import BuiltFiles
from catalog.ui.parts import PageParts
from catalog.ui.showing import THEME_COOKIE, THEMES, show
from search.query import DEFAULT_FIELDS, QueryField, QueryFields

YEAR = 365 * 86400
SERVED = (".css", ".js", ".svg", ".txt")


def static_file(files: BuiltFiles, path: str) -> Response:
    """A built file; its name changes with its content, so that it may be kept for ever."""
    if not path.endswith(SERVED):
        abort(404)
    answer = send_from_directory(files.folder, path, max_age=YEAR if files.lasting else 0)
    if files.lasting:
        answer.cache_control.immutable = True
    return answer


def set_theme(choice: str) -> AnyResponse:
    """Without script: remember light, dark or system, and go back to where the link was."""
    if choice not in THEMES:
        abort(404)
    answer = redirect(_way_back(request.referrer or "/", request.host), 303)
    answer.set_cookie(THEME_COOKIE, choice, max_age=YEAR, samesite="Lax")
    return answer


def _way_back(referrer: str, host: str) -> str:
    """The address on this server where a link was followed; the first page for any other."""
    try:
        came_from = urlsplit(referrer)
    except ValueError:
        return "/"
    path = came_from.path
    if came_from.netloc not in ("", host) or not path.startswith("/") or path.startswith("//"):
        return "/"
    return path + (f"?{came_from.query}" if came_from.query else "")


def help_page(parts: PageParts) -> Response:
    """Keys, and what can be typed into the search box, now that these plugins are installed."""
    known = _query_fields(parts)
    every = {field.name: field for field in (*known.fields.values(), *known.families.values())}
    own = [field for field in every.values() if _is_ours(field)]
    others = [field for field in every.values() if not _is_ours(field)]
    return show("help.html", fields=own, fields_of_plugins=others)


def _is_ours(field: QueryField) -> bool:
    ours = (*DEFAULT_FIELDS.fields.values(), *DEFAULT_FIELDS.families.values())
    return field in ours


def _query_fields(parts: PageParts) -> QueryFields:
    """Help is there even where the database is not."""
    try:
        return query_fields(parts.database)
    except DatabaseUnavailable:
        return DEFAULT_FIELDS
