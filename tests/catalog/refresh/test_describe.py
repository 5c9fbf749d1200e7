from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete

from catalog.refresh.calling import Caller
from catalog.refresh.checks import check_some
from catalog.refresh.describe import describe_some
from catalog.refresh.due import plugin_changed
from catalog.refresh.register import register_plugins
from catalog.store.plugin_tables import attachment, check_value
from catalog.store.tables import due
from plugins.host.children import Pending
from plugins.host.loading import Plugins
from tests.catalog.refresh.conftest import Laboratory
from tests.catalog.refresh.lab import LONG


def test_an_entity_that_is_new_is_described(laboratory: Laboratory) -> None:
    ref = laboratory.has("one", asked="yes")
    laboratory.has("other")
    assert laboratory.due("describe:lab") == [ref]
    assert describe_some(laboratory.parts, "lab")
    assert [(it.type, it.value) for it in laboratory.known(ref)] == [("told", {"word": "yes"})]
    assert laboratory.due("describe:lab") == []
    assert not describe_some(laboratory.parts, "lab")


def test_a_changed_entity_is_described_again_and_the_state_before_kept(
    laboratory: Laboratory,
) -> None:
    ref = laboratory.has("one", asked="yes")
    describe_some(laboratory.parts, "lab")
    laboratory.has("one", asked="no")
    describe_some(laboratory.parts, "lab")
    (now,) = laboratory.known(ref)
    assert now.value == {"word": "no"}
    assert len(laboratory.rows(attachment)) == 2


def test_an_entity_that_is_no_longer_asked_about_loses_what_was_said(
    laboratory: Laboratory,
) -> None:
    ref = laboratory.has("one", asked="a very long word")
    describe_some(laboratory.parts, "lab")
    assert laboratory.problems() == [("lab/word", ref)]
    laboratory.has("one")
    describe_some(laboratory.parts, "lab")
    assert laboratory.known(ref) == []
    assert laboratory.problems() == []


def test_an_unchanged_entity_is_not_described_again(laboratory: Laboratory) -> None:
    laboratory.has("one", asked="yes")
    describe_some(laboratory.parts, "lab")
    laboratory.workshop.ingest()
    assert laboratory.due("describe:lab") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "code"),
    [("raise", "plugin/raised"), ("exit", "plugin/crashed"), ("hang", "plugin/timeout")],
)
def test_one_that_fails_keeps_what_was_known_and_says_why(
    laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch, word: str, code: str
) -> None:
    monkeypatch.setattr("catalog.refresh.calling.DESCRIBE_SECONDS", 0.5)
    ref = laboratory.has("one", asked="yes")
    describe_some(laboratory.parts, "lab")
    laboratory.has("one", asked=word)
    describe_some(laboratory.parts, "lab")
    assert [it.value for it in laboratory.known(ref)] == [{"word": "yes"}]
    assert laboratory.problems() == [(code, ref)]
    laboratory.workshop.ingest()
    assert code.partition("/")[0] in str(laboratory.workshop.entry(ref)["status"])
    (left,) = [row for row in laboratory.rows(due) if row.consumer == "describe:lab"]
    assert left.attempts == 1
    assert not describe_some(laboratory.parts, "lab")  # not before its time
    laboratory.has("one", asked="better")
    describe_some(laboratory.parts, "lab")
    assert laboratory.problems() == []


def test_an_equal_failure_is_written_once(laboratory: Laboratory) -> None:
    ref = laboratory.has("one", asked="raise")
    describe_some(laboratory.parts, "lab")
    revision = laboratory.workshop.row(ref).revision
    laboratory.set(due, not_before=0.0)
    describe_some(laboratory.parts, "lab")
    assert laboratory.workshop.row(ref).revision == revision
    attempts = {row.consumer: row.attempts for row in laboratory.rows(due)}
    assert attempts["describe:lab"] == 2


def test_what_it_tells_of_another_entity_is_not_kept(laboratory: Laboratory) -> None:
    other = laboratory.has("other")
    ref = laboratory.has("one", asked="other")
    describe_some(laboratory.parts, "lab")
    assert laboratory.known(other) == []
    assert laboratory.problems() == [("report/other-entity", ref)]


