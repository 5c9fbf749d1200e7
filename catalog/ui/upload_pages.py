"""Files that people upload: what there is, what a file would mean, and what counts."""

import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.ui.exports import export
from catalog.ui.parts import PageParts
from catalog.ui.showing import show
from catalog.ui.tables import asked_of
from catalog.ui.upload_tables import (
    SHOWN,
    number_table,
    problem_table,
    reads_table,
    upload_table,
)
from catalog.uploads import UploadParts, answer, begin, confirm, remove, rows
from catalog.uploads.reading import readable
from catalog.uploads.subjects import undeclared
from catalog.uploads.uploading import LARGEST
from catalog.uploads.views import WholeUpload
from descriptors.problems import Problem

UPLOADS = "/uploads"
LARGEST_UPLOAD = LARGEST + 64 * 1024  # bytes of a form with a file
ANSWER = "answer."  # before the names of questions in forms
DRAFT, ONE = f"{UPLOADS}/drafts/<key>", f"{UPLOADS}/of/<plugin>/<name>"


def add_upload_pages(pages: Blueprint, parts: PageParts) -> None:
    """What changes something is sent by POST, with the token of a form of ours."""
    for rule, name, view, method in (
        (UPLOADS, "uploads", uploads_page, "GET"),
        (UPLOADS, "begin_upload", begin_upload, "POST"),
        (DRAFT, "upload_draft", draft_page, "GET"),
        (DRAFT, "answer_upload", answer_upload, "POST"),
        (ONE, "upload", upload_page, "GET"),
        (f"{ONE}/remove", "remove_upload", remove_upload, "POST"),
    ):
        pages.add_url_rule(rule, name, partial(view, parts), methods=[method])


def uploads_page(parts: PageParts) -> Response:
    """All uploads, who reads what, and the form for one more."""
    return _uploads(parts)


def _uploads(parts: PageParts, refused: Problem | None = None, name: str = "") -> Response:
    with parts.database.read() as connection:
        kept, drafts = rows.uploads(connection, time.time())
    table = upload_table(kept, asked_of(UPLOADS, request.args, name="uploads"))
    ways = readable(parts.plugins())
    reads = reads_table(ways, asked_of(UPLOADS, request.args, name="reads"))
    return (
        export(table, table.rows, "uploads")
        or export(reads, reads.rows, "what can be uploaded")
        or show(
            "uploads.html",
            status=400 if refused else 200,
            table=table,
            drafts=drafts,
            reads=reads,
            ways=ways,
            refused=refused,
            typed=name,
        )
    )


def begin_upload(parts: PageParts) -> AnyResponse:
    """Take a file; on to the page of its draft, or back with what was wrong."""
    file = request.files.get("file")
    name, way = request.form.get("name", "").strip(), request.form.get("way", "")
    if file is None or not file.filename:
        return _uploads(parts, Problem("upload/none", "No file was chosen"), name)
    with closing(file):
        data = file.read(LARGEST + 1)
    made = begin(_parts(parts), file.filename, data, name=name, way=way)
    if isinstance(made, Problem):
        return _uploads(parts, made, name)
    return redirect(f"{UPLOADS}/drafts/{made.view.key}", 303)


def draft_page(parts: PageParts, key: str) -> Response:
    """What a file would mean, before anybody agreed to it."""
    return _draft(parts, _existing_draft(parts, key))


def answer_upload(parts: PageParts, key: str) -> AnyResponse:
    """Take answers. What is kept is what was shown: where answers changed, it is shown first."""
    held, wanted = _existing_draft(parts, key), request.form.get("do", "")
    if wanted == "forget":
        remove(_parts(parts), held.view)
        return redirect(UPLOADS, 303)
    given, name = _answers(held), request.form.get("name", "").strip() or held.view.name
    changed = given != _shown_answers(held)
    if changed or name != held.view.name:
        made = answer(_parts(parts), held, given, name)
        if isinstance(made, Problem):
            return _draft(parts, held, made)
        held = made
    if changed or wanted != "keep":
        return redirect(f"{UPLOADS}/drafts/{key}{'?changed=1' if wanted == 'keep' else ''}", 303)
    kept = confirm(_parts(parts), held)
    if isinstance(kept, Problem):
        return _draft(parts, held, kept)
    return redirect(f"{UPLOADS}/of/{kept.plugin}/{kept.name}", 303)


