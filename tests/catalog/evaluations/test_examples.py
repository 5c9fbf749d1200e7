"""How scores of single examples are kept."""

from typing import Any

from catalog.evaluations.blobs import Columns, pack_columns, unpack_arrays, unpack_columns
from catalog.evaluations.examples import packed_examples, slice_columns
from catalog.evaluations.limits import MOST_EXAMPLE_BYTES
from catalog.evaluations.remarks import Remarks
from plugins.facts import Examples


def packed(**more: Any) -> tuple[bytes, list[str]]:
    """With the codes of what is told of it."""
    given: dict[str, Any] = {"ids": ["a", "b", "c"], "scores": {"m": [1.0, 0.5, 0.0]}, **more}
    remarks = Remarks("")
    body = packed_examples(Examples(**given), remarks)
    return body, [problem.code for problem in remarks.all()]


def slices(body: bytes) -> dict[str, list[str]]:
    """Whichever way they are read."""
    columns, arrays = unpack_columns(body), unpack_arrays(body)
    found = {
        name: [values[place] for place in places]
        for name, values, places in slice_columns(columns.integers, columns.texts)
    }
    assert found == {
        name: [values[place] for place in places]
        for name, values, places in slice_columns(arrays.integers, arrays.texts)
    }
    assert arrays.numbers["m"].tolist() == columns.numbers["m"]
    return found


def test_examples_without_slices_are_kept_as_they_were_by_older_releases() -> None:
    texts = {"ids": ["a", "b", "c"], "clusters": []}
    before = pack_columns(Columns({}, {"m": [1.0, 0.5, 0.0]}, texts))
    assert packed() == (before, [])
    assert slices(before) == {}


def test_slices_are_read_as_they_were_told() -> None:
    told = {"country": ["SE", "", "SE"], "ids": ["x", "y\0", "x"]}
    body, problems = packed(slices=told)
    assert problems == []
    assert slices(body) == {"country": ["SE", "", "SE"], "ids": ["x", "y\ufffd", "x"]}


def test_a_ragged_column_of_slices_is_left_out_and_the_rest_is_kept() -> None:
    body, problems = packed(slices={"country": ["SE"], "year": ["1", "2", "3"]})
    assert problems == ["evaluation/examples"]
    assert slices(body) == {"year": ["1", "2", "3"]}


def test_a_value_too_long_for_a_slice_is_as_if_it_were_not_known() -> None:
    body, problems = packed(slices={"country": ["x" * 500, "y" * 500, "SE"]})
    assert problems == ["evaluation/slice"]
    assert slices(body) == {"country": ["", "", "SE"]}


def test_slices_count_for_how_much_is_kept() -> None:
    count = MOST_EXAMPLE_BYTES // 8 // 4
    ids, scores = [""] * count, {"m": [0.0] * count}
    assert packed(ids=ids, scores=scores)[1] == []
    many = {f"s{place}": ids for place in range(4)}
    assert packed(ids=ids, scores=scores, slices=many) == (b"", ["evaluation/examples"])
