"""Trends and leaderboards on the wire."""

from marshmallow import Schema, fields, validate

from catalog.api.mlhome.run_shapes import DatasetShape, Number, RunShape
from plugins.facts import RUN_TYPES


class TrendAsked(Schema):
    """`data` is a number that `/leaderboards` or an answer named; without it, the data of most
    runs."""

    metric = fields.String(required=True, metadata={"example": "auc[country=SE]"})
    data = fields.Integer(load_default=None, validate=validate.Range(min=0, max=2**31 - 1))
    type = fields.String(load_default="evaluation", validate=validate.OneOf(RUN_TYPES))


class MeasuredDataShape(Schema):
    """Data by its number, and how many models, versions and runs were measured on it."""

    id = fields.Integer(required=True)
    dataset = fields.Nested(DatasetShape, required=True, allow_none=True)
    subjects = fields.Integer(required=True)
    versions = fields.Integer(required=True)
    runs = fields.Integer(required=True)
    lastAt = fields.Float(required=True)


class MeasuredShape(Schema):
    run = fields.Nested(RunShape, required=True)
    at = fields.Float(required=True, metadata={"description": "When the run was over."})
    value = Number(required=True)
    n = fields.Integer(required=True, allow_none=True)
    low = Number(required=True, allow_none=True)
    high = Number(required=True, allow_none=True)
    level = Number(required=True, allow_none=True)
    method = fields.String(required=True)


class TrendPointShape(MeasuredShape):
    """`best`: better than all before it; of a metric with a direction only."""

    best = fields.Boolean(required=True)


class DeployShape(Schema):
    """`version` is empty where a deployment stopped serving the model."""

    at = fields.Float(required=True)
    deployment = fields.String(required=True)
    title = fields.String(required=True)
    environment = fields.String(required=True)
    version = fields.String(required=True)
    before = fields.String(required=True)


class TrendAnswer(Schema):
    """Oldest first; `more` says that older points are left out."""

    data = fields.Nested(MeasuredDataShape, required=True)
    metric = fields.String(required=True)
    direction = fields.String(required=True)
    points = fields.List(fields.Nested(TrendPointShape), required=True)
    more = fields.Boolean(required=True)
    deploys = fields.List(fields.Nested(DeployShape), required=True)


class LeaderboardsAsked(Schema):
    dataset = fields.String(load_default="", metadata={"example": "dataset:default/clicks"})
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=500))
    offset = fields.Integer(load_default=0, validate=validate.Range(min=0, max=1_000_000))


class LeaderboardsAnswer(Schema):
    leaderboards = fields.List(fields.Nested(MeasuredDataShape), required=True)


class LeaderboardAsked(Schema):
    metric = fields.String(required=True, metadata={"example": "auc"})
    of = fields.String(
        load_default="versions",
        validate=validate.OneOf(["versions", "models"]),
        metadata={"description": "Every version, or the best one of each model."},
    )


class CountedMetric(Schema):
    metric = fields.String(required=True)
    runs = fields.Integer(required=True)


class StandingShape(MeasuredShape):
    """`besideFirst` says how the interval lies beside that of the first: overlaps, apart, unknown,
    or empty; `doubts` why the two are less comparable than the same data makes them."""

    place = fields.Integer(required=True, allow_none=True)
    evaluator = fields.String(required=True)
    besideFirst = fields.String(required=True)
    doubts = fields.List(fields.String(), required=True)


class LeaderboardAnswer(Schema):
    """Best first; without a direction newest first, and nothing has a place."""

    data = fields.Nested(MeasuredDataShape, required=True)
    metric = fields.String(required=True)
    direction = fields.String(required=True)
    metrics = fields.List(fields.Nested(CountedMetric), required=True)
    standings = fields.List(fields.Nested(StandingShape), required=True)
    more = fields.Boolean(required=True)
