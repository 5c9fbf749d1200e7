"""What no web page elsewhere may do to a catalog, even to one that listens on loopback only.

A page the reader has open can send requests to 127.0.0.1, or rebind a name of its own to it. So:
the Host must be one of ours; a write must not come from another origin, and must carry either a
header that a page elsewhere cannot set without asking first, or the token of a form of ours.

A system that pushes says who it is by `Authorization: Bearer …`. That is such a header too: unlike
a cookie or a password, no browser adds it to what a page elsewhere sends, and a page that wants to
set it has to ask first, which is never granted. So it needs no other header, where it is checked.
"""

import hmac
import secrets
from collections.abc import Collection
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g, request
from werkzeug.exceptions import Forbidden, MisdirectedRequest, UnsupportedMediaType

API_HEADER = "X-MLHome-Request"
TOKEN_COOKIE = "mlhome_csrf"
TOKEN_FIELD = "csrf_token"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Where the token of a source is asked for, whoever sends it.
PUSHED = "/api/mlhome/push/"
# Backstage's clients ask long questions by POST, and know nothing of our header.
QUESTIONS_BY_POST = frozenset(
    {
        "/api/catalog/entities/by-query",
        "/api/catalog/entities/by-refs",
        "/api/catalog/entity-facets",
    }
)
SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install_guard(app: Flask, public_hosts: Collection[str]) -> None:
    """Check every request before it is answered, and put the security headers on every answer."""
    hosts = frozenset(host.lower() for host in public_hosts)

    @app.before_request
    def refuse_what_others_sent() -> None:
        _check_host(request, hosts)
        if request.method not in SAFE_METHODS:
            _check_origin(request)
            _check_intent(request)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        _give_token(response)
        return response

    app.jinja_env.globals[TOKEN_FIELD] = form_token


def form_token() -> str:
    """The token that a form of this page must send back; the answer sets the matching cookie."""
    if "form_token" not in g:
        g.form_token = request.cookies.get(TOKEN_COOKIE) or secrets.token_urlsafe(32)
    return str(g.form_token)


def _check_host(asked: Request, public_hosts: Collection[str]) -> None:
    host = asked.host.lower()
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    if name not in LOOPBACK and host not in public_hosts:
        raise MisdirectedRequest(
            f"This server is not known as {asked.host!r}. Add it to the setting `public_hosts`."
        )


def _check_origin(asked: Request) -> None:
    site = asked.headers.get("Sec-Fetch-Site", "none")
    origin = asked.headers.get("Origin")
    if not _is_ours(origin, asked.host) or site not in ("same-origin", "none"):
        raise Forbidden("A page of another origin can't change anything here.")


def _is_ours(origin: str | None, host: str) -> bool:
    try:
        return origin is None or urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:  # no address at all
        return False


def _check_intent(asked: Request) -> None:
    if asked.path.startswith("/api/"):
        _check_api_intent(asked)
    elif not _has_form_token(asked):
        raise Forbidden("The form is too old or not ours. Load the page again and retry.")


def _check_api_intent(asked: Request) -> None:
    if asked.content_length and not asked.is_json:
        raise UnsupportedMediaType("Send JSON, with Content-Type: application/json.")
    if asked.path not in QUESTIONS_BY_POST and not _is_deliberate(asked):
        raise Forbidden(f"A change needs the header `{API_HEADER}: 1`.")


def _is_deliberate(asked: Request) -> bool:
    bears_token = asked.headers.get("Authorization", "").startswith("Bearer ")
    return API_HEADER in asked.headers or (bears_token and asked.path.startswith(PUSHED))


def _has_form_token(asked: Request) -> bool:
    cookie = asked.cookies.get(TOKEN_COOKIE, "")
    sent = asked.form.get(TOKEN_FIELD, "")
    return bool(cookie) and hmac.compare_digest(cookie.encode(), sent.encode())


def _give_token(response: Response) -> None:
    if "form_token" in g and request.cookies.get(TOKEN_COOKIE) != g.form_token:
        response.set_cookie(
            TOKEN_COOKIE, g.form_token, httponly=True, samesite="Strict", secure=request.is_secure
        )
