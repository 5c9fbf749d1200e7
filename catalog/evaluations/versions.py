"""Versions of a model: what its descriptor declares and what sources report, side by side.

Nothing overrules anything: what two of them disagree on is named.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy import Connection, and_, select

from catalog.evaluations.run_rows import as_row, select_rows
from catalog.evaluations.views import RunRow, Said, VersionRow
from catalog.store.database import Database
from catalog.store.fact_tables import (
    evaluation_run,
    fact_source,
    fact_subject,
    model_alias,
)
from catalog.store.fact_tables import (
    model_version as version_table,
)
from catalog.store.reader import Reader
from catalog.store.tables import entity, entry
from descriptors.refs import InvalidRef, parse_ref
from plugins.facts import DatasetUse

DESCRIPTOR = "descriptor"
_WORDS = ("digest", "uri", "description", "framework", "commit", "status", "url")
_MUST_AGREE = ("digest", "uri", "commit")


def model_versions(db: Database, reader: Reader, model_ref: str) -> list[VersionRow]:
    """Newest first, as far as is known when they were made; else as declared, then by name."""
    with db.read() as connection:
        rows = known_versions(connection, reader, model_ref)
        runs = _latest(connection, model_ref) if rows else []
    of_version = defaultdict(list)
    for run in runs:
        of_version[run.version].append(run)
    return [replace(row, evaluations=tuple(of_version[row.version])) for row in rows]


def known_versions(connection: Connection, reader: Reader, model_ref: str) -> list[VersionRow]:
    """The same, without what was measured of them."""
    said = _said(connection, reader, model_ref)
    rows = [_merged(model_ref, version, them) for version, them in said.items()]
    places = {version: place for place, version in enumerate(said)}
    return sorted(rows, key=lambda row: (-(row.created_at or 0), places[row.version]))


def model_version(db: Database, reader: Reader, model_ref: str, version: str) -> VersionRow | None:
    """By the name of the version, or by an alias of it."""
    rows = model_versions(db, reader, model_ref)
    named = [row for row in rows if row.version == version]
    aliased = [row for row in rows if version in row.aliases]
    return next(iter((*named, *aliased)), None)


def latest_evaluations(db: Database, reader: Reader, ref: str) -> list[RunRow]:
    """The run that counts of each version and data set, newest first."""
    with db.read() as connection:
        if _visible(connection, reader, ref) is None:
            return []
        return _latest(connection, ref)


def _visible(connection: Connection, reader: Reader, ref: str) -> Any:
    row = select(entity.c.id, entry.c.body).outerjoin(entry, entry.c.entity_id == entity.c.id)
    return connection.execute(row.where(entity.c.ref == ref, reader.sees())).one_or_none()


def _latest(connection: Connection, ref: str) -> list[RunRow]:
    run = evaluation_run.c
    rows = select_rows().where(fact_subject.c.ref == ref, run.latest)
    return [as_row(row) for row in connection.execute(rows.order_by(run.at.desc(), run.id))]


def _said(connection: Connection, reader: Reader, ref: str) -> dict[str, list[Said]]:
    """By version, the descriptor's first and in its order; then newest report first."""
    visible = _visible(connection, reader, ref)
    if visible is None:
        return {}
    said: dict[str, list[Said]] = defaultdict(list)
    for version, one in _declared(orjson.loads(visible.body) if visible.body else {}):
        said[version].append(one)
    for version, one in _observed(connection, ref):
        said[version].append(one)
    return said


def _declared(document: Mapping[str, Any]) -> Iterable[tuple[str, Said]]:
    spec = document.get("spec")
    declared = spec.get("versions") if isinstance(spec, Mapping) else None
    for one in declared if isinstance(declared, list) else ():
        if isinstance(one, Mapping) and one.get("version"):
            artifact = one.get("artifact") or {}
            yield (
                str(one["version"]),
                Said(
                    DESCRIPTOR,
                    digest=str(artifact.get("digest", "")),
                    uri=str(artifact.get("uri", "")),
                    aliases=tuple(map(str, one.get("aliases") or ())),
                    description=str(one.get("description", "")),
                    commit=str(one.get("commit", "")),
                    trained_on=tuple(map(_declared_data, one.get("datasets") or ())),
                    params=one.get("params") or {},
                ),
            )


def _declared_data(text: Any) -> DatasetUse:
    name, _, version = str(text).partition("@")
    try:
        return DatasetUse(name=version, ref=str(parse_ref(name, default_kind="dataset")))
    except InvalidRef:
        return DatasetUse(name=str(text))


def _observed(connection: Connection, ref: str) -> Iterable[tuple[str, Said]]:
    table = version_table.c
    made_by = and_(
        evaluation_run.c.source_id == table.source_id, evaluation_run.c.uid == table.run_uid
    )
    rows = connection.execute(
        select(version_table, fact_source.c.name.label("source"), evaluation_run.c.id.label("run"))
        .join(fact_subject, fact_subject.c.id == table.subject_id)
        .join(fact_source, fact_source.c.id == table.source_id)
        .outerjoin(evaluation_run, made_by)
        .where(fact_subject.c.ref == ref)
        .order_by(table.created_at.desc(), table.id.desc())
    ).all()
    aliases = _aliases(connection, {row.subject_id for row in rows})
    for row in rows:
        yield row.version, _as_said(row, aliases[row.source_id, row.version])


def _aliases(
    connection: Connection, subjects: Iterable[int]
) -> Mapping[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = select(model_alias).where(model_alias.c.subject_id.in_(list(subjects)))
    for row in connection.execute(rows.order_by(model_alias.c.alias)):
        found[row.source_id, row.version].append(row.alias)
    return found


def _as_said(row: Any, aliases: Sequence[str]) -> Said:
    details = orjson.loads(row.details)
    return Said(
        row.source,
        **{word: details[word] for word in (*_WORDS, "signature", "params", "tags")},
        aliases=tuple(aliases),
        run_uid=row.run_uid,
        run_id=row.run,
        trained_on=tuple(DatasetUse(**use) for use in details["trained_on"]),
        created_at=row.created_at,
    )


def _merged(model: str, version: str, said: Sequence[Said]) -> VersionRow:
    def first(word: str) -> Any:
        return next((value for one in said if (value := getattr(one, word))), "")

    conflicts = (
        word
        for word in _MUST_AGREE
        if len({value for one in said if (value := getattr(one, word))}) > 1
    )
    return VersionRow(
        model=model,
        version=version,
        declared=said[0].source == DESCRIPTOR,
        aliases=tuple(dict.fromkeys(alias for one in said for alias in one.aliases)),
        **{word: first(word) for word in _WORDS},
        created_at=first("created_at") or None,
        run_id=first("run_id") or None,
        sources=tuple(one.source for one in said),
        said=tuple(said),
        conflicts=tuple(conflicts),
    )
