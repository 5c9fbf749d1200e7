"""What is compared: from what people typed to versions and runs that are there.

A subject is `REF@VERSION` (or an alias in place of the version), `REF` for its newest version, or
`run:ID`. A version is one that a descriptor declares, a source reports, or a run names.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from catalog.comparison.subject_entities import SubjectEntity, subject_entities
from catalog.comparison.views import Asked
from catalog.evaluations import RunRow, VersionRow
from catalog.evaluations.side_by_side import (
    latest_runs,
    newest_version,
    runs_by_id,
    versions_measured,
)
from catalog.evaluations.versions import known_versions
from catalog.store.reader import Reader
from descriptors.problems import Problem
from descriptors.refs import InvalidRef, parse_ref
from descriptors.suggest import did_you_mean

LEAST, MOST = 2, 10
_RUN = re.compile(r"run:(\d{1,10})")
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A subject, before it is known on which data it is looked at. `known` is what sources say of
    the version, `pinned` the one run that was asked for, `runs` those that count, newest first."""

    asked: str
    entity: SubjectEntity
    version: str
    known: VersionRow | None = None
    pinned: RunRow | None = None
    runs: tuple[RunRow, ...] = ()

    @property
    def ref(self) -> str:
        return self.entity.ref

    @property
    def key(self) -> tuple[str, str, int]:
        """Equal for the same column."""
        return self.ref, self.version, self.pinned.id if self.pinned else 0

    @property
    def is_unknown(self) -> bool:
        """A version that nobody declares, reports or measured."""
        return bool(self.version and not self.known and not self.runs)

    @property
    def names(self) -> set[str]:
        """What people may call it by."""
        aliases = self.known.aliases if self.known else ()
        versions = () if self.pinned else (self.version, *aliases)
        return {self.asked, *versions, *(f"{self.ref}@{version}" for version in versions)}


@dataclass(frozen=True, slots=True)
class FoundSubjects:
    subjects: tuple[Found, ...]
    baseline: int = 0


@dataclass(frozen=True, slots=True)
class _Named:
    """What one text means: the version of an entity (None: its newest), or a run."""

    text: str
    ref: str = ""
    version: str | None = None
    run: int | None = None


@dataclass(slots=True)
class _Looking:
    """What has been read so far, so that nothing is read twice."""

    connection: Connection
    reader: Reader
    entities: dict[str, SubjectEntity] = field(default_factory=dict)
    versions: dict[str, list[VersionRow]] = field(default_factory=dict)


def find_subjects(
    connection: Connection, reader: Reader, asked: Asked
) -> FoundSubjects | list[Problem]:
    """All that were asked for, the baseline among them (before all others, if it was not)."""
    texts = [text.strip() for text in asked.subjects if text.strip()]
    looking = _Looking(connection, reader)
    found, problems = _find(looking, texts)
    if problems:
        return problems
    baseline = _place_of(found, asked.baseline.strip())
    if baseline is None:
        text = asked.baseline.strip()
        added, problems = _find(looking, [whole_text(found[0].ref, text) if found else text])
        found, baseline = [*added, *found], 0
    problems = problems or _unknown(looking, found) or _wrong_number(found) or _twice(found)
    return problems or FoundSubjects(tuple(found), baseline)


def find_each(
    connection: Connection, reader: Reader, texts: Sequence[str]
) -> tuple[list[Found], list[Problem]]:
    """All that are there, and what is wrong with the others."""
    looking = _Looking(connection, reader)
    found, problems = _find(looking, texts)
    problems += _unknown(looking, found)
    return [one for one in found if not one.is_unknown], problems


def is_only_version(connection: Connection, reader: Reader, one: Found) -> bool:
    """Whether nobody knows another version of the same entity."""
    known = known_versions(connection, reader, one.ref)
    measured = versions_measured(connection, reader, one.ref)
    return {row.version for row in known} | measured <= {one.version}


def find_named(connection: Connection, reader: Reader, texts: Iterable[str]) -> dict[str, Found]:
    """By what was asked for; what is not there, or has nothing measured, is left out."""
    found, _ = _find(_Looking(connection, reader), sorted(set(texts)))
    return {one.asked: one for one in found if one.runs}


def _find(looking: _Looking, texts: Sequence[str]) -> tuple[list[Found], list[Problem]]:
    read = [_named(text) for text in texts]
    problems = [one for one in read if isinstance(one, Problem)]
    named = [one for one in read if isinstance(one, _Named)]
    runs = runs_by_id(looking.connection, looking.reader, {one.run for one in named if one.run})
    looking.entities |= subject_entities(
        looking.connection,
        looking.reader,
        {one.ref for one in named} | {run.subject for run in runs.values()},
    )
    made = [_of_run(looking, one, runs) if one.run else _of_ref(looking, one) for one in named]
    problems += [one for one in made if isinstance(one, Problem)]
    return _measured(looking, [one for one in made if isinstance(one, Found)]), problems


