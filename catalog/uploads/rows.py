"""Rows of the table `upload`."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from catalog.store.upload_tables import upload
from catalog.uploads.packing import packed_draft, packed_file, unpacked_draft, unpacked_file
from catalog.uploads.views import UploadView, WholeUpload
from plugins.api import Draft

DRAFTS_LIVE = 24 * 3600.0  # seconds
MOST_DRAFTS = 20  # the oldest are forgotten first
SHORT = [upload.c[name] for name in UploadView.__dataclass_fields__]


def add_draft(
    connection: Connection, view: UploadView, data: bytes, answers: Mapping[str, str], made: Draft
) -> None:
    """Keep a file until somebody agrees to it; forgets drafts that are too old or too many."""
    _forget_drafts(connection, view.at)
    values = {name: getattr(view, name) for name in UploadView.__dataclass_fields__}
    values |= {"body": packed_file(data), "answers": json.dumps(dict(answers))}
    connection.execute(insert(upload).values(**values, draft=packed_draft(made)))


def change_draft(connection: Connection, view: UploadView, **values: Any) -> bool:
    """Whether it is still there, as a draft."""
    here = (upload.c.key == view.key) & upload.c.is_draft
    return bool(connection.execute(upload.update().where(here).values(**values)).rowcount)


def draft_of(connection: Connection, key: str, now: float) -> WholeUpload | None:
    """None for one that nobody knows, or that was forgotten or agreed to."""
    lives = upload.c.is_draft & (upload.c.at > now - DRAFTS_LIVE)
    return _whole(connection, (upload.c.key == key) & lives)


def upload_named(connection: Connection, plugin: str, name: str) -> WholeUpload | None:
    """What counts under this name."""
    return _whole(connection, _named(plugin, name))


def uploads(connection: Connection, now: float) -> tuple[list[UploadView], list[UploadView]]:
    """Those that count, by name; and the drafts, the newest first."""
    rows = connection.execute(select(*SHORT).order_by(upload.c.name, upload.c.plugin))
    views = [UploadView(**row._mapping) for row in rows]
    drafts = [it for it in views if it.is_draft and it.at > now - DRAFTS_LIVE]
    drafts.sort(key=lambda it: -it.at)
    return [it for it in views if not it.is_draft], drafts


def file_of(connection: Connection, key: str) -> bytes:
    body = connection.scalar(select(upload.c.body).where(upload.c.key == key))
    return unpacked_file(body) if body else b""


def settle(connection: Connection, draft: WholeUpload, now: float) -> None:
    """Let a draft be what counts under its name, in place of what did; all answers that were
    shown were agreed to."""
    view = draft.view
    agreed = {**draft.answers, **{it.name: it.answer for it in draft.draft.questions}}
    connection.execute(delete(upload).where(_named(view.plugin, view.name)))
    here = upload.c.key == view.key
    connection.execute(
        upload.update().where(here).values(is_draft=False, at=now, answers=json.dumps(agreed))
    )


def remove(connection: Connection, which: UploadView) -> None:
    connection.execute(delete(upload).where(upload.c.key == which.key))


def _named(plugin: str, name: str) -> ColumnElement[bool]:
    return (upload.c.plugin == plugin) & (upload.c.name == name) & ~upload.c.is_draft


def _whole(connection: Connection, which: ColumnElement[bool]) -> WholeUpload | None:
    row = connection.execute(select(*SHORT, upload.c.answers, upload.c.draft).where(which)).first()
    if row is None:
        return None
    values = dict(row._mapping)
    answers, draft = json.loads(values.pop("answers")), unpacked_draft(values.pop("draft"))
    return WholeUpload(view=UploadView(**values), answers=answers, draft=draft)


def _forget_drafts(connection: Connection, now: float) -> None:
    newest = select(upload.c.id).where(upload.c.is_draft).order_by(upload.c.id.desc())
    kept = list(connection.scalars(newest.limit(MOST_DRAFTS - 1)))
    is_old = (upload.c.at <= now - DRAFTS_LIVE) | upload.c.id.not_in(kept)
    connection.execute(delete(upload).where(upload.c.is_draft & is_old))
