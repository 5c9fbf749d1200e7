"""A file is shown before it counts; uploaded again it takes its own place."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from catalog.store.fact_tables import evaluation_result, evaluation_run, fact_source
from catalog.store.tables import problem
from catalog.store.upload_tables import upload
from catalog.uploads import UploadParts, answer, begin, confirm, reading, remove, rows
from catalog.uploads.views import UploadView, WholeUpload
from descriptors.problems import Problem
from plugins.host.loading import Plugins

GOOD = b"ranker 0.5\nscorer 0.25\n"


def begun(uploading: UploadParts, data: bytes = GOOD, **more: Any) -> WholeUpload:
    made = begin(uploading, "Results Q1.note", data, **more)
    assert isinstance(made, WholeUpload), made
    return made


def kept(uploading: UploadParts, data: bytes = GOOD, **more: Any) -> UploadView:
    done = confirm(uploading, begun(uploading, data, **more))
    assert isinstance(done, UploadView), done
    return done


def values(uploading: UploadParts) -> dict[str, float]:
    with uploading.database.read() as connection:
        found = connection.execute(
            select(evaluation_run.c.uid, evaluation_result.c.value)
            .join(evaluation_result, evaluation_result.c.run_id == evaluation_run.c.id)
            .join(fact_source, fact_source.c.id == evaluation_run.c.source_id)
            .where(fact_source.c.name == "noted upload:results-q1")
        )
        return {row.uid: row.value for row in found}


def test_nothing_counts_before_somebody_agrees(uploading: UploadParts) -> None:
    draft = begun(uploading)
    assert (draft.view.name, draft.view.runs, draft.view.is_draft) == ("results-q1", 2, True)
    assert values(uploading) == {}
    confirm(uploading, draft)
    assert values(uploading) == {"ranker": 0.5, "scorer": 0.25}


def test_uploaded_again_it_is_changed_and_what_is_gone_goes(uploading: UploadParts) -> None:
    kept(uploading)
    kept(uploading, b"ranker 0.75\nnew 1\n", name="results-q1")
    assert values(uploading) == {"ranker": 0.75, "new": 1}
    with uploading.database.read() as connection:
        assert len(connection.execute(select(upload)).all()) == 1


def test_the_same_again_writes_no_run(uploading: UploadParts) -> None:
    def runs() -> list[Any]:
        with uploading.database.read() as connection:
            return list(connection.execute(select(evaluation_run)))

    kept(uploading)
    before = runs()
    kept(uploading)
    assert runs() == before


def test_answers_change_what_it_says_and_are_tried_first_the_next_time(
    uploading: UploadParts,
) -> None:
    other = answer(uploading, begun(uploading), {"metric": "f1"}, "mine")
    assert isinstance(other, WholeUpload)
    confirm(uploading, other)
    again = begun(uploading, name="mine")
    assert again.answers == {"metric": "f1"}
    assert {it.metric for run in again.draft.report.evaluations for it in run.results} == {"f1"}


def test_what_is_wrong_with_it_is_kept_with_it(uploading: UploadParts) -> None:
    done = kept(uploading, b"ranker 0.5\nscorer bad\n")
    assert (done.runs, done.problems) == (1, 1)
    with uploading.database.read() as connection:
        (row,) = connection.execute(select(problem))
    assert (row.file, row.path, row.said_by) == (
        "Results Q1.note",
        "B2",
        "noted upload:results-q1",
    )


def test_removed_it_takes_what_it_said_along(uploading: UploadParts) -> None:
    done = kept(uploading, b"ranker 0.5\nscorer bad\n")
    assert remove(uploading, done) is None
    assert values(uploading) == {}
    with uploading.database.read() as connection:
        assert not connection.execute(select(problem)).all()
        assert rows.uploads(connection, done.at) == ([], [])


def test_a_draft_is_agreed_to_once(uploading: UploadParts) -> None:
    draft = begun(uploading)
    confirm(uploading, draft)
    again = confirm(uploading, draft)
    assert isinstance(again, Problem)
    assert again.code == "upload/gone"


def test_drafts_are_forgotten_after_a_day_and_where_there_are_many(uploading: UploadParts) -> None:
    first = begun(uploading)
    tomorrow = first.view.at + rows.DRAFTS_LIVE
    with uploading.database.read() as connection:
        assert rows.draft_of(connection, first.view.key, tomorrow - 1)
        assert rows.draft_of(connection, first.view.key, tomorrow) is None
    late = replace(first.view, key="late", at=tomorrow)
    uploading.database.transact(lambda it: rows.add_draft(it, late, b"x", {}, first.draft))
    for number in range(rows.MOST_DRAFTS + 3):
        one = replace(late, key=str(number))
        uploading.database.transact(
            lambda it, one=one: rows.add_draft(it, one, b"x", {}, first.draft)
        )
    with uploading.database.read() as connection:
        keys = [it.key for it in rows.uploads(connection, tomorrow)[1]]
    assert len(keys) == rows.MOST_DRAFTS
    assert first.view.key not in keys


@pytest.mark.parametrize(
    ("filename", "data", "more", "code"),
    [
        ("a.exe", GOOD, {}, "upload/suffix"),
        ("a.note", b"", {}, "upload/empty"),
        ("a.note", b"x" * (20 * 1024 * 1024 + 1), {}, "upload/too-large"),
        ("a.note", GOOD, {"name": "Not a name"}, "upload/name"),
        ("a.note", GOOD, {"way": "noted/other"}, "upload/reads"),
        ("a.note", b"only\n", {}, "plugin/raised"),
    ],
)
def test_what_can_not_be_uploaded_says_why(
    uploading: UploadParts, filename: str, data: bytes, more: dict[str, str], code: str
) -> None:
    refused = begin(uploading, filename, data, **more)
    assert isinstance(refused, Problem)
    assert refused.code == code


def test_a_file_that_says_nothing_is_not_kept(uploading: UploadParts) -> None:
    refused = confirm(uploading, begun(uploading, b"a bad\n"))
    assert isinstance(refused, Problem)
    assert refused.code == "upload/empty"


def test_where_no_plugin_reads_files_it_is_said(uploading: UploadParts) -> None:
    refused = begin(replace(uploading, plugins=Plugins), "a.note", GOOD)
    assert isinstance(refused, Problem)
    assert refused.code == "upload/plugin"


def test_without_its_plugin_an_upload_stays(uploading: UploadParts) -> None:
    done = kept(uploading)
    alone = replace(uploading, plugins=Plugins)
    refused = remove(alone, done)
    assert isinstance(refused, Problem)
    assert values(uploading)


def test_the_name_of_a_file_says_nothing_of_folders(uploading: UploadParts) -> None:
    made = begin(uploading, "C:\\Users\\ada\\..\\x.note", GOOD)
    assert isinstance(made, WholeUpload)
    assert made.view.filename == "x.note"


def test_while_another_file_is_read_one_is_told_to_try_again(
    uploading: UploadParts,
) -> None:
    with reading._turn:
        refused = begin(uploading, "some.note", GOOD)
    assert isinstance(refused, Problem)
    assert refused.code == "upload/busy"