def _named(text: str) -> _Named | Problem:
    """Read one text; a kind that is not said is a model."""
    if run := _RUN.fullmatch(text):
        return _Named(text, run=min(int(run[1]), _LARGEST_ID))
    name, at, version = text.partition("@")
    try:
        return _Named(text, str(parse_ref(name, default_kind="model")), version if at else None)
    except InvalidRef as wrong:
        hint = "write REF@VERSION, REF, or run:ID, as in `model:default/ranker@7`"
        return Problem("compare/subject", str(wrong), hint)


def _of_run(looking: _Looking, one: _Named, runs: dict[int, RunRow]) -> Found | Problem:
    run = runs.get(one.run or 0)
    entity = looking.entities.get(run.subject) if run else None
    if run is None or entity is None:
        return Problem("compare/run", f"There is no run {one.run}", "its page has its number")
    known = _version_named(_versions(looking, run.subject), run.version)
    return Found(asked=one.text, entity=entity, version=run.version, known=known, pinned=run)


def _of_ref(looking: _Looking, one: _Named) -> Found | Problem:
    entity = looking.entities.get(one.ref)
    if entity is None:
        text = f"There is no entity {one.ref}"
        return Problem("compare/unknown", text, "look for it with `mlhome search`")
    rows = _versions(looking, one.ref)
    if one.version:
        known = _version_named(rows, one.version)
        version = known.version if known else one.version
        return Found(asked=one.text, entity=entity, version=version, known=known)
    if rows:
        return Found(asked=one.text, entity=entity, version=rows[0].version, known=rows[0])
    newest = newest_version(looking.connection, looking.reader, one.ref)
    return Found(asked=one.text, entity=entity, version=newest or "")


def _versions(looking: _Looking, ref: str) -> list[VersionRow]:
    if ref not in looking.versions:
        looking.versions[ref] = known_versions(looking.connection, looking.reader, ref)
    return looking.versions[ref]


def _version_named(rows: Iterable[VersionRow], name: str) -> VersionRow | None:
    rows = list(rows)
    exact = (row for row in rows if row.version == name)
    aliased = (row for row in rows if name in row.aliases)
    return next(exact, None) or next(aliased, None)


def _measured(looking: _Looking, found: Sequence[Found]) -> list[Found]:
    """With the runs that count of each; of one that is a run, that run only."""
    wanted = {(one.ref, one.version) for one in found if not one.pinned}
    runs = latest_runs(looking.connection, looking.reader, wanted) if wanted else {}
    return [
        replace(one, runs=(one.pinned,) if one.pinned else tuple(runs[one.ref, one.version]))
        for one in found
    ]


def _place_of(found: Sequence[Found], baseline: str) -> int | None:
    if not baseline:
        return 0
    places = (place for place, one in enumerate(found) if baseline in one.names)
    return next(places, None)


def whole_text(ref: str, baseline: str) -> str:
    """A bare text is a version of the same entity."""
    return baseline if any(sign in baseline for sign in ":/@") else f"{ref}@{baseline}"


def _unknown(looking: _Looking, found: Sequence[Found]) -> list[Problem]:
    missing = (one for one in found if one.is_unknown)
    return [_no_version(one, looking.versions[one.ref]) for one in missing]


def _no_version(one: Found, rows: Sequence[VersionRow]) -> Problem:
    names = [name for row in rows for name in (row.version, *row.aliases)]
    text = f"{one.ref} has no version `{one.version}`"
    hint = did_you_mean(one.version, names) or "its page lists them"
    return Problem("compare/version", text, hint, entity_ref=one.ref)


def _wrong_number(found: Sequence[Found]) -> list[Problem]:
    if len(found) < LEAST:
        return [Problem("compare/few", f"At least {LEAST} can be compared, not {len(found)}")]
    if len(found) > MOST:
        hint = "leave some out; tables of runs take any number"
        return [Problem("compare/many", f"At most {MOST} can be compared, not {len(found)}", hint)]
    return []


def _twice(found: Sequence[Found]) -> list[Problem]:
    seen: dict[tuple[str, str, int], Found] = {}
    for one in found:
        before = seen.setdefault(one.key, one)
        if before is not one:
            text = f"`{before.asked}` and `{one.asked}` are the same"
            return [Problem("compare/twice", text, "name each once")]
    return []
