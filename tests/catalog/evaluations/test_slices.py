"""Slices are one text, however they are written, and whatever stands in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.evaluations.measures import sliced
from catalog.evaluations.slices import InvalidSlice, parse_slice, slice_text

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.text(
    '=,[]" \\a', max_size=6
)


@given(st.dictionaries(_texts, _texts, max_size=4))
def test_any_pairs_come_back_from_their_text(pairs: dict[str, str]) -> None:
    assert parse_slice(slice_text(pairs)) == pairs


@given(st.text('=,[]" \\ab', max_size=12))
def test_any_text_is_a_slice_or_said_to_be_none(text: str) -> None:
    try:
        pairs = parse_slice(text)
    except InvalidSlice:
        return
    assert parse_slice(slice_text(pairs)) == pairs


def test_the_order_and_spacing_of_pairs_do_not_matter() -> None:
    assert slice_text(parse_slice(" plays = 2026,country=SE ")) == "country=SE, plays=2026"


@pytest.mark.parametrize("text", ["country", "a=b=c", "a=b c=d", '"a', "a=[b]"])
def test_what_is_no_slice_is_said_to_be_none(text: str) -> None:
    with pytest.raises(InvalidSlice):
        parse_slice(text)


@pytest.mark.parametrize(
    ("text", "name", "slice"),
    [
        ("auc", "auc", ""),
        ("auc[country=SE]", "auc", "country=SE"),
        ("precision[0]", "precision[0]", ""),
        ("odd[", "odd[", ""),
        ("[a=b]", "[a=b]", ""),
    ],
)
def test_a_metric_may_have_a_slice_behind_its_name(text: str, name: str, slice: str) -> None:
    measure = sliced(text)
    assert (measure.name, measure.slice) == (name, slice)
