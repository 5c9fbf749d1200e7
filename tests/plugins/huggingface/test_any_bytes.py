"""Whatever people do to a card, it is read or told, and what comes of it fits the contract."""

import math

from hypothesis import given, settings
from hypothesis import strategies as some

from plugins.huggingface.attachment import CardSchema
from plugins.huggingface.card import flat
from plugins.huggingface.numbers import number
from tests.plugins.huggingface.cards import problems_of, read
from tests.plugins.huggingface.test_datasets import CARD as DATASET
from tests.plugins.huggingface.test_eval_results import CARD as ABOVE
from tests.plugins.huggingface.test_eval_results import PATH, WHOLE
from tests.plugins.huggingface.test_models import CARD as MODEL

ODD = [
    "---",
    "\n",
    ":",
    "- ",
    "[",
    "{",
    "*a",
    "&a ",
    "!!x ",
    "'",
    '"',
    "\t",
    "null",
    ".nan",
    "\x00",
]
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def spoilt(data: bytes, place: int, length: int, by: bytes) -> bytes:
    at = place % (len(data) + 1)
    return data[:at] + by + data[at + length :]


@settings(deadline=None)
@given(
    text=some.sampled_from([MODEL, DATASET]),
    place=some.integers(0, 3000),
    length=some.integers(0, 40),
    by=some.sampled_from([it.encode() for it in ODD]) | some.binary(max_size=5),
)
def test_a_spoilt_card_is_read_or_told(text: str, place: int, length: int, by: bytes) -> None:
    found = read(spoilt(text.encode(), place, length, by), "x/README.md", project="search")
    for attachment in found.report.attachments:
        assert CardSchema().validate(dict(attachment.value)) == {}
    assert len(found.documents) <= 1
    assert all(it.message and it.file for it in problems_of(found))


@settings(deadline=None)
@given(place=some.integers(0, 600), length=some.integers(0, 40), by=some.sampled_from(ODD))
def test_spoilt_results_are_read_or_told(place: int, length: int, by: str) -> None:
    found = read(spoilt(WHOLE.encode(), place, length, by.encode()), PATH, near=ABOVE)
    assert found.report.evaluations or problems_of(found)


@settings(deadline=None)
@given(JSON)
def test_no_value_is_taken_for_a_number_that_is_none(value: object) -> None:
    found = number(value)
    if found is not None and isinstance(value, (int, float)):
        assert found.value == value or math.isnan(value) or math.isinf(found.value)
    assert found is None or not isinstance(value, (bool, list, dict))
    assert all(isinstance(it, (str, int, float, bool)) for _, it in flat(value))
