"""What metrics and slices are called here.

A metric keeps the name that TFMA gave it. What else tells two apart follows after a comma, which
does not count when its direction is looked up (`auc,weighted` is an AUC); the rank is `@5`. One
class of a metric that was taken apart by class is a slice, `class_id=3`.
"""

import struct
from collections.abc import Mapping, Sequence
from typing import Any

LEGACY = "post_export_metrics/"  # before the names of TFMA 0.14 and earlier
WEIGHTED = "weighted"
Slice = Mapping[str, str]


def text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def metric_name(key: Any, suffix: str = "") -> str:
    """The name of a metric by its key; `suffix` is what a part of its value is called."""
    name = text(key.name).removeprefix(LEGACY) + suffix
    if key.sub_key.HasField("top_k"):
        name += f"@{key.sub_key.top_k.value}"
    apart = "-".join(qualifiers(key))
    return f"{name},{apart}" if apart else name


def qualifiers(key: Any) -> list[str]:
    """What tells two metrics of one name apart: output, aggregation, weights. Keys of plots and
    attributions have fewer fields."""
    has = {field.name for field in key.DESCRIPTOR.fields}
    found = [text(key.output)] if key.output else []
    if "aggregation" in has:
        named = ("micro", "macro", "weighted_macro")
        found += [name.replace("_", "-") for name in named if getattr(key.aggregation, name)]
    if key.sub_key.HasField("k"):
        found.append(f"k{key.sub_key.k.value}")
    is_told = "name" in has and WEIGHTED in text(key.name)
    if key.weighted.value and not is_told:
        found.append(WEIGHTED)
    return [*found, "diff"] if "is_diff" in has and key.is_diff else found


def slice_of(record: Any, key: Any = None) -> dict[str, str]:
    """The slice of a record, with the class that a key takes apart. Of two slices that are
    compared it is the second, with the first as `baseline_slice`."""
    if record.HasField("cross_slice"):
        pairs = columns(record.cross_slice.comparison)
        pairs["baseline_slice"] = slice_text(columns(record.cross_slice.baseline))
    else:
        pairs = columns(record.slice)
    if key is not None and key.sub_key.HasField("class_id"):
        pairs["class_id"] = str(key.sub_key.class_id.value)
    return pairs


def columns(slice: Any) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for each in slice.columns:
        found.setdefault(text(each.column), []).append(_value(each))
    return {name: "|".join(values) for name, values in found.items()}


def slice_text(pairs: Slice) -> str:
    return ", ".join(f"{name}={value}" for name, value in pairs.items()) or "overall"


def spec_text(spec: Any) -> str:
    """Which slices a SlicingSpec means."""
    if spec.sql:
        return f"SQL: {text(spec.sql)}"
    parts = [f"each {text(key)}" for key in spec.keys]
    parts += [f"{text(pair.key)}={text(pair.value)}" for pair in getattr(spec, "values", ())]
    return ", ".join(parts) or "overall"


def cross_spec_text(spec: Any) -> str:
    others: Sequence[str] = [spec_text(each) for each in spec.slices]
    return f"{spec_text(spec.baseline)} against {'; '.join(others)}"


def _value(column: Any) -> str:
    if column.HasField("bytes"):
        return text(column.bytes)
    if column.HasField("float"):
        return _short(column.float)
    return str(column.int) if column.HasField("int") else ""


def _short(number: float) -> str:
    """A number of 32 bits in as few digits as say which it is: 0.1, not 0.10000000149011612."""
    for digits in range(6, 10):
        short = f"{number:.{digits}g}"
        if struct.pack("<f", float(short)) == struct.pack("<f", number):
            return short
    return repr(number)
