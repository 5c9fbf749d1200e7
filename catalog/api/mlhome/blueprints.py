"""The routes of our own API."""

from catalog.api.mlhome import shapes
from catalog.api.mlhome.history import entity_history, list_problems
from catalog.api.mlhome.kinds import kind_schema, list_kinds
from catalog.api.mlhome.locations import (
    add_location,
    list_locations,
    one_location,
    refresh_location,
    remove_location,
)
from catalog.api.mlhome.search import search_entities
from catalog.api.parts import ApiParts
from catalog.api.routes import Blueprint, Route, publish

_ONE = "/locations/<int(max=2147483647):location_id>"

MLHOME_ROUTES = (
    Route(
        path="/search", view=search_entities, query=shapes.SearchQuery, answer=shapes.SearchAnswer
    ),
    Route(
        path="/entities/<kind>/<namespace>/<name>/history",
        view=entity_history,
        query=shapes.HistoryQuery,
        answer=shapes.History,
    ),
    Route(path="/problems", view=list_problems, query=shapes.ProblemsQuery, answer=shapes.Problems),
    Route(path="/locations", view=list_locations, answer=shapes.Locations),
    Route(
        path="/locations",
        method="POST",
        view=add_location,
        body=shapes.NewLocation,
        answer=shapes.LocationShape,
        status=201,
    ),
    Route(path=_ONE, view=one_location, answer=shapes.LocationShape),
    Route(path=_ONE, method="DELETE", view=remove_location, status=204),
    Route(
        path=f"{_ONE}/refresh",
        method="POST",
        view=refresh_location,
        answer=shapes.LocationShape,
        status=202,
    ),
    Route(path="/kinds", view=list_kinds, answer=shapes.Kinds),
)
SCHEMA_ROUTES = (Route(path="/<kind>.json", view=kind_schema, answer=shapes.JsonSchema),)


def mlhome_blueprint(parts: ApiParts) -> Blueprint:
    about = "Search with facets, histories, problems and locations."
    blueprint = Blueprint("mlhome", __name__, url_prefix="/api/mlhome", description=about)
    return publish(blueprint, parts, MLHOME_ROUTES)


def schemas_blueprint(parts: ApiParts) -> Blueprint:
    about = "The JSON Schemas of descriptors, at addresses that stay."
    blueprint = Blueprint("schemas", __name__, url_prefix="/schemas", description=about)
    return publish(blueprint, parts, SCHEMA_ROUTES)
