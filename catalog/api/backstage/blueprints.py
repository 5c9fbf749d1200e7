"""The routes of Backstage's two backends."""

from catalog.api.backstage import asked, shapes
from catalog.api.backstage.entities import entities, entities_by_query, entities_by_query_body
from catalog.api.backstage.facets import entity_facets, entity_facets_body
from catalog.api.backstage.search import search_query
from catalog.api.backstage.single import (
    entities_by_refs,
    entity_ancestry,
    entity_by_name,
    entity_by_uid,
)
from catalog.api.parts import ApiParts
from catalog.api.routes import Blueprint, Route, publish

_NAMED = "/entities/by-name/<kind>/<namespace>/<name>"

CATALOG_ROUTES = (
    Route(
        path="/entities",
        view=entities,
        query=asked.EntitiesQuery,
        answer=shapes.EntityShape,
        many=True,
    ),
    Route(
        path="/entities/by-query",
        view=entities_by_query,
        query=asked.ByQueryQuery,
        answer=shapes.EntityPage,
    ),
    Route(
        path="/entities/by-query",
        method="POST",
        view=entities_by_query_body,
        body=asked.ByQueryBody,
        answer=shapes.EntityPage,
    ),
    Route(path=_NAMED, view=entity_by_name, answer=shapes.EntityShape),
    Route(path=f"{_NAMED}/ancestry", view=entity_ancestry, answer=shapes.AncestryShape),
    Route(path="/entities/by-uid/<uid>", view=entity_by_uid, answer=shapes.EntityShape),
    Route(
        path="/entities/by-refs",
        method="POST",
        view=entities_by_refs,
        query=asked.FilterQuery,
        body=asked.ByRefsBody,
        answer=shapes.EntityItems,
    ),
    Route(
        path="/entity-facets",
        view=entity_facets,
        query=asked.FacetsQuery,
        answer=shapes.FacetsShape,
    ),
    Route(
        path="/entity-facets",
        method="POST",
        view=entity_facets_body,
        body=asked.FacetsBody,
        answer=shapes.FacetsShape,
    ),
)
SEARCH_ROUTES = (
    Route(path="/query", view=search_query, query=asked.SearchQuery, answer=shapes.SearchShape),
)


def catalog_blueprint(parts: ApiParts) -> Blueprint:
    about = "Entities, as Backstage's catalog answers them."
    blueprint = Blueprint("catalog", __name__, url_prefix="/api/catalog", description=about)
    return publish(blueprint, parts, CATALOG_ROUTES)


def search_blueprint(parts: ApiParts) -> Blueprint:
    about = "Search, as Backstage's search backend answers it."
    blueprint = Blueprint("search", __name__, url_prefix="/api/search", description=about)
    return publish(blueprint, parts, SEARCH_ROUTES)
