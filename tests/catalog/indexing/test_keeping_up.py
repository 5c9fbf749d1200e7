"""The index follows the record, whatever happens to it."""

import shutil
import threading
from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import insert, select

from catalog.indexing import (
    Engine,
    RebuildIncomplete,
    begin_build,
    current_build,
    drain,
    drop_old_builds,
    ensure_build,
    index_status,
    rebuild,
    replace_if_broken,
    settle,
    verify,
)
from catalog.indexing.builds import finish_build
from catalog.store.tables import due, index_build
from search.document import Change
from search.errors import IndexLocked, IndexUnavailable
from search.index import Health, SearchIndex
from search.request import SearchRequest, SearchResult
from tests.builders import Workshop, a_descriptor


def found(workshop: Workshop, engine: Engine, query: str) -> list[str]:
    with workshop.database.read() as connection:
        build = current_build(connection, engine)
    index = engine.open(build, writable=False)
    try:
        return [hit.ref for hit in index.find(SearchRequest(query)).hits]
    finally:
        index.close()


def differences(workshop: Workshop, engine: Engine) -> int:
    with workshop.database.read() as connection:
        build = current_build(connection, engine)
    index = engine.open(build, writable=False)
    try:
        return verify(workshop.database, index).count
    finally:
        index.close()


def test_an_entry_can_be_found_by_its_spec_and_annotations(
    workshop: Workshop, engine: Engine
) -> None:
    described = a_descriptor("shop", spec={"note": "basalt"}, annotations={"x/y": "gneiss"})
    workshop.write("a.yaml", described)
    workshop.ingest()
    workshop.index(engine)
    assert found(workshop, engine, "basalt") == ["component:default/shop"]
    assert found(workshop, engine, "gneiss") == ["component:default/shop"]


def test_changes_and_removals_reach_the_index(workshop: Workshop, engine: Engine) -> None:
    workshop.write("a.yaml", a_descriptor("shop"), a_descriptor("till"))
    workshop.ingest()
    workshop.index(engine)
    workshop.write("a.yaml", a_descriptor("shop", title="Granite"))
    workshop.ingest()
    workshop.index(engine)
    assert found(workshop, engine, "granite") == ["component:default/shop"]
    assert found(workshop, engine, "till") == []
    assert differences(workshop, engine) == 0


def test_an_entry_that_comes_out_the_same_is_not_indexed_again(
    workshop: Workshop, engine: Engine
) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.index(engine)
    workshop.write("a.yaml", "# a comment\n" + a_descriptor("shop"))
    workshop.ingest()
    assert settle(workshop.database, engine) == 0
    assert differences(workshop, engine) == 0


def test_a_rebuild_swaps_a_whole_index_for_the_old_one(workshop: Workshop, engine: Engine) -> None:
    workshop.write("a.yaml", *(a_descriptor(f"thing-{number}") for number in range(30)))
    workshop.ingest()
    workshop.index(engine)
    before = ensure_build(workshop.database, engine)
    after = rebuild(workshop.database, engine, batch=7)
    assert after != before
    assert engine.builds() == [after]
    assert differences(workshop, engine) == 0


def test_what_changes_during_a_rebuild_is_in_both_indexes(
    workshop: Workshop, engine: Engine
) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.index(engine)
    new = begin_build(workshop.database, engine)
    workshop.write("b.yaml", a_descriptor("till"))
    workshop.ingest()
    workshop.index(engine)
    assert found(workshop, engine, "till") == ["component:default/till"]
    with engine.writing(new) as index:
        assert drain(workshop.database, index, new) == 2
        finish_build(workshop.database, engine, new, index)
    assert differences(workshop, engine) == 0


def test_an_index_that_was_not_filled_is_not_put_to_use(workshop: Workshop, engine: Engine) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.index(engine)
    before = ensure_build(workshop.database, engine)
    new = begin_build(workshop.database, engine)
    with workshop.database.write() as connection:
        connection.execute(due.delete().where(due.c.consumer == f"index:{new}"))
    with engine.writing(new) as index, pytest.raises(RebuildIncomplete, match="holds 0 of 1"):
        finish_build(workshop.database, engine, new, index)
    assert ensure_build(workshop.database, engine) == before


@pytest.mark.parametrize("damage", ["missing", "torn"])
def test_a_damaged_index_is_made_anew(workshop: Workshop, engine: Engine, damage: str) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.index(engine)
    (build,) = engine.builds()
    if damage == "missing":
        shutil.rmtree(engine.folder / build)
    else:
        for file in (engine.folder / build).rglob("meta.json"):
            file.write_bytes(b"torn")
    assert replace_if_broken(workshop.database, engine)
    settle(workshop.database, engine)
    assert found(workshop, engine, "shop") == ["component:default/shop"]
    assert differences(workshop, engine) == 0


