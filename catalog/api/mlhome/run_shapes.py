"""Evaluation runs on the wire. What is pushed is decoded in catalog/evaluations/decode.py, a
hundred times quicker than marshmallow would; a test holds the two against each other."""

from typing import Any

from marshmallow import Schema, fields, validate

from catalog.api.mlhome.shapes import ProblemShape
from catalog.evaluations.texts import NOT_FINITE
from plugins.facts import CURVE_TYPES, RUN_STATES, RUN_TYPES

_TIME = {"description": "Seconds since 1970, or text as 2026-10-04T12:00:00Z."}


class Number(fields.Float):
    """A number, or one of the texts for what JSON has no number for."""

    def __init__(self, **options: Any) -> None:
        metadata = {"description": f"A number, or one of {', '.join(NOT_FINITE)}."}
        super().__init__(allow_nan=True, metadata=metadata | options.pop("metadata", {}), **options)


class Scalar(fields.Raw):
    """A text, a number, or true or false."""


class DatasetShape(Schema):
    """Data, by the ref of its entity or by name; equal digests and splits mean the same data."""

    name = fields.String()
    ref = fields.String(metadata={"example": "dataset:default/clicks"})
    digest = fields.String()
    split = fields.String(metadata={"example": "test"})
    rows = fields.Integer(allow_none=True)


class ResultShape(Schema):
    """A metric over all of the data, or over a slice such as {"country": "SE"}; `low` and `high`
    bound an interval at `level` (0.95 is 95 %)."""

    metric = fields.String(required=True)
    value = Number(required=True)
    slice = fields.Dict(keys=fields.String(), values=Scalar())
    n = fields.Integer(allow_none=True)
    low = Number(allow_none=True)
    high = Number(allow_none=True)
    level = Number(allow_none=True, metadata={"example": 0.95})
    method = fields.String()


class SeriesShape(Schema):
    """A metric while the run went on; `steps`, `values` and `times` are equally long."""

    metric = fields.String(required=True)
    steps = fields.List(fields.Integer(), required=True)
    values = fields.List(Number(), required=True)
    times = fields.List(Number())


class CurveShape(Schema):
    """roc: x false positive rate, y true positive rate. pr: x recall, y precision. calibration: x
    mean predicted, y observed share, weights examples. histogram: x n + 1 edges, y n counts.
    confusion: labels, and matrix[true][predicted]."""

    type = fields.String(required=True, validate=validate.OneOf(CURVE_TYPES))
    name = fields.String()
    slice = fields.Dict(keys=fields.String(), values=Scalar())
    x = fields.List(Number())
    y = fields.List(Number())
    weights = fields.List(Number())
    labels = fields.List(Scalar())
    matrix = fields.List(fields.List(Number()))


class ExamplesShape(Schema):
    """Scores of single examples: `scores[metric][i]` belongs to `ids[i]`. `clusters` say which
    are not independent, `slices` what each belongs to: then slices are compared in pairs too."""

    ids = fields.List(Scalar(), required=True)
    scores = fields.Dict(keys=fields.String(), values=fields.List(Number()), required=True)
    clusters = fields.List(Scalar())
    slices = fields.Dict(
        keys=fields.String(),
        values=fields.List(Scalar(allow_none=True)),
        metadata={
            "description": 'By name, equally long as `ids`; "" or null: not known.',
            "example": {"country": ["SE"]},
        },
    )


class ArtifactShape(Schema):
    name = fields.String(required=True)
    url = fields.String(required=True)
    type = fields.String()
    bytes = fields.Integer(allow_none=True)


class PushedRun(Schema):
    """One run, or a list of runs. Sent again with the same `id`, it replaces the one before, or,
    with `continues`, adds to it."""

    id = fields.String(required=True, metadata={"description": "Your own id of the run."})
    subject = fields.String(required=True, metadata={"example": "model:default/ranker"})
    version = fields.String()
    type = fields.String(validate=validate.OneOf(RUN_TYPES))
    name = fields.String()
    group = fields.String()
    status = fields.String(validate=validate.OneOf(RUN_STATES))
    startedAt = fields.Raw(metadata=_TIME)
    endedAt = fields.Raw(metadata=_TIME)
    dataset = fields.Nested(DatasetShape)
    trainedOn = fields.List(fields.Nested(DatasetShape))
    evaluator = fields.String()
    commit = fields.String()
    author = fields.String()
    url = fields.String()
    params = fields.Dict(keys=fields.String(), values=Scalar())
    tags = fields.Dict(keys=fields.String(), values=Scalar())
    metrics = fields.Dict(
        keys=fields.String(),
        values=Number(),
        metadata={"description": "Short for results over all of the data.", "example": {"auc": 1}},
    )
    results = fields.List(fields.Nested(ResultShape))
    series = fields.List(fields.Nested(SeriesShape))
    curves = fields.List(fields.Nested(CurveShape))
    examples = fields.Nested(ExamplesShape)
    artifacts = fields.List(fields.Nested(ArtifactShape))
    continues = fields.Boolean()


class PushedRuns(PushedRun):
    """One run, or a list of runs: the good ones of a list are kept, each other one is a problem
    whose path begins with its place. Sent again with the same `id` a run replaces the one before,
    or, with `continues`, adds to it."""

    def load(self, data: Any, **_options: Any) -> Any:
        """As it came: the view decodes it."""
        return data


class PushQuery(Schema):
    source = fields.String(
        load_default="",
        validate=validate.Regexp(r"\A([a-z0-9][a-z0-9._-]{0,62})?\Z"),
        metadata={"description": "Who pushes; ids of runs are its own.", "example": "nightly"},
    )


