"""Serving the built files, and the two addresses that only set a preference or explain."""

from urllib.parse import urlsplit

from flask import Response, abort, redirect, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from catalog.ui.built import BuiltFiles
from catalog.ui.showing import THEME_COOKIE, THEMES, show
from search.query import DEFAULT_FIELDS

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


def help_page() -> Response:
    """Keys, and what can be typed into the search box."""
    fields = {field.name: field.about for field in DEFAULT_FIELDS.fields.values()}
    return show("help.html", fields=fields)
