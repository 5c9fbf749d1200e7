"""Filter rows are Backstage's."""

import pytest

from catalog.ingest.flatten import FilterRow, flatten, js_text
from catalog.store.tables import NO_VALUE


def rows(**spec: object) -> set[FilterRow]:
    found = flatten({"kind": "Component", "metadata": {"name": "a"}, "spec": spec})
    return {row for row in found if row[0].startswith("spec")}


def test_keys_and_values_are_lower_case_and_keep_how_they_were_written() -> None:
    assert rows(Type="Service") == {("spec.type", "service", "Service", False)}


def test_a_text_in_a_list_is_an_item() -> None:
    assert rows(tags=["b", "A"]) == {
        ("spec.tags", "b", None, True),
        ("spec.tags", "a", "A", True),
    }


def test_things_in_a_list_share_their_paths() -> None:
    assert rows(links=[{"url": "x"}, {"url": "y"}]) == {
        ("spec.links.url", "x", None, False),
        ("spec.links.url", "y", None, False),
    }


def test_what_has_no_value_is_still_there() -> None:
    assert rows(nothing=None, long="x" * 201) == {
        ("spec.nothing", NO_VALUE, None, False),
        ("spec.long", NO_VALUE, None, False),
    }


def test_the_longest_value_is_kept_and_the_longest_key() -> None:
    assert rows(**{"k" * 195: "x" * 200}) == {("spec." + "k" * 195, "x" * 200, None, False)}
    assert rows(**{"k" * 196: "x"}) == set()


def test_a_character_no_database_keeps_has_no_value() -> None:
    assert rows(a="x\0y") == {("spec.a", NO_VALUE, None, False)}


def test_equal_rows_are_one() -> None:
    assert rows(a=["X", "x"]) == {("spec.a", "x", "X", True)}


def test_what_the_catalog_adds_has_no_rows() -> None:
    found = flatten(
        {
            "relations": [{"type": "x"}],
            "status": {"items": [1]},
            "metadata": {"name": "a", "uid": "u", "etag": "e"},
        }
    )
    assert [row[0] for row in found] == ["metadata.name", "metadata.namespace"]


def test_the_default_namespace_has_a_row() -> None:
    found = flatten({"metadata": {"name": "a"}})
    assert ("metadata.namespace", "default", None, False) in found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (1, "1"),
        (1.0, "1"),
        (0.5, "0.5"),
        (1e21, "1e+21"),
        (10**21, "1e+21"),
        (1e-7, "1e-7"),
        (1.5e-10, "1.5e-10"),
        (0.00001, "0.00001"),
        (123456789012345680000.0, "123456789012345680000"),
        (-2.5, "-2.5"),
        (0.0, "0"),
        (2**53 + 1, "9007199254740992"),
    ],
)
def test_numbers_are_written_as_javascript_does(value: object, text: str) -> None:
    assert js_text(value) == text
