"""Comparisons and gates on the wire: catalog/comparison/views.py in JSON."""

from marshmallow import Schema, fields, validate

from catalog.api.mlhome.run_shapes import DatasetShape, Number, RunShape
from catalog.comparison.exports import FORMATS
from catalog.comparison.gate_report import INCONCLUSIVE_MAY
from catalog.comparison.views import FAIL, PASS

_SUBJECT = "`REF@VERSION` (or an alias for the version), `REF` for its newest, or `run:ID`."
_DATASET = "A name, ref or digest, perhaps with `/split`; else what most of them know."
_PASS_OR_FAIL = validate.OneOf([PASS, FAIL])


class CompareQuery(Schema):
    subject = fields.List(
        fields.String(),
        load_default=list,
        metadata={"description": _SUBJECT, "example": ["ranker@6", "ranker@7"]},
    )
    baseline = fields.String(
        load_default="",
        metadata={"description": "One of them, or another; else the first.", "example": "6"},
    )
    dataset = fields.String(
        load_default="", metadata={"description": _DATASET, "example": "clicks/test"}
    )
    metric = fields.List(
        fields.String(), load_default=list, metadata={"description": "Only these."}
    )
    whole = fields.Boolean(
        load_default=False,
        metadata={"description": "The slices of all metrics, however many there are."},
    )
    format = fields.String(load_default="json", validate=validate.OneOf(list(FORMATS)))


class DifferenceShape(Schema):
    """From the baseline. `label`: improved, regressed, higher, lower, no evidence, underpowered,
    no interval, the same; `p` is adjusted where `exploratory` (one of many slices)."""

    value = fields.Float(required=True)
    relative = fields.Float(required=True, allow_none=True)
    label = fields.String(required=True)
    low = fields.Float(required=True, allow_none=True)
    high = fields.Float(required=True, allow_none=True)
    level = fields.Float(required=True, allow_none=True)
    p = fields.Float(required=True, allow_none=True)
    method = fields.String(required=True)
    exploratory = fields.Boolean(required=True)
    gain = fields.Float(required=True, allow_none=True)


class MeasurementShape(Schema):
    """`difference` is null for the baseline, and where it would mislead: `why` says so."""

    value = Number(required=True)
    n = fields.Integer(required=True, allow_none=True)
    low = fields.Float(required=True, allow_none=True)
    high = fields.Float(required=True, allow_none=True)
    level = fields.Float(required=True, allow_none=True)
    method = fields.String(required=True)
    difference = fields.Nested(DifferenceShape, required=True, allow_none=True)
    why = fields.String(required=True)


class MetricRowShape(Schema):
    """`cells` are per subject, as everything is that is called so."""

    metric = fields.String(required=True)
    slice = fields.String(required=True)
    definition = fields.Dict(required=True, allow_none=True)
    cells = fields.List(fields.Nested(MeasurementShape, allow_none=True), required=True)
    worst = fields.Float(required=True)


class SliceTableShape(Schema):
    metric = fields.String(required=True)
    definition = fields.Dict(required=True, allow_none=True)
    rows = fields.List(fields.Nested(MetricRowShape), required=True)
    gap = fields.List(fields.Float(allow_none=True), required=True)
    leastN = fields.Integer(required=True)


class SubjectShape(Schema):
    """`run` is what counts on the data of the comparison; `missing` says why there is none."""

    asked = fields.String(required=True)
    ref = fields.String(required=True)
    version = fields.String(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    run = fields.Nested(RunShape, required=True, allow_none=True)
    missing = fields.String(required=True)
    owner = fields.String(required=True)
    commit = fields.String(required=True)
    author = fields.String(required=True)
    evaluator = fields.String(required=True)
    aliases = fields.List(fields.String(), required=True)
    notes = fields.List(fields.String(), required=True)
    known = fields.Boolean(required=True)


class MismatchShape(Schema):
    """`about`: type, dataset, split, metric, examples, n, evaluator; `blocks`: no differences."""

    about = fields.String(required=True)
    text = fields.String(required=True)
    hint = fields.String(required=True)
    blocks = fields.Boolean(required=True)
    subjects = fields.List(fields.Integer(), required=True)


class ComparabilityShape(Schema):
    """`verdict`: comparable, partly, not."""

    verdict = fields.String(required=True)
    mismatches = fields.List(fields.Nested(MismatchShape), required=True)


class ChangeShape(Schema):
    group = fields.String(required=True)
    name = fields.String(required=True)
    values = fields.List(fields.String(), required=True)
    differs = fields.Boolean(required=True)
    links = fields.List(fields.String(), required=True)


class GateShape(Schema):
    """`verdict`: pass, fail, inconclusive (the limit is inside the interval; `byValue`: what the
    value alone would say), missing, first version (nothing to compare with)."""

    evaluation = fields.String(required=True)
    subject = fields.Integer(required=True)
    metric = fields.String(required=True)
    slice = fields.String(required=True)
    words = fields.String(required=True)
    verdict = fields.String(required=True)
    why = fields.String(required=True)
    value = Number(required=True, allow_none=True)
    dataset = fields.String(required=True)
    baseline = fields.String(required=True)
    byValue = fields.String(required=True)


class ComparisonAnswer(Schema):
    """`baseline` is the place of a subject; `more` says how much of what was left out."""

    subjects = fields.List(fields.Nested(SubjectShape), required=True)
    baseline = fields.Integer(required=True)
    dataset = fields.Nested(DatasetShape, required=True, allow_none=True)
    datasets = fields.List(fields.Nested(DatasetShape), required=True)
    comparability = fields.Nested(ComparabilityShape, required=True)
    changes = fields.List(fields.Nested(ChangeShape), required=True)
    metrics = fields.List(fields.Nested(MetricRowShape), required=True)
    slices = fields.List(fields.Nested(SliceTableShape), required=True)
    gates = fields.List(fields.Nested(GateShape), required=True)
    curves = fields.List(fields.Dict(), required=True)
    examples = fields.List(fields.Dict(), required=True)
    costs = fields.List(fields.Dict(), required=True)
    statistics = fields.Dict(required=True)
    more = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class GateQuery(Schema):
    subject = fields.String(required=True, metadata={"example": "ranker@7"})
    baseline = fields.String(
        load_default="",
        metadata={
            "description": "Another version or model; else what each Evaluation names.",
            "example": "champion",
        },
    )
    dataset = fields.String(load_default="", metadata={"description": "Only on this data."})
    inconclusive = fields.String(
        load_default=INCONCLUSIVE_MAY[0],
        validate=validate.OneOf(INCONCLUSIVE_MAY),
        metadata={"description": "A limit inside an interval; `value`: the value alone decides."},
    )
    missing = fields.String(load_default="fail", validate=_PASS_OR_FAIL)


class GateAnswer(Schema):
    """`gates` are ordered by verdict, the worst first; `passes` follows the policy asked for.
    `running`: ask again, as differences of single examples are still being computed."""

    subject = fields.String(required=True)
    baseline = fields.String(required=True)
    verdict = fields.String(required=True)
    passes = fields.Boolean(required=True)
    why = fields.String(required=True)
    running = fields.Boolean(required=True)
    gates = fields.List(fields.Nested(GateShape), required=True)
