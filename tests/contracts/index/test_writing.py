"""What is written, what is ignored, and what is held afterwards."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.document import Change, Removal
from search.index import SearchIndex
from search.open import create_build, open_index
from search.request import SearchRequest
from tests.contracts.index.asking import held, names
from tests.contracts.index.conftest import MakeIndex
from tests.search.corpus import CORPUS, a_document


def test_what_was_applied_can_be_found_at_once(index: SearchIndex) -> None:
    index.apply([a_document(7, name="fresh", title="Fresh paint")])
    hit = index.find(SearchRequest("paint")).hits[0]
    assert (hit.id, hit.ref, hit.name, hit.title) == (
        7,
        "model:default/fresh",
        "fresh",
        "Fresh paint",
    )
    assert index.count() == 1


def test_a_hit_shows_the_document_as_it_was_written(index: SearchIndex) -> None:
    document = replace(CORPUS[1], updated_at=12.5, domain="domain:default/retail")
    index.apply([document])
    hit = index.find(SearchRequest("ranker")).hits[0]
    shown = {name for name in hit.__dataclass_fields__ if hasattr(document, name)}
    assert {name: getattr(hit, name) for name in shown} == {
        name: getattr(document, name) for name in shown
    }


def test_a_newer_revision_replaces_the_older_one(index: SearchIndex) -> None:
    index.apply([a_document(1, 1, title="Old paint")])
    index.apply([a_document(1, 2, title="New paint")])
    assert [hit.title for hit in index.find(SearchRequest("paint")).hits] == ["New paint"]
    assert held(index) == {1: 2}


@pytest.mark.parametrize("late", [1, 2])
def test_a_revision_that_is_not_higher_is_ignored(index: SearchIndex, late: int) -> None:
    index.apply([a_document(1, 2, title="New paint")])
    index.apply([a_document(1, late, title="Late paint"), a_document(2, 1)])
    assert [hit.title for hit in index.find(SearchRequest("paint")).hits] == ["New paint"]
    assert held(index) == {1: 2, 2: 1}


def test_the_newest_of_one_batch_wins_in_whatever_order(index: SearchIndex) -> None:
    index.apply([a_document(1, 3, title="Third"), a_document(1, 2, title="Second")])
    assert [hit.title for hit in index.find(SearchRequest()).hits] == ["Third"]


def test_a_removed_document_stays_away_when_a_late_write_comes(index: SearchIndex) -> None:
    index.apply([a_document(1, 1), a_document(2, 1)])
    index.apply([Removal(1, 2)])
    index.apply([a_document(1, 1), a_document(1, 2)])
    assert names(index.find(SearchRequest())) == ["entry-2"]
    assert held(index) == {2: 1}
    assert index.count() == 1


def test_a_late_removal_is_ignored(index: SearchIndex) -> None:
    index.apply([a_document(1, 5)])
    index.apply([Removal(1, 5), Removal(1, 4)])
    assert held(index) == {1: 5}


def test_what_was_removed_can_come_back_with_a_higher_revision(index: SearchIndex) -> None:
    index.apply([a_document(1, 1)])
    index.apply([Removal(1, 2)])
    index.apply([a_document(1, 3, title="Back")])
    assert [hit.title for hit in index.find(SearchRequest()).hits] == ["Back"]


def test_removing_what_was_never_there_does_nothing(index: SearchIndex) -> None:
    index.apply([Removal(9, 1)])
    index.apply([])
    assert held(index) == {}
    assert index.find(SearchRequest()).total == 0


_CHANGES = st.lists(
    st.one_of(
        st.builds(a_document, st.integers(1, 4), st.integers(1, 6)),
        st.builds(Removal, st.integers(1, 4), st.integers(1, 6)),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(_CHANGES, max_size=4))
def test_whatever_order_changes_come_in_the_highest_revision_is_held(
    make_index: MakeIndex, batches: list[list[Change]]
) -> None:
    index = make_index()
    newest: dict[int, Change] = {}
    for change in (change for batch in batches for change in batch):
        if change.id not in newest or change.revision > newest[change.id].revision:
            newest[change.id] = change
    for batch in batches:
        index.apply(batch)
    expected = {c.id: c.revision for c in newest.values() if not isinstance(c, Removal)}
    assert held(index) == expected
    assert index.count() == len(expected)
    index.close()


def test_another_reader_sees_what_the_writer_wrote(search_url: str, folder: Path) -> None:
    create_build(search_url, folder, "two-readers")
    writer = open_index(search_url, folder, "two-readers", writable=True)
    reader = open_index(search_url, folder, "two-readers", writable=False)
    writer.apply([a_document(1, title="Seen")])
    assert reader.find(SearchRequest("seen")).total == 1
    writer.apply([Removal(1, 2)])
    assert reader.find(SearchRequest("seen")).total == 0
    reader.close()
    writer.close()


def test_odd_text_is_stored_and_found(index: SearchIndex) -> None:
    odd = "half \ud800 pair, \x00, <b>, ümläut " + "x" * 70_000
    index.apply([a_document(1, title="Odd", description=odd, text=odd * 3)])
    index.apply([a_document(2, title="", description="", tags=("", "a,b"), updated_at=-1.0)])
    assert index.find(SearchRequest("umlaut half")).total == 1
    assert index.find(SearchRequest('tag:"a,b"')).total == 1
    assert index.count() == 2


def test_revisions_tell_every_document_whoever_may_see_it(index: SearchIndex) -> None:
    index.apply([a_document(id, id, audience=id % 3) for id in range(1, 1_201)])
    assert held(index) == {id: id for id in range(1, 1_201)}


def test_the_points_of_a_batch_are_told(search_url: str, folder: Path) -> None:
    points: list[str] = []
    create_build(search_url, folder, "points")
    index = open_index(search_url, folder, "points", writable=True, at=points.append)
    index.apply([a_document(1)])
    index.close()
    assert points == ["before-commit", "after-commit"]