class PushHeaders(Schema):
    key = fields.String(
        load_default="",
        data_key="Idempotency-Key",
        validate=validate.Regexp(r"[!-~]{0,255}\Z", error="expected at most 255 visible letters"),
        metadata={"description": "Sent again with the same content, nothing is done again."},
    )


class PushAnswer(Schema):
    """`ids` are the numbers of the runs, at the places of what was sent; null: was not kept."""

    created = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    ids = fields.List(fields.Integer(allow_none=True), required=True)
    problems = fields.List(fields.Nested(ProblemShape), required=True)
    again = fields.Boolean(required=True)


class RunsAsked(Schema):
    """`q` is as people type it above the table: `metric.auc>0.9 param.lr=0.1 status:finished`."""

    subject = fields.String(required=True, metadata={"example": "project:default/ranking"})
    q = fields.String(load_default="")
    sort = fields.String(load_default="-started", metadata={"example": "-metric.auc[country=SE]"})
    column = fields.List(fields.String(), load_default=list)
    cursor = fields.String(load_default="")
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=500))


class RunShape(Schema):
    id = fields.Integer(required=True)
    uid = fields.String(required=True)
    name = fields.String(required=True)
    subject = fields.String(required=True)
    version = fields.String(required=True)
    type = fields.String(required=True)
    status = fields.String(required=True)
    group = fields.String(required=True)
    startedAt = fields.Float(required=True, allow_none=True)
    endedAt = fields.Float(required=True, allow_none=True)
    dataset = fields.Nested(DatasetShape, required=True, allow_none=True)
    source = fields.String(required=True)
    url = fields.String(required=True)
    latest = fields.Boolean(required=True)
    clockAhead = fields.Boolean(required=True)
    recordedAt = fields.Float(required=True)
    changedAt = fields.Float(required=True)
    cells = fields.Dict(keys=fields.String(), values=fields.Dict())


class RunsAnswer(Schema):
    """`total` is exact unless `moreThan` says that there are more."""

    rows = fields.List(fields.Nested(RunShape), required=True)
    total = fields.Integer(required=True)
    moreThan = fields.Boolean(required=True)
    nextCursor = fields.String(required=True)
    previousCursor = fields.String(required=True)
    unknownColumns = fields.List(fields.String(), required=True)


class WholeRun(RunShape):
    """A run with everything but the points of its series and its examples."""

    evaluator = fields.String(required=True)
    commit = fields.String(required=True)
    author = fields.String(required=True)
    params = fields.Dict(required=True)
    tags = fields.Dict(required=True)
    trainedOn = fields.List(fields.Nested(DatasetShape), required=True)
    results = fields.List(fields.Dict(), required=True)
    moreResults = fields.Integer(required=True)
    series = fields.List(fields.Dict(), required=True)
    curves = fields.List(fields.Dict(), required=True)
    artifacts = fields.List(fields.Nested(ArtifactShape), required=True)
    examples = fields.Integer(required=True)


class SeriesQuery(Schema):
    metric = fields.String(required=True)


class SeriesAnswer(SeriesShape):
    note = fields.String(required=True)


class ColumnsQuery(Schema):
    subject = fields.String(required=True)
    on = fields.String(load_default="", validate=validate.OneOf(["", "metric", "param", "tag"]))
    text = fields.String(load_default="", metadata={"description": "A part of the name."})
    slices = fields.Boolean(load_default=False)
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=1000))


class ColumnShape(Schema):
    column = fields.String(required=True)
    runs = fields.Integer(required=True)


class ColumnsAnswer(Schema):
    columns = fields.List(fields.Nested(ColumnShape), required=True)


class MetricsQuery(Schema):
    name = fields.List(fields.String(), load_default=list, validate=validate.Length(max=1000))
    start = fields.String(load_default="", metadata={"description": "How names begin."})
    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=1000))


class MetricShape(Schema):
    """`direction` is empty where it is not known, or two Metric entities disagree."""

    name = fields.String(required=True)
    direction = fields.String(required=True)
    source = fields.String(required=True)
    unit = fields.String(required=True)
    range = fields.List(fields.Float(allow_none=True), required=True)
    target = fields.Float(required=True, allow_none=True)
    aggregation = fields.String(required=True)
    definition = fields.String(required=True)


class MetricsAnswer(Schema):
    metrics = fields.List(fields.Nested(MetricShape), required=True)


class ModelVersionShape(Schema):
    """A version as the descriptor and all sources together know it: `said` is what each says,
    `conflicts` what they disagree on, `evaluations` the latest on each data set."""

    model = fields.String(required=True)
    version = fields.String(required=True)
    declared = fields.Boolean(required=True)
    aliases = fields.List(fields.String(), required=True)
    digest = fields.String(required=True)
    uri = fields.String(required=True)
    description = fields.String(required=True)
    framework = fields.String(required=True)
    commit = fields.String(required=True)
    status = fields.String(required=True)
    createdAt = fields.Float(required=True, allow_none=True)
    runId = fields.Integer(required=True, allow_none=True)
    url = fields.String(required=True)
    sources = fields.List(fields.String(), required=True)
    said = fields.List(fields.Dict(), required=True)
    conflicts = fields.List(fields.String(), required=True)
    evaluations = fields.List(fields.Nested(RunShape), required=True)


class VersionsAnswer(Schema):
    versions = fields.List(fields.Nested(ModelVersionShape), required=True)
