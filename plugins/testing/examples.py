"""Values that fit a marshmallow schema, made from its fields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

ODD = "<script>alert(1)</script> 'quoted' \"more\" & \u202e\U0001f600 {{ 7*7 }}"
MOMENT = datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Style:
    """How to make examples: `only_required` leaves out what may be, `odd` says what people and
    upstream systems say at their worst, within the schema."""

    name: str
    only_required: bool = False
    odd: bool = False


FULL, SMALL, ODDEST = Style("full"), Style("small", only_required=True), Style("odd", odd=True)
STYLES = (FULL, SMALL, ODDEST)


def example(schema: Schema, style: Style) -> dict[str, Any]:
    """A value for the schema. Where a field's rules can't be guessed, its author says what fits:
    `fields.String(validate=…, metadata={"example": "…"})`."""
    return {
        field.data_key or name: _value(field, style)
        for name, field in schema.fields.items()
        if not field.dump_only and (field.required or not style.only_required)
    }


def _value(field: fields.Field[Any], style: Style) -> Any:
    if "example" in field.metadata:
        return field.metadata["example"]
    if style.odd and field.allow_none:
        return None
    if choices := _choices(field):
        return choices[-1] if style.odd else choices[0]
    maker = next((make for kind, make in _MAKERS if isinstance(field, kind)), _anything)
    return maker(field, style)


def _nested(field: Any, style: Style) -> Any:
    if isinstance(field, fields.Pluck):
        inner = _value(field.schema.fields[field.field_name], style)
    else:
        inner = example(field.schema, style)
    return [inner] if field.schema.many or field.many else inner


def _list(field: Any, style: Style) -> list[Any]:
    length = _range(field, validate.Length)[0]
    least = int(length or 0) if style is not FULL else max(int(length or 0), 2)
    return [_value(field.inner, style) for _ in range(least)]


def _tuple(field: Any, style: Style) -> list[Any]:
    return [_value(each, style) for each in field.tuple_fields]


def _mapping(field: Any, style: Style) -> dict[str, Any]:
    key = str(_value(field.key_field, style)) if field.key_field else "key"
    return {key: _value(field.value_field, style) if field.value_field else "value"}


def _text(field: Any, style: Style) -> str:
    low, high = _range(field, validate.Length)
    text = ODD if style.odd else "example"
    text = text if low is None else text.ljust(int(low), "x")
    return text if high is None else text[: int(high)]


def _number(field: Any, style: Style) -> int | float:
    low, high = _range(field, validate.Range)
    if style.odd:
        number = high if high is not None else 10**15
    else:
        number = low if low is not None else 1
        number = number if high is None or number <= high else high
    return int(number) if isinstance(field, fields.Integer) else float(number)


def _moment(field: Any, style: Style) -> Any:
    if getattr(field, "format", None) in ("timestamp", "timestamp_ms"):
        return MOMENT.timestamp() * (1000 if field.format == "timestamp_ms" else 1)
    if isinstance(field, fields.Date):
        return MOMENT.date().isoformat()
    if isinstance(field, fields.Time):
        return MOMENT.time().isoformat()
    naive = isinstance(field, fields.NaiveDateTime)
    return (MOMENT.replace(tzinfo=None) if naive else MOMENT).isoformat()


def _anything(field: Any, style: Style) -> Any:
    return {"anything": [1, ODD, None]} if style.odd else "anything"


def _enum(field: Any, style: Style) -> Any:
    member = list(field.enum)[-1 if style.odd else 0]
    return member.value if field.by_value else member.name


_MAKERS: tuple[tuple[Any, Callable[[Any, Style], Any]], ...] = (
    (fields.Nested, _nested),
    (fields.List, _list),
    (fields.Tuple, _tuple),
    (fields.Mapping, _mapping),
    (fields.Enum, _enum),
    (fields.Constant, lambda field, style: field.constant),
    (fields.Url, lambda field, style: "https://example.com/a?b=1&c=%3Cd%3E"),
    (fields.Email, lambda field, style: "ada@example.com"),
    (fields.UUID, lambda field, style: "8f14e45f-ceea-467f-a0e6-2b3d3b1c9d11"),
    (fields.IP, lambda field, style: "192.0.2.1"),
    (fields.Boolean, lambda field, style: not style.odd),
    ((fields.DateTime, fields.Date, fields.Time), _moment),
    (fields.Number, _number),
    (fields.TimeDelta, lambda field, style: 90),
    (fields.String, _text),
)


def _choices(field: fields.Field[Any]) -> list[Any]:
    for rule in field.validators:
        if isinstance(rule, validate.OneOf):
            return list(rule.choices)
        if isinstance(rule, validate.Equal):
            return [rule.comparable]
    return []


def _range(field: fields.Field[Any], kind: type) -> tuple[Any, Any]:
    for rule in field.validators:
        if isinstance(rule, kind):
            exact: Any = getattr(rule, "equal", None)
            bounds: Mapping[str, Any] = vars(rule)
            return (exact, exact) if exact is not None else (bounds["min"], bounds["max"])
    return None, None
