"""Steps from one document to the next."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.ingest.diff import MAX_STEPS, diff

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_equal_documents_have_no_steps() -> None:
    assert diff({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}) == []


def test_members_are_added_removed_and_replaced() -> None:
    assert diff({"a": 1, "b": 2}, {"a": 3, "c": 4}) == [
        {"op": "replace", "path": "/a", "before": 1, "after": 3},
        {"op": "remove", "path": "/b", "before": 2},
        {"op": "add", "path": "/c", "after": 4},
    ]


def test_a_list_of_texts_is_one_value() -> None:
    assert diff({"tags": ["a", "b"]}, {"tags": ["a", "c"]}) == [
        {"op": "replace", "path": "/tags", "before": ["a", "b"], "after": ["a", "c"]}
    ]


def test_things_in_a_list_are_compared_one_by_one() -> None:
    before = {"versions": [{"version": 1, "commit": "a"}, {"version": 2}]}
    after = {"versions": [{"version": 1, "commit": "b"}]}
    assert diff(before, after) == [
        {"op": "replace", "path": "/versions/0/commit", "before": "a", "after": "b"},
        {"op": "remove", "path": "/versions/1", "before": {"version": 2}},
    ]


def test_true_is_not_one() -> None:
    assert diff({"a": 1}, {"a": True}) != []


def test_a_pointer_escapes_what_it_must() -> None:
    (step,) = diff({"a/b~c": 1}, {"a/b~c": 2})
    assert step["path"] == "/a~1b~0c"


def test_a_document_changed_all_over_is_replaced() -> None:
    before = {str(number): number for number in range(MAX_STEPS + 1)}
    after = dict.fromkeys(before, -1)
    assert diff(before, after) == [{"op": "replace", "path": "", "before": before, "after": after}]


@given(documents, documents)
def test_there_are_steps_exactly_between_different_documents(before: object, after: object) -> None:
    different = before != after or repr(before) != repr(after)
    assert bool(diff(before, after)) <= different
    assert diff(before, before) == []
