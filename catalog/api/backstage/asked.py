"""What Backstage's clients may ask, as it stands in query strings and bodies."""

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError, fields, pre_load, validate

from catalog.api.errors import InvalidInput
from catalog.browse.projection import parse_fields
from catalog.browse.selection import OrderField, Selection
from catalog.store.nul import holds_nul

MOST_REFS = 1_000
MOST_FACETS = 50
FILTER = "`key=value,key` must all hold; repeat the parameter for alternatives."
FIELDS = "Only these paths of each entity, comma separated: `kind,metadata.name`."


def texts(about: str, example: str, name: str | None = None) -> fields.List[str]:
    """A parameter that may be repeated, but not be empty; `name` where it can't be Python's."""
    item = fields.String(validate=validate.Length(min=1, error="Empty value found"))
    said = {"description": about, "example": [example]}
    return fields.List(item, load_default=list, data_key=name, metadata=said)


class Texts(fields.List[str]):
    """A list of texts, looked through at once: one by one takes ten times as long."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.String(), **options)

    def _deserialize(self, value: Any, *where: Any, **options: Any) -> list[str | None]:
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        return super()._deserialize(value, *where, **options)


def listed(name: str | None = None) -> Texts:
    """A list of texts in a body that may be left out."""
    return Texts(load_default=list, data_key=name)


def number(about: str, *, least: int = 0, default: int | None = None) -> fields.Integer:
    allowed = validate.Range(min=least, max=2**31 - 1)
    return fields.Integer(validate=allowed, load_default=default, metadata={"description": about})


class Question(Schema):
    """A body that asks for entities; what can't be compared with is no question."""

    @pre_load
    def refuse_nul(self, data: Any, **_options: Any) -> Any:
        if holds_nul(request.get_data()):
            raise ValidationError("A text can't hold the character NUL.")
        return data


class EntitiesQuery(Schema):
    filter = texts(FILTER, "kind=component,spec.type=service")
    fields_ = texts(FIELDS, "kind,metadata.name", "fields")
    order = texts("`asc:path` or `desc:path`; repeat for ties.", "asc:metadata.name")
    limit = number("At most so many; the `link` header then leads on.")
    offset = number("Leave out so many at the beginning.")
    after = fields.String(load_default="", metadata={"description": "From a `link` header."})


class ByQueryQuery(Schema):
    filter = texts(FILTER, "kind=model")
    fields_ = texts(FIELDS, "kind,metadata.name", "fields")
    orderField = texts("`path,asc` or `path,desc`; repeat for ties.", "metadata.name,asc")
    limit = number("At most so many; 0 only counts.", default=200)
    offset = number("Leave out so many at the beginning.", default=0)
    cursor = fields.String(load_default="", metadata={"description": "From a `pageInfo`."})
    fullTextFilterTerm = fields.String(load_default="")
    fullTextFilterFields = texts("Where the term is looked for, comma separated.", "metadata.title")
    totalItems = fields.String(
        load_default="include", validate=validate.OneOf(["include", "exclude"])
    )


class OrderBy(Schema):
    field = fields.String(required=True)
    order = fields.String(load_default="asc", validate=validate.OneOf(["asc", "desc"]))


class FullTextFilter(Schema):
    term = fields.String(load_default="")
    fields_ = listed("fields")


class ByQueryBody(Question):
    cursor = fields.String(load_default="")
    query = fields.Dict(load_default=None, allow_none=True)
    fields_ = listed("fields")
    orderBy = fields.List(fields.Nested(OrderBy), load_default=list)
    fullTextFilter = fields.Nested(FullTextFilter, load_default=None, allow_none=True)
    limit = number("At most so many; 0 only counts.", default=200)
    offset = number("Leave out so many at the beginning.", default=0)
    totalItems = fields.String(
        load_default="include", validate=validate.OneOf(["include", "exclude"])
    )


class FilterQuery(Schema):
    filter = texts(FILTER, "kind=component")


class ByRefsBody(Question):
    entityRefs = Texts(required=True, validate=validate.Length(max=MOST_REFS))
    fields_ = listed("fields")
    query = fields.Dict(load_default=None, allow_none=True)


class FacetsQuery(Schema):
    facet = fields.List(
        fields.String(validate=validate.Length(min=1, error="Empty value found")),
        required=True,
        validate=validate.Length(max=MOST_FACETS),
        metadata={"description": "The path whose values are counted.", "example": ["spec.type"]},
    )
    filter = texts(FILTER, "kind=component")


class FacetsBody(Question):
    facets = Texts(required=True, validate=validate.Length(max=MOST_FACETS))
    query = fields.Dict(load_default=None, allow_none=True)


class SearchQuery(Schema):
    term = fields.String(load_default="", validate=validate.Length(max=100))
    types = fields.List(
        fields.String(validate=validate.OneOf(["software-catalog"])), load_default=list
    )
    filters = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), load_default=dict
    )
    pageCursor = fields.String(load_default="")
    pageLimit = fields.Integer(load_default=25, validate=validate.Range(min=0, max=100))


def ordered(texts: list[str]) -> tuple[OrderField, ...]:
    """The `orderField` parameters of by-query, `path,direction`; raises InvalidInput."""
    parts = [(text, *text.partition(",")[::2]) for text in texts]
    return tuple(_order_field(field, direction or "asc", text) for text, field, direction in parts)


def ordered_by_direction(texts: list[str]) -> tuple[OrderField, ...]:
    """The `order` parameters of the list, `direction:path`; raises InvalidInput."""
    parts = [(text, *text.partition(":")[::2]) for text in texts]
    return tuple(_order_field(field, direction, text) for text, direction, field in parts)


def _order_field(field: str, direction: str, text: str) -> OrderField:
    if direction not in ("asc", "desc") or not field:
        raise InvalidInput(f'Invalid order parameter "{text}": a path, and asc or desc')
    return OrderField(field, direction == "desc")


def selected(asked: dict[str, Any]) -> Selection:
    """The selection of a by-query request, in its query string or its body."""
    words = asked.get("fullTextFilter") or {}
    return Selection(
        filters=tuple(asked.get("filter", ())),
        query=asked.get("query"),
        order=_order_of(asked),
        term=asked.get("fullTextFilterTerm") or words.get("term", ""),
        term_fields=parse_fields(asked.get("fullTextFilterFields") or words.get("fields_", ())),
    )


def _order_of(asked: dict[str, Any]) -> tuple[OrderField, ...]:
    if "orderBy" in asked:
        return tuple(
            OrderField(item["field"], item["order"] == "desc") for item in asked["orderBy"]
        )
    return ordered(asked.get("orderField", []))
