"""The messages in TFMA's files, for the protobuf library, made from a table of their fields.

Numbers and types of fields are those of TFMA 0.48 (github.com/tensorflow/model-analysis, 2025-08,
in tensorflow_model_analysis/proto: metrics_for_slice.proto, validation_result.proto, config.proto).
Only what is read is here; the rest is passed over as unknown. All are declared as proto2, which has
the same bytes and says of every field whether it is there. A map is a list of pairs, and a wrapper
(`google.protobuf.DoubleValue`) a message with one field, as they are in the bytes.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "mlhome_tfma"

# Of each message: name, number and type of its fields; `*` stands before what is repeated.
_MESSAGES: Mapping[str, str] = {
    "Double": "value=1 double",
    "Int": "value=1 int64",
    "Bool": "value=1 bool",
    "SubKey": "class_id=1 Int, k=2 Int, top_k=3 Int",
    "Aggregation": "micro=1 bool, macro=2 bool, weighted_macro=3 bool",
    "Key": (
        "name=1 string, output=2 string, sub_key=3 SubKey, model=4 string, is_diff=5 bool, "
        "aggregation=6 Aggregation, weighted=7 Bool"
    ),
    "Unknown": "error=1 string, value=2 bytes",
    "Bounded": "low=1 Double, high=2 Double, value=3 Double, method=4 int32",
    "TDistribution": "mean=1 Double, deviation=2 Double, degrees=3 Int, unsampled=4 Double",
    "Cutoff": ("cutoff=1 int32, value=2 double, bounded=3 Bounded, t_distribution=4 TDistribution"),
    "Cutoffs": "values=1 *Cutoff",
    "Threshold": (
        "threshold=1 double, false_negatives=2 double, true_negatives=3 double, "
        "false_positives=4 double, true_positives=5 double, precision=6 double, recall=7 double, "
        "false_positive_rate=20 double, f1=21 double, accuracy=22 double, "
        "false_omission_rate=23 double"
    ),
    "Thresholds": "matrices=1 *Threshold",
    "Array": (
        "type=1 int32, shape=2 *int32, bytes=3 *bytes, int32=4 *int32, int64=5 *int64, "
        "float32=6 *float, float64=7 *double"
    ),
    "ClassCell": "actual=1 int32, predicted=2 int32, examples=3 double",
    "ClassMatrix": "threshold=1 double, cells=2 *ClassCell",
    "ClassMatrices": "matrices=1 *ClassMatrix",
    "Value": (
        "double=1 Double, bounded=2 Bounded, unknown=3 Unknown, cutoffs=4 Cutoffs, "
        "thresholds=5 Thresholds, bytes=6 bytes, array=7 Array, t_distribution=9 TDistribution, "
        "debug=10 string, classes=11 ClassMatrices"
    ),
    "SliceColumn": "column=1 string, bytes=2 bytes, float=3 float, int=4 int64",
    "Slice": "columns=1 *SliceColumn",
    "CrossSlice": "baseline=1 Slice, comparison=2 Slice",
    "Interval": "high=1 Value, low=2 Value, error=3 Value, degrees=4 Int",
    "KeyedMetric": "key=1 Key, value=2 Value, interval=3 Interval",
    "NamedMetric": "name=1 string, value=2 Value",
    "Metrics": (
        "slice=1 Slice, named=2 *NamedMetric, cross_slice=3 CrossSlice, keyed=51 *KeyedMetric"
    ),
    "Bucket": (
        "low=1 double, high=2 double, examples=3 Double, labels=4 Double, predictions=5 Double"
    ),
    "Buckets": "buckets=1 *Bucket",
    "MultiLabel": "matrices=1 *Unknown",
    "Plot": (
        "calibration=1 Buckets, thresholds=2 Thresholds, debug=3 string, classes=4 ClassMatrices, "
        "labels=5 MultiLabel"
    ),
    "PlotKey": (
        "output=2 string, sub_key=3 SubKey, model=4 string, weighted=5 Bool, name=6 string"
    ),
    "KeyedPlot": "key=1 PlotKey, value=2 Plot",
    "NamedPlot": "name=1 string, value=2 Plot",
    "Plots": (
        "slice=1 Slice, plot=2 Plot, named=3 *NamedPlot, cross_slice=4 CrossSlice, "
        "keyed=8 *KeyedPlot"
    ),
    "AttributionsKey": (
        "name=1 string, model=2 string, output=3 string, sub_key=4 SubKey, is_diff=5 bool, "
        "weighted=6 Bool"
    ),
    "KeyedAttributions": "key=1 AttributionsKey, values=2 *NamedMetric",
    "Attributions": "slice=1 Slice, keyed=2 *KeyedAttributions, cross_slice=3 CrossSlice",
    "Pair": "key=1 string, value=2 string",
    "SlicingSpec": "keys=1 *string, values=2 *Pair, sql=3 string",
    "CrossSlicingSpec": "baseline=1 SlicingSpec, slices=2 *SlicingSpec",
    "ValueThreshold": "low=1 Double, high=2 Double",
    "ChangeThreshold": "absolute=1 Double, relative=2 Double, direction=3 int32",
    "MetricThreshold": "value=1 ValueThreshold, change=2 ChangeThreshold",
    "Failure": "key=1 Key, threshold=2 MetricThreshold, value=3 Value, message=4 string",
    "SliceFailures": "slice=2 Slice, failures=3 *Failure, cross_slice=4 CrossSlice",
    "SlicingDetail": "slicing=1 SlicingSpec, matching=2 int32, cross_slicing=3 CrossSlicingSpec",
    "SlicingDetails": "details=1 *SlicingDetail",
    "Validation": (
        "ok=1 bool, by_slice=2 *SliceFailures, missing_slices=3 *SlicingSpec, "
        "details=4 SlicingDetails, missing_cross_slices=5 *CrossSlicingSpec, "
        "missing_thresholds=6 bool, rubber_stamp=7 bool"
    ),
}
_Field = descriptor_pb2.FieldDescriptorProto
_TYPES: Mapping[str, int] = {
    "double": _Field.TYPE_DOUBLE,
    "float": _Field.TYPE_FLOAT,
    "int64": _Field.TYPE_INT64,
    "int32": _Field.TYPE_INT32,
    "bool": _Field.TYPE_BOOL,
    "bytes": _Field.TYPE_BYTES,
    "string": _Field.TYPE_BYTES,  # read as bytes, for one that is no UTF-8 is no reason to give up
}


@cache
def message(name: str) -> Any:
    """The class of a message of the table."""
    return message_factory.GetMessageClass(_pool().FindMessageTypeByName(f"{PACKAGE}.{name}"))


@cache
def _pool() -> Any:
    """A pool of its own: others may have TFMA's real messages in the one for all."""
    pool = descriptor_pool.DescriptorPool()
    pool.Add(_file())
    return pool


def _file() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name=f"{PACKAGE}.proto", package=PACKAGE)
    file.syntax = "proto2"
    for name, text in _MESSAGES.items():
        made = file.message_type.add(name=name)
        for field in text.split(", "):
            _add_field(made, field)
    return file


def _add_field(made: Any, text: str) -> None:
    name, _, rest = text.partition("=")
    number, _, type = rest.partition(" ")
    field = made.field.add(name=name, number=int(number))
    field.label = _Field.LABEL_REPEATED if type.startswith("*") else _Field.LABEL_OPTIONAL
    plain = type.removeprefix("*")
    if plain in _TYPES:
        field.type = _TYPES[plain]
    else:
        field.type, field.type_name = _Field.TYPE_MESSAGE, f".{PACKAGE}.{plain}"
