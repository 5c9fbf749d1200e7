"""Answers of a plugin's own in the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import marshmallow

from plugins.api.given import Context, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An answer of the API at `/api/plugins/PLUGIN/path`, in the OpenAPI document. `path` may
    have parts in angle brackets (`/stages/<name>`). `run(arguments, context)` is given those and
    the validated query (GET) or body (POST)."""

    path: str
    run: Callable[[Mapping[str, Any], Context], Value]
    about: str
    method: str = "GET"
    arguments: type[marshmallow.Schema] | None = None
    answer: type[marshmallow.Schema] | None = None
    deadline: float = 10.0
