"""Subjects as the columns of a comparison: how they are told apart, and what is said of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalog.comparison.common_data import OnData
from catalog.comparison.subjects import Found
from catalog.comparison.views import Subject
from catalog.evaluations import RunRow

# Where MLflow keeps what people write about a run.
_NOTE_TAGS = ("mlflow.note.content",)
Details = Mapping[int, Mapping[str, Any]]


def subject_columns(found: Sequence[Found], data: OnData, details: Details) -> tuple[Subject, ...]:
    """A column for each subject, with a name that no other has."""
    names = _told_apart([list(_names(one)) for one in found])
    return tuple(
        _column(one, name, run, missing, details)
        for one, name, run, missing in zip(found, names, data.runs, data.missing, strict=True)
    )


def _column(one: Found, name: str, run: RunRow | None, missing: str, details: Details) -> Subject:
    said = details.get(run.id, {}) if run else {}
    known = one.known
    return Subject(
        asked=one.asked,
        ref=one.ref,
        version=one.version,
        name=name,
        title=one.entity.title,
        run=_with_rows(run, said.get("rows")) if run else None,
        missing=missing,
        owner=one.entity.owner,
        commit=(known.commit if known else "") or said.get("commit", ""),
        author=said.get("author", ""),
        evaluator=said.get("evaluator", ""),
        aliases=known.aliases if known else (),
        notes=_notes(one, said),
        known=known is not None,
    )


def _with_rows(run: RunRow, rows: int | None) -> RunRow:
    """The run, with how many rows the data had that it was measured on."""
    return replace(run, dataset=replace(run.dataset, rows=rows)) if run.dataset else run


def _notes(one: Found, said: Mapping[str, Any]) -> tuple[str, ...]:
    """What people wrote of the version, wherever they did."""
    of_version = (each.description for each in one.known.said) if one.known else ()
    tags = said.get("tags") or {}
    of_run = (str(tags[name]) for name in _NOTE_TAGS if name in tags)
    return tuple(dict.fromkeys(note for note in (*of_version, *of_run) if note))


def _names(one: Found) -> Iterator[str]:
    """Ever longer, the last one nobody else's."""
    _, _, rest = one.ref.partition(":")
    version = f"@{one.version}" if one.version else ""
    if one.pinned:
        called = one.pinned.name or one.pinned.uid
        yield called
        yield f"{called} of {rest.rpartition('/')[2]}{version}"
        yield f"{called} (run {one.pinned.id})"
        return
    yield f"{rest.rpartition('/')[2]}{version}"
    yield f"{rest}{version}"
    yield f"{one.ref}{version}"


def _told_apart(names: Sequence[Sequence[str]]) -> list[str]:
    """The shortest name of each that is no name of another."""
    counts = Counter(name for some in names for name in set(some))
    return [_first(name for name in some if counts[name] == 1) or some[-1] for some in names]


def _first(names: Iterable[str]) -> str:
    return next(iter(names), "")
