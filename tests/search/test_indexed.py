"""What of a document is found, filtered and sorted by."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.indexed import indexed
from search.ranking import EXACT, KIND_WEIGHTS, MOST_POPULAR, importance, popularity, typos_allowed
from tests.search.corpus import a_document


def test_a_value_can_be_asked_for_in_each_of_its_forms() -> None:
    terms = indexed(a_document(owner="group:default/Risk", tags=("Gold",))).terms
    assert {"owner=group:default/risk", "owner=default/risk", "owner=risk", "tag=gold"} <= {*terms}


def test_a_facet_counts_only_the_whole_ref() -> None:
    assert indexed(a_document(owner="group:default/risk")).facets["owner"] == ["group:default/risk"]


def test_a_project_is_in_itself() -> None:
    terms = indexed(a_document(kind="Project", name="churn")).terms
    assert {"project=churn", "project=project:default/churn"} <= {*terms}


def test_a_name_in_camel_case_has_several_words() -> None:
    assert indexed(a_document(name="FraudModel")).texts["name"] == ["Fraud Model"]


_TIMES = st.floats(0, 4e9)


@settings(deadline=None)
@given(_TIMES, _TIMES)
def test_sort_keys_order_as_the_times_do(one: float, other: float) -> None:
    first, second = (
        int(indexed(a_document(id, updated_at=at)).keys["updated"])
        for id, at in enumerate(sorted([one, other]))
    )
    assert first < second


_IDS = st.integers(0, 2**25 - 1)


@settings(deadline=None)
@given(_IDS, _IDS, st.text(max_size=5))
def test_no_two_documents_have_the_same_key(one: int, other: int, title: str) -> None:
    keys = [indexed(a_document(id, title=title)).keys for id in (one, other)]
    assert one == other or all(keys[0][sort] != keys[1][sort] for sort in keys[0])


@settings(deadline=None)
@given(st.floats(allow_nan=False), st.integers(0, 2**62))
def test_any_number_gives_a_key_that_fits(number: float, id: int) -> None:
    keys = indexed(a_document(id, updated_at=number, views=number)).keys
    assert all(0 <= int(keys[sort]) < 2**63 for sort in ("updated", "views"))


def test_popularity_is_mild_and_bounded() -> None:
    assert popularity(0) == popularity(-5) == 1.0
    assert 1.0 < popularity(9) < popularity(99) < popularity(1e300) == MOST_POPULAR


def test_importance_never_outweighs_a_name_that_is_typed_in_full() -> None:
    most = max(importance(kind, 1e300) for kind in KIND_WEIGHTS)
    assert EXACT * importance("Pipeline", 0) > 100 * most


def test_longer_words_may_have_more_mistakes() -> None:
    assert [typos_allowed("x" * length) for length in (3, 4, 7, 8)] == [0, 1, 1, 2]
