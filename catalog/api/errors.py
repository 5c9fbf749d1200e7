"""The one table from error to status, and the one shape errors have: Backstage's.

{"error": {"name": …, "message": …}, "request": {"method": …, "url": …},
 "response": {"statusCode": …}}
"""

import logging
import math
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from catalog.api.answers import json_answer
from catalog.browse.cursor import InvalidCursor
from catalog.browse.filters.predicate import InvalidFilter
from catalog.errors import DatabaseUnavailable, SchemaOutdated
from descriptors.problems import Problem
from descriptors.refs import InvalidRef
from search.errors import IndexUnavailable
from search.errors import InvalidCursor as InvalidSearchCursor

log = logging.getLogger(__name__)


class NotFound(Exception):
    """What was asked for is not there, or not for this reader."""


class InvalidInput(Exception):
    """The request says something that cannot be; the text says what."""


class Refused(Exception):
    """A change that cannot be made, with the problem that says why and what to do instead."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(": ".join(filter(None, (problem.message, problem.hint))))


class Conflict(Refused):
    """A change that what is there stands against."""


class PluginFailed(Exception):
    """A plugin that was asked gave no answer; the text says why. `retry_after` is in seconds."""

    def __init__(self, why: str, retry_after: float = 0.0) -> None:
        super().__init__(why)
        self.retry_after = retry_after


class PluginLate(PluginFailed):
    """It took too long."""


class PluginRests(PluginFailed):
    """It is not asked now: it failed too often, or has enough to do."""


TABLE: Mapping[type[Exception], tuple[int, str]] = {
    InvalidInput: (400, "InputError"),
    InvalidFilter: (400, "InputError"),
    InvalidCursor: (400, "InputError"),
    InvalidSearchCursor: (400, "InputError"),
    InvalidRef: (400, "InputError"),
    Refused: (400, "InputError"),
    NotFound: (404, "NotFoundError"),
    Conflict: (409, "ConflictError"),
    PluginFailed: (502, "BadGatewayError"),
    PluginLate: (504, "GatewayTimeoutError"),
    PluginRests: (503, "ServiceUnavailableError"),
    IndexUnavailable: (503, "ServiceUnavailableError"),
    DatabaseUnavailable: (503, "ServiceUnavailableError"),
    SchemaOutdated: (503, "ServiceUnavailableError"),
}
HTTP_NAMES: Mapping[int, str] = {
    400: "InputError",
    401: "AuthenticationError",
    403: "NotAllowedError",
    404: "NotFoundError",
    409: "ConflictError",
    503: "ServiceUnavailableError",
}
# Backstage's routers know a path without the place they are mounted at.
_MOUNTED = re.compile(r"^/api/(catalog|search)(?=/)")


class ErrorBody(Schema):
    name = fields.String(required=True, metadata={"example": "NotFoundError"})
    message = fields.String(required=True)


class RequestLine(Schema):
    method = fields.String(required=True)
    url = fields.String(required=True)


class StatusBody(Schema):
    statusCode = fields.Integer(required=True)


class Error(Schema):
    """Every error of the API."""

    error = fields.Nested(ErrorBody, required=True)
    request = fields.Nested(RequestLine, required=True)
    response = fields.Nested(StatusBody, required=True)


def answer_errors(blueprint: Blueprint) -> None:
    """Answer what this blueprint's views raise by the table."""
    for kind in TABLE:
        blueprint.register_error_handler(kind, known_error)


def known_error(error: Exception) -> Response:
    status, name = next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)
    if status >= 500:
        log.warning("%s: %s", name, error)
    answer = error_answer(status, name, str(error))
    if isinstance(error, PluginFailed) and error.retry_after:
        answer.headers["Retry-After"] = str(math.ceil(error.retry_after))
    return answer


def http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status == 405 and _MOUNTED.match(request.path):
        status = 404  # as Backstage's routers say it
    answer = error_answer(status, HTTP_NAMES.get(status, _name_of(status)), _message(error))
    if status == 405:
        answer.headers.extend(
            (name, value) for name, value in error.get_headers() if name == "Allow"
        )
    return answer


def error_answer(status: int, name: str, message: str) -> Response:
    url = request.full_path if request.query_string else request.path
    value = {
        "error": {"name": name, "message": message},
        "request": {"method": request.method, "url": _MOUNTED.sub("", url)},
        "response": {"statusCode": status},
    }
    return json_answer(value, status)


def _name_of(status: int) -> str:
    words = HTTPStatus(status).phrase.title().replace(" ", "")
    return words.removesuffix("Error") + "Error"


def _message(error: HTTPException) -> str:
    if isinstance(error, RequestEntityTooLarge) and request.max_content_length:
        return f"A body may have {request.max_content_length:,} bytes here; send it in parts."
    messages = getattr(error, "data", {}).get("messages")
    return _first_message(messages) if messages else str(error.description)


def _first_message(messages: Any) -> str:
    """One sentence that names the field: `query/limit: Not a valid integer.`"""
    path = []
    while isinstance(messages, dict) and messages:
        key, messages = next(iter(messages.items()))
        path.append(str(key))
    said = messages[0] if isinstance(messages, list) and messages else str(messages)
    if said == "Unknown field." and path:
        where = "query parameter" if path[0] == "query" else "field"
        return f"Unknown {where} '{'/'.join(path[1:])}'"
    return f"request/{'/'.join(path)}: {said}"
