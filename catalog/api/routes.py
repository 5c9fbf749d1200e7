"""Routes as data: what is asked, who answers, what comes back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, update_wrapper, wraps
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import Schema

from catalog.api.arguments import ArgumentsParser
from catalog.api.document import Api
from catalog.api.errors import answer_errors
from catalog.api.parts import ApiParts

View = Callable[..., Response]


class Blueprint(SmorestBlueprint):
    ARGUMENTS_PARSER = ArgumentsParser()

    def register_views_in_doc(self, api: Api, *where: Any, **options: Any) -> None:
        api.document_later(lambda: self.document_views(api, *where, **options))

    def document_views(self, *where: Any, **options: Any) -> None:
        super().register_views_in_doc(*where, **options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation. `view` gets the parts, then the headers, the query, the body, and what is in
    the path; its docstring is the operation's documentation, `answer` the shape of what it returns.
    `largest` is the most bytes a body may have, where that is not what all others may.
    """

    path: str
    view: View
    answer: type[Schema] | None = None
    many: bool = False
    method: str = "GET"
    status: int = 200
    query: type[Schema] | None = None
    body: type[Schema] | None = None
    headers: type[Schema] | None = None
    largest: int | None = None


def publish(blueprint: Blueprint, parts: ApiParts, routes: Sequence[Route]) -> Blueprint:
    """The blueprint with these routes, their documentation, and errors in the one shape."""
    for route in routes:
        view = _documented(blueprint, route, partial(route.view, parts))
        name = f"{route.view.__name__}_{route.method.lower()}"
        blueprint.route(route.path, endpoint=name, methods=[route.method])(view)
    answer_errors(blueprint)
    return blueprint


def _documented(blueprint: Blueprint, route: Route, view: Callable[..., Any]) -> View:
    update_wrapper(view, route.view)
    documented: View = blueprint.response(route.status, _shape(route))(view)
    if route.body is not None:
        documented = blueprint.arguments(route.body(), location="json")(documented)
    if route.query is not None:
        documented = blueprint.arguments(route.query(), location="query")(documented)
    if route.headers is not None:
        documented = blueprint.arguments(route.headers(), location="headers")(documented)
    return documented if route.largest is None else _with_limit(documented, route.largest)


def _with_limit(view: View, largest: int) -> View:
    @wraps(view)
    def limited(*arguments: Any, **named: Any) -> Response:
        request.max_content_length = largest
        return view(*arguments, **named)

    return limited


def _shape(route: Route) -> Schema | None:
    return route.answer(many=route.many) if route.answer else None
