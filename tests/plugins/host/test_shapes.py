"""Whatever the contract's classes can hold crosses unharmed, and nothing else crosses."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.api import (
    DatasetUse,
    EvaluationRun,
    LocationTarget,
    ModelVersion,
    Problem,
    Reading,
    Report,
    Result,
)
from plugins.host.shapes import Mismatch, shape_of
from tests.plugins.host.mistyped import mistyped

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
NUMBERS = st.floats(allow_nan=False)
WHOLE = st.integers(-(2**63) + 1, 2**63 - 1)
SIMPLE = {str: TEXTS, float: NUMBERS, int: WHOLE, bool: st.booleans(), type(None): st.none()}
JSON = st.recursive(
    st.none() | st.booleans() | WHOLE | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inside: (
        st.lists(inside, max_size=3).map(list) | st.dictionaries(TEXTS, inside, max_size=3)
    ),
    max_leaves=5,
)


def values_of(wanted: Any) -> st.SearchStrategy[Any]:
    """Values of a type as the contract's annotations write it."""
    if wanted in SIMPLE:
        return SIMPLE[wanted]
    if wanted in (Any, object):
        return JSON
    arguments = get_args(wanted)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        hints = get_type_hints(wanted)
        return st.deferred(
            lambda: st.builds(wanted, **{name: values_of(hint) for name, hint in hints.items()})
        )
    if get_origin(wanted) is Sequence:
        return st.lists(values_of(arguments[0]), max_size=1).map(tuple)
    if get_origin(wanted) is Mapping:
        return st.dictionaries(TEXTS, values_of(arguments[1]), max_size=2)
    if get_origin(wanted) is tuple:
        return st.tuples(*map(values_of, arguments))
    return st.one_of(*map(values_of, arguments))


@pytest.mark.slow
@pytest.mark.parametrize(
    "wanted", [Report, Reading, EvaluationRun, ModelVersion, LocationTarget, Problem]
)
def test_what_is_sent_is_what_arrives(wanted: type) -> None:
    shape = shape_of(wanted)

    @settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(values_of(wanted))
    def arrives(value: object) -> None:
        sent = json.dumps(shape.plain(value))
        assert repr(shape.built(json.loads(sent))) == repr(value)

    arrives()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Result(metric=mistyped(1), value=1.0), "metric must be a text, not 1"),
        (Result(metric="a", value=True), "value must be a number, not True"),
        (
            Result(metric="a", value=1.0, n=mistyped(1.5)),
            "n must be a whole number or None, not 1.5",
        ),
        (Result(metric="a", value=1.0, n=2**70), "at most 63 bits or None, not a huge number"),
        (Result(metric="a", value=1.0, slice={"b": mistyped(1)}), "slice['b'] must be a text"),
        (Result(metric="a", value=1.0, slice=mistyped(["b"])), "slice must be a mapping"),
        (Result(metric="x" * 2**21, value=1.0), "metric must be a text of at most 1,048,576"),
        ("text", "it must be a Result, not 'text'"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(value: object, said: str) -> None:
    with pytest.raises(Mismatch) as error:
        shape_of(Result).plain(value)
    assert said in str(error.value)


def test_a_plugins_own_class_never_arrives() -> None:
    class Mine(DatasetUse):
        extra = "more"

    plain = shape_of(DatasetUse).plain(Mine(name="plays"))
    assert type(shape_of(DatasetUse).built(plain)) is DatasetUse


def test_texts_are_what_every_database_keeps() -> None:
    plain = shape_of(DatasetUse).plain(DatasetUse(name="a\0b\ud800c"))
    assert plain == {"name": "ab?c"}


@pytest.mark.parametrize("sent", [[], {"name": 1}, {"nonsense": 1}, None, "x"])
def test_what_comes_from_a_child_is_trusted_as_little(sent: object) -> None:
    with pytest.raises(Mismatch):
        shape_of(DatasetUse).built(sent)


def test_a_field_that_is_missing_is_told() -> None:
    with pytest.raises(Mismatch, match="all fields of a Result"):
        shape_of(Result).built({"metric": "auc"})