class Interrupted(Caller):
    """Begins each call, and then lets something happen."""

    happens: Callable[[], object]

    def describe(self, *arguments: Any) -> Pending:
        pending = super().describe(*arguments)
        self.happens()
        return pending


def test_an_answer_about_what_has_changed_meanwhile_is_not_kept(laboratory: Laboratory) -> None:
    ref = laboratory.has("one", asked="yes")
    caller = Interrupted(laboratory.parts.caller.children, laboratory.parts.caller.settings)
    object.__setattr__(caller, "happens", lambda: laboratory.has("one", asked="no"))
    assert describe_some(replace(laboratory.parts, caller=caller), "lab")
    assert laboratory.known(ref) == []
    assert laboratory.due("describe:lab") == [ref]
    describe_some(laboratory.parts, "lab")
    assert [it.value for it in laboratory.known(ref)] == [{"word": "no"}]


def test_a_plugin_of_another_version_describes_everything_again(laboratory: Laboratory) -> None:
    refs = sorted([laboratory.has("one", asked="yes"), laboratory.has("two", asked="no")])
    while describe_some(laboratory.parts, "lab"):
        pass
    (loaded,) = laboratory.parts.plugins().loaded
    newer = Plugins((replace(loaded, fingerprint="newer"),))
    with laboratory.database.write() as connection:
        register_plugins(connection, newer, 1.0)
    assert laboratory.due("describe:lab") == refs
    assert laboratory.due("values:lab") == refs
    describe_some(laboratory.parts, "lab")
    assert laboratory.due("describe:lab") == refs  # this process has the older one
    describe_some(replace(laboratory.parts, plugins=lambda: newer), "lab")


def test_checks_follow_entity_and_attachments(laboratory: Laboratory) -> None:
    laboratory.has("one", asked="yes")
    laboratory.has("two")
    check_some(laboratory.parts, "lab")
    assert laboratory.rows(check_value) == []  # not known yet
    describe_some(laboratory.parts, "lab")
    check_some(laboratory.parts, "lab")
    assert checked(laboratory) == {"short": "true", "long": "false"}
    laboratory.has("one", asked="longer")
    describe_some(laboratory.parts, "lab")
    check_some(laboratory.parts, "lab")
    assert checked(laboratory) == {"short": "false", "long": "true"}
    assert laboratory.due("check:lab") == []


def test_a_check_of_attachments_is_due_only_where_there_are_some(laboratory: Laboratory) -> None:
    ref = laboratory.has("one", asked="longer")
    laboratory.has("two")
    describe_some(laboratory.parts, "lab")
    assert due_anew(laboratory) == [ref]


def test_what_a_check_said_is_forgotten_with_the_attachment(laboratory: Laboratory) -> None:
    ref = laboratory.has("one", asked="longer")
    describe_some(laboratory.parts, "lab")
    check_some(laboratory.parts, "lab")
    laboratory.has("one")
    describe_some(laboratory.parts, "lab")
    assert due_anew(laboratory) == [ref]
    check_some(laboratory.parts, "lab")
    assert checked(laboratory) == {}
    assert due_anew(laboratory) == []


def test_what_a_plugin_said_goes_with_its_last_function(laboratory: Laboratory) -> None:
    laboratory.has("one", asked="longer")
    describe_some(laboratory.parts, "lab")
    check_some(laboratory.parts, "lab")
    (loaded,) = laboratory.parts.plugins().loaded
    without = replace(loaded, describes=(), checks=())
    with laboratory.database.write() as connection:
        plugin_changed(connection, without)
    parts = replace(laboratory.parts, plugins=lambda: Plugins((without,)))
    assert describe_some(parts, "lab")
    assert check_some(parts, "lab")
    assert [row for row in laboratory.rows(attachment) if row.until is None] == []
    assert checked(laboratory) == {}


def due_anew(laboratory: Laboratory) -> list[str]:
    """Of what is due when all checks of attachments are made anew."""
    (loaded,) = laboratory.parts.plugins().loaded
    with laboratory.database.write() as connection:
        connection.execute(delete(due).where(due.c.consumer == "check:lab"))
        plugin_changed(connection, replace(loaded, checks=(LONG,)))
    return laboratory.due("check:lab")


def checked(laboratory: Laboratory) -> dict[str, str]:
    return {row.name: row.value for row in laboratory.rows(check_value)}
