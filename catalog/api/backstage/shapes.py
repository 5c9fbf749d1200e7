"""The shapes of Backstage's answers, for the API's documentation: bodies are sent as stored."""

from marshmallow import INCLUDE, Schema, fields


class EntityShape(Schema):
    """An entity with the relations that hold from and to it."""

    class Meta:
        unknown = INCLUDE

    apiVersion = fields.String(required=True)
    kind = fields.String(required=True)
    metadata = fields.Dict(required=True)
    spec = fields.Dict()
    relations = fields.List(fields.Dict())
    status = fields.Dict()


class PageInfo(Schema):
    nextCursor = fields.String()
    prevCursor = fields.String()


class EntityPage(Schema):
    items = fields.List(fields.Nested(EntityShape), required=True)
    totalItems = fields.Integer(required=True)
    pageInfo = fields.Nested(PageInfo, required=True)


class EntityItems(Schema):
    """In the order of the refs that were asked for; null where there is none."""

    items = fields.List(fields.Nested(EntityShape, allow_none=True), required=True)


class AncestryItem(Schema):
    entity = fields.Nested(EntityShape, required=True)
    parentEntityRefs = fields.List(fields.String(), required=True)


class AncestryShape(Schema):
    rootEntityRef = fields.String(required=True)
    items = fields.List(fields.Nested(AncestryItem), required=True)


class FacetValue(Schema):
    value = fields.String(required=True)
    count = fields.Integer(required=True)


class FacetsShape(Schema):
    facets = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(FacetValue)), required=True
    )


class Highlight(Schema):
    preTag = fields.String(required=True)
    postTag = fields.String(required=True)
    fields_ = fields.Dict(keys=fields.String(), values=fields.String(), data_key="fields")


class SearchResultShape(Schema):
    type = fields.String(required=True)
    document = fields.Dict(required=True)
    rank = fields.Integer(required=True)
    highlight = fields.Nested(Highlight)


class SearchShape(Schema):
    results = fields.List(fields.Nested(SearchResultShape), required=True)
    numberOfResults = fields.Integer(required=True)
    nextPageCursor = fields.String()
    previousPageCursor = fields.String()
