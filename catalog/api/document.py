"""The OpenAPI document, made when somebody asks for it: at a start that would take the longest."""

import re
import threading
from collections.abc import Callable
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin, resolver
from apispec.ext.marshmallow.common import resolve_schema_instance
from flask import request
from flask_smorest import Api as SmorestApi
from werkzeug.exceptions import HTTPException

from catalog.api.errors import Error, http_error

PageError = Callable[[HTTPException], Any]


class Api(SmorestApi):
    """The registry of blueprints. It is told of every HTTP error of the app, also where no route
    matched: those under /api are answered here, all others by `page_error`."""

    ERROR_SCHEMA = Error

    def __init__(self, page_error: PageError) -> None:
        named = MarshmallowPlugin(schema_name_resolver=schema_name)
        super().__init__(spec_kwargs={"marshmallow_plugin": named})
        self._page_error = page_error
        self._undocumented: list[Callable[[], None]] = []
        self._documenting = threading.Lock()

    def handle_http_exception(self, error: HTTPException) -> Any:
        ours = request.path.startswith("/api/")
        return http_error(error) if ours else self._page_error(error)

    def document_later(self, document: Callable[[], None]) -> None:
        self._undocumented.append(document)

    def document(self) -> dict[str, Any]:
        with self._documenting:
            while self._undocumented:
                self._undocumented[0]()  # what fails does so again for whoever asks next
                self._undocumented.pop(0)
            whole: dict[str, Any] = self.spec.to_dict()
            return whole


def schema_name(schema: Any) -> str:
    """What the document calls a schema: those of plugins by their module too, as two of them may
    have the same name, or one of ours."""
    instance = resolve_schema_instance(schema)
    if isinstance(schema, str) or type(instance).__module__.startswith("catalog."):
        return str(resolver(schema))
    return re.sub(r"[^\w.-]", "_", f"{type(instance).__module__}.{resolver(type(instance))}")
