"""Our own shapes on the wire: what may be asked, and what is answered."""

from marshmallow import Schema, fields, validate

from search.request import FACETS, SORTS

SORT_CHOICES = ["", *SORTS, *(f"-{sort}" for sort in SORTS)]


def _limit(default: int, most: int) -> fields.Integer:
    return fields.Integer(load_default=default, validate=validate.Range(min=1, max=most))


class SearchQuery(Schema):
    """Filters narrow by facet; a repeated one means any of its values."""

    q = fields.String(load_default="", metadata={"example": "ranking owner:team-search -draft"})
    filters = fields.Dict(
        keys=fields.String(validate=validate.OneOf(FACETS)),
        values=fields.List(fields.String()),
        load_default=dict,
        metadata={"example": {"kind": ["model"]}},
    )
    facet = fields.List(fields.String(validate=validate.OneOf(FACETS)), load_default=list)
    sort = fields.String(load_default="", validate=validate.OneOf(SORT_CHOICES))
    cursor = fields.String(load_default="")
    limit = _limit(20, 100)


class Summary(Schema):
    entityRef = fields.String(required=True)
    kind = fields.String(required=True)
    namespace = fields.String(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    type = fields.String(required=True)
    lifecycle = fields.String(required=True)
    owner = fields.String(required=True)
    project = fields.String(required=True)
    tags = fields.List(fields.String(), required=True)
    updatedAt = fields.Float(required=True)


class Hit(Summary):
    score = fields.Float(required=True)
    highlights = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class FacetCount(Schema):
    value = fields.String(required=True)
    count = fields.Integer(required=True)


class ChipShape(Schema):
    """One part of the query as it was understood; `without` is the query that lacks it."""

    text = fields.String(required=True)
    kind = fields.String(required=True)
    field = fields.String(required=True)
    value = fields.String(required=True)
    note = fields.String(required=True)
    without = fields.String(required=True)


class SearchAnswer(Schema):
    """`degraded`: the index can't be used now, and only names and titles were looked at."""

    total = fields.Integer(required=True)
    hits = fields.List(fields.Nested(Hit), required=True)
    facets = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(FacetCount)))
    nextCursor = fields.String(required=True)
    understood = fields.List(fields.Nested(ChipShape), required=True)
    near = fields.Boolean(required=True)
    degraded = fields.Boolean(required=True)


class HistoryQuery(Schema):
    before = fields.Integer(load_default=None, validate=validate.Range(min=0, max=2**31 - 1))
    limit = _limit(50, 500)


class FieldChangeShape(Schema):
    op = fields.String(required=True)
    path = fields.String(required=True)
    before = fields.Raw(allow_none=True)
    after = fields.Raw(allow_none=True)


class VersionShape(Schema):
    number = fields.Integer(required=True)
    at = fields.Float(required=True)
    action = fields.String(required=True)
    location = fields.String(required=True)
    path = fields.String(required=True)
    line = fields.Integer(required=True)
    commit = fields.String(required=True)
    author = fields.String(required=True)
    changedAt = fields.Float(allow_none=True, required=True)
    changes = fields.List(fields.Nested(FieldChangeShape), required=True)


class History(Schema):
    entityRef = fields.String(required=True)
    versions = fields.List(fields.Nested(VersionShape), required=True)


class ProblemsQuery(Schema):
    location = fields.Integer(load_default=None, validate=validate.Range(min=0, max=2**31 - 1))
    entityRef = fields.String(load_default="")
    code = fields.String(load_default="", metadata={"example": "schema/required"})
    limit = _limit(100, 1000)
    offset = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**31 - 1))


class ProblemShape(Schema):
    code = fields.String(required=True)
    message = fields.String(required=True)
    hint = fields.String(required=True)
    file = fields.String(required=True)
    line = fields.Integer(required=True)
    column = fields.Integer(required=True)
    path = fields.String(required=True)
    entityRef = fields.String(required=True)
    severity = fields.String(required=True)


class Problems(Schema):
    """`codes` counts the problems of every code, whichever was asked for."""

    total = fields.Integer(required=True)
    problems = fields.List(fields.Nested(ProblemShape), required=True)
    codes = fields.List(fields.Nested(FacetCount), required=True)


class NewLocation(Schema):
    """A Git address or an http(s) URL; `ref` and `patterns` only for Git."""

    target = fields.String(required=True, validate=validate.Length(min=1, max=2000))
    ref = fields.String(load_default="")
    patterns = fields.List(fields.String(), load_default=list)


class LocationShape(Schema):
    id = fields.Integer(required=True)
    type = fields.String(required=True)
    target = fields.String(required=True)
    ref = fields.String(required=True)
    patterns = fields.List(fields.String(), required=True)
    addedBy = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["new", "ok", "failing"]))
    lastError = fields.Nested(ProblemShape, allow_none=True, required=True)
    createdAt = fields.Float(required=True)
    lastReadAt = fields.Float(allow_none=True, required=True)
    lastOkAt = fields.Float(allow_none=True, required=True)
    nextReadAt = fields.Float(required=True)
    commit = fields.String(required=True)
    entities = fields.Integer(required=True)
    problems = fields.Integer(required=True)
    lag = fields.Float(allow_none=True, required=True)


class Locations(Schema):
    locations = fields.List(fields.Nested(LocationShape), required=True)


class KindShape(Schema):
    name = fields.String(required=True)
    description = fields.String(required=True)
    apiVersions = fields.List(fields.String(), required=True)
    schema = fields.String(required=True, metadata={"description": "Address of its JSON Schema."})


class Kinds(Schema):
    kinds = fields.List(fields.Nested(KindShape), required=True)
    anyKind = fields.String(required=True, metadata={"description": "Address of its JSON Schema."})


class JsonSchema(Schema):
    """A JSON Schema of the draft 2020-12."""