def _draft(parts: PageParts, held: WholeUpload, refused: Problem | None = None) -> Response:
    path = f"{UPLOADS}/drafts/{held.view.key}"
    problems = [*held.draft.problems, *held.draft.report.problems]
    table = problem_table(problems, asked_of(path, request.args, name="problems"))
    numbers = number_table(held.draft, asked_of(path, request.args, name="numbers"))
    with parts.database.read() as connection:
        before = rows.upload_named(connection, held.view.plugin, held.view.name)
    return (
        export(table, table.rows, f"{held.view.name} problems")
        or export(numbers, numbers.rows, held.view.name)
        or show(
            "upload_draft.html",
            status=400 if refused else 200,
            upload=held.view,
            draft=held.draft,
            **_asked(held),
            marks={it.path: it.message for it in problems if it.path},
            problems=table,
            numbers=replace(numbers, rows=numbers.rows[:SHOWN]),
            before=before.view if before else None,
            refused=refused,
            undeclared=undeclared(parts.database, parts.reader(), held.draft),
            changed="changed" in request.args,
        )
    )


def _asked(held: WholeUpload) -> dict[str, Any]:
    """The questions: those about the whole file, and those at the heads of columns."""
    questions = held.draft.questions
    return {
        "questions": [it for it in questions if not it.column],
        "of_columns": {it.column: it for it in questions if it.column},
    }


def upload_page(parts: PageParts, plugin: str, name: str) -> Response:
    """What counts under a name: its numbers, as a file too, and what was wrong with it."""
    return _upload(parts, _existing(parts, plugin, name))


def _upload(parts: PageParts, held: WholeUpload, refused: Problem | None = None) -> Response:
    path = f"{UPLOADS}/of/{held.view.plugin}/{held.view.name}"
    problems = [*held.draft.problems, *held.draft.report.problems]
    table = problem_table(problems, asked_of(path, request.args, name="problems"))
    numbers = number_table(held.draft, asked_of(path, request.args, name="numbers"))
    return (
        export(table, table.rows, f"{held.view.name} problems")
        or export(numbers, numbers.rows, held.view.name)
        or show(
            "upload.html",
            status=409 if refused else 200,
            upload=held.view,
            answers=_in_words(held),
            problems=table,
            numbers=replace(numbers, rows=numbers.rows[:SHOWN]),
            refused=refused,
            undeclared=undeclared(parts.database, parts.reader(), held.draft),
        )
    )


def remove_upload(parts: PageParts, plugin: str, name: str) -> AnyResponse:
    """Forget it with all it says; back to its page with the reason, if it has to stay."""
    held = _existing(parts, plugin, name)
    if refused := remove(_parts(parts), held.view):
        return _upload(parts, held, refused)
    return redirect(UPLOADS, 303)


def _in_words(held: WholeUpload) -> list[tuple[str, str]]:
    """What was agreed to: each question with its answer."""
    return [(it.label, it.answer) for it in held.draft.questions if it.answer]


def _answers(held: WholeUpload) -> Mapping[str, str]:
    """What the form says to the questions of a draft, and what it does not ask as it was."""
    return {
        it.name: request.form.get(f"{ANSWER}{it.name}", it.answer).strip()
        for it in held.draft.questions
    }


def _shown_answers(held: WholeUpload) -> Mapping[str, str]:
    return {it.name: it.answer.strip() for it in held.draft.questions}


def _existing_draft(parts: PageParts, key: str) -> WholeUpload:
    with parts.database.read() as connection:
        found = rows.draft_of(connection, key, time.time())
    if found is None:
        abort(404, "This draft was kept or forgotten. Upload the file again.")
    return found


def _existing(parts: PageParts, plugin: str, name: str) -> WholeUpload:
    with parts.database.read() as connection:
        found = rows.upload_named(connection, plugin, name)
    if found is None:
        abort(404, "Nothing is uploaded under this name.")
    return found


def _parts(parts: PageParts) -> UploadParts:
    return UploadParts(database=parts.database, plugins=parts.plugins, caller=parts.caller)
