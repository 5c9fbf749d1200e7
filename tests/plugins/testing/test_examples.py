import enum
from typing import Any

import marshmallow
import pytest
from marshmallow import fields, validate

from plugins.testing.examples import FULL, SMALL, STYLES, Style, example


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Inner(marshmallow.Schema):
    name = fields.String(required=True)


class Everything(marshmallow.Schema):
    text = fields.String(validate=validate.Length(min=20, max=30))
    exact = fields.String(validate=validate.Length(equal=3))
    choice = fields.String(validate=validate.OneOf(["a", "b"]))
    pattern = fields.String(validate=validate.Regexp("^v[0-9]$"), metadata={"example": "v1"})
    whole = fields.Integer(validate=validate.Range(min=5, max=9), strict=True)
    low = fields.Float(validate=validate.Range(max=-2.0))
    decimal = fields.Decimal()
    switch = fields.Boolean()
    when = fields.DateTime()
    local = fields.NaiveDateTime()
    stamp = fields.DateTime(format="timestamp")
    day = fields.Date()
    time = fields.Time()
    span = fields.TimeDelta()
    url = fields.Url()
    mail = fields.Email()
    id = fields.UUID()
    address = fields.IP()
    colour = fields.Enum(Colour)
    code = fields.Enum(Colour, by_value=True)
    constant = fields.Constant("x")
    items = fields.List(fields.Integer(), validate=validate.Length(min=3))
    pair = fields.Tuple((fields.String(), fields.Integer()))
    by_name = fields.Dict(keys=fields.String(), values=fields.Float())
    raw = fields.Raw(allow_none=True)
    inner = fields.Nested(Inner, required=True)
    many = fields.Nested(Inner, many=True)
    plucked = fields.Pluck(Inner, "name")
    renamed = fields.String(data_key="Name")
    shown_only = fields.String(dump_only=True)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_examples_fit_their_schema(style: Style) -> None:
    assert Everything().validate(example(Everything(), style)) == {}


def test_a_small_example_has_only_what_it_needs() -> None:
    assert example(Everything(), SMALL) == {"inner": {"name": "example"}}


def test_a_full_example_has_every_field() -> None:
    expected: set[Any] = {*Everything().fields, "Name"} - {"renamed", "shown_only"}
    assert example(Everything(), FULL).keys() == expected
