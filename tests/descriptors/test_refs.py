"""How entities are named."""

import pytest

from descriptors.refs import InvalidRef, parse_ref


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Fraud", "group:default/fraud"),
        ("user:Ada", "user:default/ada"),
        ("risk/fraud", "group:risk/fraud"),
        ("User:risk/Ada", "user:risk/ada"),
        ("risk/fraud:v2", "group:risk/fraud:v2"),
        ("a:b:c", "a:default/b:c"),
    ],
)
def test_what_a_ref_leaves_out_is_filled_in(text: str, ref: str) -> None:
    assert str(parse_ref(text, "Group")) == ref


def test_the_namespace_that_is_left_out_is_that_of_the_one_who_refers() -> None:
    assert str(parse_ref("fraud", "Group", "risk")) == "group:risk/fraud"


@pytest.mark.parametrize("text", [":x", "/x", "x/", "x:", "user:/ada", "user:risk/"])
def test_a_ref_with_an_empty_part_is_refused(text: str) -> None:
    with pytest.raises(InvalidRef, match="`"):
        parse_ref(text, "Group")


def test_a_ref_without_kind_is_refused_where_no_kind_goes_without_saying() -> None:
    with pytest.raises(InvalidRef, match="needs a kind"):
        parse_ref("payments-db")
