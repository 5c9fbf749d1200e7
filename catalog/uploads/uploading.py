"""The story of an upload: a file comes, its plugin says what it would mean, people answer until
they agree, and what it says is kept under a name, in place of what was uploaded so before."""

import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from catalog.attachments.names import of_upload
from catalog.refresh.apply import apply_report, forget_source
from catalog.uploads import rows
from catalog.uploads.packing import packed_draft
from catalog.uploads.parts import UploadParts
from catalog.uploads.reading import read_file, reader_of
from catalog.uploads.views import Reads, UploadView, WholeUpload
from descriptors.problems import Problem
from plugins.api import Draft, Report
from plugins.host.loading import LoadedPlugin

LARGEST = 20 * 1024 * 1024  # bytes of a file
LONGEST_NAME, LONGEST_FILENAME, LONGEST_ANSWER = 63, 255, 1_000
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
NAME_HINT = "small letters, digits, points, dashes; at most 63"


def begin(
    parts: UploadParts,
    filename: str,
    data: bytes,
    *,
    name: str = "",
    way: str = "",
    answers: Mapping[str, str] | None = None,
) -> WholeUpload | Problem:
    """A draft of a file. Under a name that is taken, the answers that were given before are tried
    first; `way` is the `plugin/type` that reads it, where the file's name does not say."""
    filename = filename.replace("\\", "/").rpartition("/")[2].replace("\0", "")[:LONGEST_FILENAME]
    reads = reader_of(parts.plugins(), filename, way)
    if isinstance(reads, Problem):
        return reads
    name = name or name_for(filename)
    if wrong := _wrong(name, data):
        return wrong
    with parts.database.read() as connection:
        before = rows.upload_named(connection, reads.plugin, name)
    given = {**(before.answers if before else {}), **(answers or {})}
    made = read_file(parts, reads, filename, data, given)
    if before and not (isinstance(made, Draft) and made.questions):
        # Another workbook has other sheets: what was agreed to then is of no use to it.
        given = dict(answers or {})
        made = read_file(parts, reads, filename, data, given)
    if isinstance(made, Problem):
        return made
    view = _view(reads, name, filename, data, made)
    parts.database.transact(lambda it: rows.add_draft(it, view, data, given, made))
    return WholeUpload(view=view, answers=given, draft=made)


def answer(
    parts: UploadParts, draft: WholeUpload, answers: Mapping[str, str], name: str = ""
) -> WholeUpload | Problem:
    """The draft by other answers, or under another name."""
    view = replace(draft.view, name=name or draft.view.name)
    if wrong := _wrong(view.name, b" "):
        return wrong
    given = {**draft.answers, **{key: it[:LONGEST_ANSWER] for key, it in answers.items()}}
    with parts.database.read() as connection:
        data = rows.file_of(connection, view.key)
    reads = Reads(plugin=view.plugin, type=view.type, title="", suffixes=())
    made = read_file(parts, reads, view.filename, data, given)
    if isinstance(made, Problem):
        return made
    runs, results, problems = _counts(made).values()
    view = replace(view, runs=runs, results=results, problems=problems)
    kept = {"name": view.name, "answers": json.dumps(given), "draft": packed_draft(made)}
    parts.database.transact(lambda it: rows.change_draft(it, view, **kept, **_counts(made)))
    return WholeUpload(view=view, answers=given, draft=made)


def confirm(parts: UploadParts, draft: WholeUpload) -> UploadView | Problem:
    """Keep what the draft says, and nothing else that was uploaded under its name before."""
    plugin = parts.plugins().get(draft.view.plugin)
    if plugin is None:
        return _not_in_use(draft.view.plugin)
    if not draft.view.runs and not draft.draft.report.attachments:
        message = "There is nothing in it that could be kept"
        return Problem("upload/empty", message, "answer what its columns mean")
    return parts.database.transact(lambda it: _keep(it, plugin, draft, time.time()))


def remove(parts: UploadParts, view: UploadView) -> Problem | None:
    """Forget an upload and all it says, or a draft."""
    plugin = parts.plugins().get(view.plugin)
    if plugin is None and not view.is_draft:
        return _not_in_use(view.plugin)

    def work(connection: Connection) -> None:
        rows.remove(connection, view)
        if plugin is not None and not view.is_draft:
            forget_source(connection, plugin, of_upload(view.name), time.time())

    parts.database.transact(work)
    return None


def name_for(filename: str) -> str:
    """The name an upload has where people give none: `Results Q1.csv` is `results-q1`."""
    stem = filename.rpartition(".")[0] or filename
    return re.sub(r"[^a-z0-9._-]+", "-", stem.lower()).strip("-._")[:LONGEST_NAME] or "upload"


def _keep(
    connection: Connection, plugin: LoadedPlugin, draft: WholeUpload, now: float
) -> UploadView | Problem:
    view = draft.view
    if not rows.change_draft(connection, view, at=now):
        hint = "upload the file again"
        return Problem("upload/gone", "This draft was agreed to or forgotten meanwhile", hint)
    apply_report(connection, plugin, of_upload(view.name), _report(draft), now)
    rows.settle(connection, draft, now)
    return replace(view, is_draft=False, at=now)


def _report(draft: WholeUpload) -> Report:
    """All there is under this name, with what is wrong with the file."""
    found = [replace(it, file=it.file or draft.view.filename) for it in draft.draft.problems]
    report = draft.draft.report
    problems = [*report.problems, *found]
    return replace(report, problems=problems, complete=True, cursor="", more=False, proposals=())


def _view(reads: Reads, name: str, filename: str, data: bytes, made: Draft) -> UploadView:
    return UploadView(
        key=secrets.token_urlsafe(32),
        plugin=reads.plugin,
        type=reads.type,
        name=name,
        is_draft=True,
        filename=filename,
        size=len(data),
        at=time.time(),
        **_counts(made),
    )


def _counts(made: Draft) -> dict[str, int]:
    runs = made.report.evaluations
    problems = len(made.problems) + len(made.report.problems)
    return {"runs": len(runs), "results": sum(len(it.results) for it in runs), "problems": problems}


def _wrong(name: str, data: bytes) -> Problem | None:
    if not NAME.fullmatch(name):
        return Problem("upload/name", f"`{name[:80]}` is no name of an upload", NAME_HINT)
    if not data:
        return Problem("upload/empty", "The file is empty")
    if len(data) > LARGEST:
        message = f"The file has {len(data):,} bytes, more than {LARGEST:,}"
        return Problem("upload/too-large", message, "leave out what is no evaluation")
    return None


def _not_in_use(plugin: str) -> Problem:
    hint = f"`mlhome plugins enable {plugin}`, or install it"
    return Problem("upload/plugin", f"Plugin `{plugin}` is not in use", hint)
