"""Files that are uploaded by programs: shown first, kept when asked, like those of people."""

import base64
import binascii
import math
import time
from dataclasses import asdict
from itertools import islice
from typing import Any

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.errors import Conflict, NotFound, PluginRests, Refused
from catalog.api.parts import ApiParts
from catalog.api.plugins.turns import TRY_AGAIN
from catalog.uploads import UploadParts, answer, begin, confirm, remove, rows
from catalog.uploads.numbers import rows_of
from catalog.uploads.reading import BUSY, readable
from catalog.uploads.subjects import undeclared
from catalog.uploads.uploading import LARGEST
from catalog.uploads.views import Reads, UploadView, WholeUpload
from descriptors.problems import Problem
from plugins.api import Question

LARGEST_UPLOAD = LARGEST * 4 // 3 + 256 * 1024  # bytes of a body with a file in base64
SHOWN = 100  # numbers of an upload in an answer


def list_uploads(parts: ApiParts) -> Response:
    """All uploads, drafts that nobody agreed to yet, and who reads which files."""
    with parts.database.read() as connection:
        kept, drafts = rows.uploads(connection, time.time())
    ways = [_reads(it) for it in readable(parts.plugins())]
    return json_answer(
        {"uploads": [_short(it) for it in kept], "drafts": [_short(it) for it in drafts]}
        | {"reads": ways}
    )


def add_upload(parts: ApiParts, body: dict[str, Any]) -> Response:
    """Show what a file would say. Nothing of it counts before it is kept."""
    try:
        data = base64.b64decode(body["content"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(Problem("upload/content", f"`content` is no base64: {error}")) from None
    named = {"name": body["name"], "way": body["reads"], "answers": body["answers"]}
    made = begin(_parts(parts), body["filename"], data, **named)
    return json_answer(_whole(parts, _done(made)), 201)


def one_draft(parts: ApiParts, key: str) -> Response:
    """What a file would say, by the answers so far."""
    return json_answer(_whole(parts, _draft(parts, key)))


def answer_draft(parts: ApiParts, body: dict[str, Any], key: str) -> Response:
    """Answer questions about a file; those that are not answered stay as they were."""
    made = answer(_parts(parts), _draft(parts, key), body["answers"], body["name"])
    return json_answer(_whole(parts, _done(made)))


def keep_draft(parts: ApiParts, key: str) -> Response:
    """Agree to what a file says. What was uploaded under its name before goes."""
    kept = confirm(_parts(parts), _draft(parts, key))
    if isinstance(kept, Problem):
        raise Conflict(kept)
    return json_answer(_short(kept))


def forget_draft(parts: ApiParts, key: str) -> Response:
    """Forget a file that nobody agreed to."""
    remove(_parts(parts), _draft(parts, key).view)
    return Response(status=204)


def one_upload(parts: ApiParts, plugin: str, name: str) -> Response:
    """What counts under a name."""
    return json_answer(_whole(parts, _upload(parts, plugin, name)))


def remove_upload(parts: ApiParts, plugin: str, name: str) -> Response:
    """Forget an upload with all it says."""
    refused = remove(_parts(parts), _upload(parts, plugin, name).view)
    if refused is not None:
        raise Conflict(refused)
    return Response(status=204)


def _done(made: WholeUpload | Problem) -> WholeUpload:
    if isinstance(made, Problem):
        raise PluginRests(made.message, TRY_AGAIN) if made.code == BUSY else Refused(made)
    return made


def _draft(parts: ApiParts, key: str) -> WholeUpload:
    with parts.database.read() as connection:
        found = rows.draft_of(connection, key, time.time())
    if found is None:
        raise NotFound("There is no such draft: it was kept or forgotten, or is older than a day")
    return found


def _upload(parts: ApiParts, plugin: str, name: str) -> WholeUpload:
    with parts.database.read() as connection:
        found = rows.upload_named(connection, plugin, name)
    if found is None:
        raise NotFound(f"Nothing is uploaded as {name}, for the plugin {plugin}")
    return found


def _parts(parts: ApiParts) -> UploadParts:
    return UploadParts(database=parts.database, plugins=parts.plugins, caller=parts.caller)


def _short(it: UploadView) -> dict[str, Any]:
    shown = asdict(it)
    shown["isDraft"] = shown.pop("is_draft")
    return shown


def _reads(it: Reads) -> dict[str, Any]:
    return {"key": it.key, "title": it.title, "suffixes": list(it.suffixes), "about": it.about}


def _whole(parts: ApiParts, it: WholeUpload) -> dict[str, Any]:
    draft = it.draft
    problems = [*draft.problems, *draft.report.problems]
    return {
        "upload": _short(it.view),
        "questions": [_question(one) for one in draft.questions],
        "preview": asdict(draft.preview),
        "numbers": [_finite(row) for row in islice(rows_of(draft.report), SHOWN)],
        "undeclared": undeclared(parts.database, parts.reader(), draft)[:SHOWN],
        "problems": [one.as_json() for one in problems],
    }


def _question(it: Question) -> dict[str, Any]:
    options = [{"value": value, "label": label} for value, label in it.options]
    return {**asdict(it), "options": options}


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    """JSON has no number for what is not finite: that becomes text."""
    return {
        name: str(value) if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in row.items()
        if value not in (None, "")
    }
