"""Answers in JSON: what is stored goes out as it is, the rest through orjson."""

from collections.abc import Iterable
from typing import Any

import orjson
from flask import Response

CONTENT_TYPE = "application/json; charset=utf-8"


def json_answer(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, content_type=CONTENT_TYPE)


def json_bytes(body: bytes) -> Response:
    """A body that is JSON already."""
    return Response(body, content_type=CONTENT_TYPE)


def json_list(bodies: Iterable[bytes | None]) -> bytes:
    """JSON values as one JSON list, without reading any of them; None becomes null."""
    return b"[" + b",".join(b"null" if body is None else body for body in bodies) + b"]"