def test_settling_alone_mends_a_missing_index_when_there_is_work(
    workshop: Workshop, engine: Engine
) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    workshop.index(engine)
    (build,) = engine.builds()
    shutil.rmtree(engine.folder / build)
    settle(workshop.database, engine)
    assert differences(workshop, engine) == 0


def test_what_another_process_is_indexing_is_waited_for(workshop: Workshop, engine: Engine) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    build = ensure_build(workshop.database, engine)
    holder = engine.open(build, writable=True)
    waits = threading.Event()

    def wait(_seconds: float) -> None:
        waits.set()
        drain(workshop.database, holder, build)

    assert settle(workshop.database, engine, pause=wait) == 0
    holder.close()
    assert waits.is_set()
    assert differences(workshop, engine) == 0


def test_a_holder_that_ends_is_followed_by_who_waits(workshop: Workshop, engine: Engine) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    build = ensure_build(workshop.database, engine)
    holder = engine.open(build, writable=True)
    assert settle(workshop.database, engine, pause=lambda _seconds: holder.close()) == 1
    assert differences(workshop, engine) == 0


def test_patience_ends(workshop: Workshop, engine: Engine) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    build = ensure_build(workshop.database, engine)
    with engine.writing(build), pytest.raises(IndexLocked):
        settle(workshop.database, engine, patience=0)


def test_status_tells_how_much_is_due(workshop: Workshop, engine: Engine) -> None:
    ensure_build(workshop.database, engine)
    workshop.write("a.yaml", a_descriptor("shop"), a_descriptor("till"))
    workshop.ingest()
    before = index_status(workshop.database, engine)
    workshop.index(engine)
    after = index_status(workshop.database, engine)
    assert (before.entries, before.due, after.due) == (2, 2, 0)


def test_builds_nobody_uses_are_dropped(workshop: Workshop, engine: Engine) -> None:
    used = ensure_build(workshop.database, engine)
    engine.create("20200101000000-aaaaaa")
    engine.create("20200101000000-bbbbbb")
    with workshop.database.write() as connection:
        connection.execute(
            insert(index_build).values(
                name="20200101000000-bbbbbb", engine="embedded", state="building", created_at=0
            )
        )
    young = begin_build(workshop.database, engine)
    assert len(drop_old_builds(workshop.database, engine)) == 2
    assert sorted(engine.builds()) == sorted([used, young])


class Picky:
    """A real index that refuses some entries, as an engine does with what it can't map."""

    def __init__(self, index: SearchIndex, refused: str, *, ok: bool = True) -> None:
        self._index, self._refused, self._ok = index, refused, ok

    def apply(self, changes: Sequence[Change]) -> None:
        if any(getattr(change, "name", "").startswith(self._refused) for change in changes):
            raise IndexUnavailable("refused")
        self._index.apply(changes)

    def find(self, request: SearchRequest) -> SearchResult:
        return self._index.find(request)

    def revisions(self) -> Iterator[tuple[int, int]]:
        return self._index.revisions()

    def count(self) -> int:
        return self._index.count()

    def health(self) -> Health:
        return Health(self._ok, "embedded")

    def close(self) -> None:
        self._index.close()


def test_an_entry_the_engine_refuses_is_put_off_and_stops_no_other(
    workshop: Workshop, engine: Engine
) -> None:
    workshop.write("a.yaml", *(a_descriptor(f"thing-{number}") for number in range(9)))
    workshop.ingest()
    build = ensure_build(workshop.database, engine)
    with engine.writing(build) as index:
        picky = Picky(index, "thing-4")
        assert drain(workshop.database, picky, build) == 9
        assert drain(workshop.database, picky, build) == 0
        assert index.count() == 8
    status = index_status(workshop.database, engine)
    assert (status.builds[0].due, status.builds[0].put_off) == (1, 1)


def test_everything_stays_due_while_the_engine_is_down(workshop: Workshop, engine: Engine) -> None:
    workshop.write("a.yaml", a_descriptor("shop"))
    workshop.ingest()
    build = ensure_build(workshop.database, engine)
    with engine.writing(build) as index, pytest.raises(IndexUnavailable):
        drain(workshop.database, Picky(index, "shop", ok=False), build)
    with workshop.database.read() as connection:
        rows = connection.execute(select(due.c.attempts, due.c.not_before)).all()
    assert rows == [(0, 0.0)]


def test_an_engine_that_refuses_everything_is_down_itself(
    workshop: Workshop, engine: Engine
) -> None:
    workshop.write("a.yaml", *(a_descriptor(f"thing-{number}") for number in range(9)))
    workshop.ingest()
    build = ensure_build(workshop.database, engine)
    with engine.writing(build) as index, pytest.raises(IndexUnavailable):
        drain(workshop.database, Picky(index, "thing"), build)
    assert index_status(workshop.database, engine).builds[0].put_off == 0
