import hashlib
from typing import Any

import pytest
from sqlalchemy import select

from catalog.attachments.read import attachments_of
from catalog.refresh.push import (
    LARGEST,
    PushDone,
    PushedAttachment,
    push_attachments,
    withdraw_attachment,
)
from catalog.refresh.push_sources import (
    PushSource,
    add_push_source,
    allowed,
    change_schemas,
    push_sources,
    remove_push_source,
    renew_token,
)
from catalog.store.database import Database
from catalog.store.plugin_tables import attachment, push_source
from catalog.store.reader import EVERYONE
from catalog.store.tables import entity
from descriptors.problems import Problem
from tests.catalog.browse.records import a_component, keep

ONE, TWO = "component:default/one", "component:default/two"
SCHEMA = {
    "type": "object",
    "properties": {"level": {"type": "integer", "minimum": 0}},
    "additionalProperties": False,
}
CI = PushSource("ci", "Our CI", {"build": SCHEMA})


@pytest.fixture
def token(database: Database) -> str:
    keep(database, a_component("one"), a_component("two"))
    with database.write() as connection:
        made = add_push_source(connection, CI, 1.0)
    assert isinstance(made, str)
    return made


def push(
    database: Database, *things: PushedAttachment, now: float = 10.0, complete: bool = False
) -> PushDone:
    def work(connection: Any) -> PushDone:
        (source,) = push_sources(connection)
        return push_attachments(connection, source, things, now, complete=complete)

    return database.transact(work)


def build(ref: str = ONE, value: Any = None, type: str = "build", **more: Any) -> PushedAttachment:
    return PushedAttachment(ref, type, {"level": 1} if value is None else value, **more)


def test_of_a_token_only_a_digest_is_kept(database: Database, token: str) -> None:
    with database.read() as connection:
        row = connection.execute(select(push_source)).one()
        assert row.secret_digest == hashlib.sha256(token.encode()).hexdigest()
        assert token not in str(tuple(row))
        found = allowed(connection, "ci", token)
        assert found == PushSource("ci", "Our CI", {"build": SCHEMA}, created_at=1.0)
        refused = [("ci", ""), ("ci", token[:-1]), ("other", token), ("other", "")]
        assert [allowed(connection, *it) for it in refused] == [None] * 4


def test_a_renewed_token_makes_the_one_before_worthless(database: Database, token: str) -> None:
    with database.write() as connection:
        newer = renew_token(connection, "ci")
        assert isinstance(newer, str)
        assert allowed(connection, "ci", token) is None
        assert allowed(connection, "ci", newer)


def test_what_is_pushed_is_kept_and_equal_pushes_write_nothing(
    database: Database, token: str
) -> None:
    assert push(database, build(), build(TWO)) == PushDone(changed=2)
    with database.read() as connection:
        before = connection.execute(select(attachment, entity.c.revision).join(entity)).all()
    assert push(database, build(), build(TWO), now=20.0) == PushDone(unchanged=2)
    with database.read() as connection:
        after = connection.execute(select(attachment, entity.c.revision).join(entity)).all()
    assert after == before
    (it,) = attachments_of(database, EVERYONE, ONE)
    assert (it.title, it.value, it.plugin_state) == ("Our CI: build", {"level": 1}, "ok")


def test_a_whole_push_ends_what_it_lacks(database: Database, token: str) -> None:
    push(database, build(), build(TWO))
    assert push(database, build(), now=20.0, complete=True) == PushDone(unchanged=1, over=1)
    assert attachments_of(database, EVERYONE, TWO) == []


def test_one_can_be_withdrawn(database: Database, token: str) -> None:
    push(database, build(), build(TWO))
    with database.write() as connection:
        assert withdraw_attachment(connection, CI, ONE, "build", 20.0)
        assert not withdraw_attachment(connection, CI, ONE, "build", 21.0)
        assert not withdraw_attachment(connection, CI, "component:default/none", "build", 22.0)
    assert attachments_of(database, EVERYONE, ONE) == []
    assert len(attachments_of(database, EVERYONE, TWO)) == 1


@pytest.mark.parametrize(
    ("thing", "path"),
    [
        (build(value={"level": -1}), "/attachments/1/value/level"),
        (build(value={"levels": 1}), "/attachments/1/value"),
        (build(value="x" * LARGEST), "/attachments/1/value"),
        (build(type="other"), "/attachments/1"),
        (build("one"), "/attachments/1/entityRef"),
        (build("component:none"), "/attachments/1/entityRef"),
        (build("component:no\0ne"), "/attachments/1/entityRef"),
        (build(url="javascript:alert(1)"), "/attachments/1/url"),
        (build(url="http://["), "/attachments/1/url"),
    ],
)
def test_one_that_is_wrong_is_pointed_at_and_none_is_kept(
    database: Database, token: str, thing: PushedAttachment, path: str
) -> None:
    done = push(database, build(TWO), thing)
    assert [it.path for it in done.problems] == [path]
    assert attachments_of(database, EVERYONE, TWO) == []


def test_too_many_at_once_are_refused(database: Database, token: str) -> None:
    done = push(database, *[build()] * 1_001)
    assert [it.code for it in done.problems] == ["push/too-many"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (PushSource("CI"), "push/name"),
        (PushSource("x", schemas={"a b": {}}), "push/name"),
        (PushSource("x", schemas={"a": {"type": "nothing"}}), "push/schema"),
        (PushSource("x", schemas={"a": {"$ref": "http://127.0.0.1:1/x"}}), "push/schema"),
        (PushSource("x", schemas={"a": {"enum": ["y" * 200_000]}}), "push/schema"),
        (CI, "push/known"),
    ],
)
def test_a_source_that_can_not_be_is_refused(
    database: Database, token: str, wanted: PushSource, code: str
) -> None:
    with database.write() as connection:
        made = add_push_source(connection, wanted, 1.0)
    assert isinstance(made, Problem)
    assert made.code == code


def test_schemas_can_be_added_and_changed(database: Database, token: str) -> None:
    with database.write() as connection:
        assert change_schemas(connection, "ci", {"cost": {}, "build": {}}) is None
        assert [set(it.schemas) for it in push_sources(connection)] == [{"build", "cost"}]
        unknown = change_schemas(connection, "other", {})
    assert unknown
    assert unknown.code == "push/unknown"
    assert push(database, build(value={"level": -1})) == PushDone(changed=1)


def test_what_a_removed_source_pushed_stays_marked(database: Database, token: str) -> None:
    push(database, build())
    with database.write() as connection:
        assert remove_push_source(connection, "ci") is None
        assert remove_push_source(connection, "ci")
    assert [it.plugin_state for it in attachments_of(database, EVERYONE, ONE)] == ["removed"]
