"""Takes what sources report of model versions into the record."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, select

from catalog.evaluations.details import dataset_use, named_values
from catalog.evaluations.interning import locked_source, subject_numbers
from catalog.evaluations.limits import LONGEST_NAME, LONGEST_TEXT, MOST_ARTIFACTS
from catalog.evaluations.remarks import Remarks
from catalog.evaluations.texts import bounded, canonical, clean, moment
from catalog.store.among import among
from catalog.store.fact_tables import model_alias, model_version
from catalog.store.rows import delete_rows, insert_rows
from descriptors.problems import Problem
from descriptors.refs import InvalidRef
from plugins.facts import ModelVersion

_LONGEST_SIGNATURE = 100_000  # bytes of JSON
_VERSION = (
    *("subject_id", "version", "source_id", "artifact_digest", "run_uid", "created_at"),
    *("details", "digest", "recorded_at", "changed_at"),
)
_REPLACED = "ON CONFLICT (subject_id, version, source_id) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in _VERSION[3:] if name != "recorded_at"
)
_ALIAS = ("subject_id", "source_id", "alias", "version", "since")
_MOVED = (
    "ON CONFLICT (subject_id, source_id, alias) "
    "DO UPDATE SET version = excluded.version, since = excluded.since"
)


@dataclass(slots=True)
class VersionsRecorded:
    """As RunsRecorded is of runs; `models` are the refs of those something was written about."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    models: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Prepared:
    model: str
    version: str
    details: dict[str, Any]

    @property
    def digest(self) -> str:
        text = orjson.dumps(self.details, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha1(text, usedforsecurity=False).hexdigest()


def record_model_versions(
    connection: Connection, source: str, versions: Sequence[ModelVersion], now: float
) -> VersionsRecorded:
    """Keep what a source says of versions of models; an alias it has for one moves there."""
    done = VersionsRecorded()
    prepared = _all_prepared(versions, done)
    source_id = locked_source(connection, source)
    refs = {one.model for one in prepared.values()}
    numbers = subject_numbers(connection, refs)
    by_number = {(numbers[model], version): one for (model, version), one in prepared.items()}
    _write_versions(connection, source_id, by_number, now, done)
    wanted = {key: set(one.details["aliases"]) for key, one in by_number.items()}
    moved = _write_aliases(connection, source_id, wanted, now)
    done.models |= {ref for ref in refs if numbers[ref] in moved}
    return done


def _write_versions(
    connection: Connection,
    source_id: int,
    versions: Mapping[tuple[int, str], _Prepared],
    now: float,
    done: VersionsRecorded,
) -> None:
    known = _known(connection, source_id, {subject for subject, _ in versions})
    changed = {key: one for key, one in versions.items() if known.get(key) != one.digest}
    rows = [(*key, source_id, *_columns(one, now)) for key, one in changed.items()]
    insert_rows(connection, model_version, _VERSION, rows, _REPLACED)
    done.models |= {one.model for one in changed.values()}
    done.created += len(changed.keys() - known.keys())
    done.updated += len(changed.keys() & known.keys())
    done.unchanged += len(versions) - len(changed)


def remove_model_versions(
    connection: Connection, source: str, versions: Sequence[tuple[str, str]]
) -> None:
    """Forget versions, as (model, version), that the source has no more, with their aliases."""
    source_id = locked_source(connection, source)
    models = subject_numbers(connection, {model for model, _ in versions})
    keys = [(models[model], source_id, version) for model, version in versions]
    for table in (model_version, model_alias):
        delete_rows(connection, table, ("subject_id", "source_id", "version"), keys)


def _all_prepared(
    versions: Sequence[ModelVersion], done: VersionsRecorded
) -> dict[tuple[str, str], _Prepared]:
    prepared: dict[tuple[str, str], _Prepared] = {}
    for place, version in enumerate(versions):
        remarks = Remarks(f"/{place}")
        one = _prepare(version, remarks)
        if one is not None:
            prepared[one.model, one.version] = one
        done.problems += remarks.all()
    return prepared


def _prepare(version: ModelVersion, remarks: Remarks) -> _Prepared | None:
    try:
        model = canonical(version.model, "model")
    except InvalidRef as error:
        remarks.error("model", str(error), "/model")
        return None
    remarks.entity_ref = model
    if not version.version or len(version.version) > LONGEST_NAME:
        text = f"a version's name has 1 to {LONGEST_NAME} characters"
        remarks.error("version", f"{text}, not {len(version.version)}", "/version")
        return None
    return _Prepared(model, clean(version.version), _details(version, remarks))


def _details(version: ModelVersion, remarks: Remarks) -> dict[str, Any]:
    def name(of: str) -> str:
        return bounded(getattr(version, of), LONGEST_NAME, remarks, f"/{of}")

    def text(of: str) -> str:
        return bounded(getattr(version, of), LONGEST_TEXT, remarks, f"/{of}")

    return {
        **{of: text(of) for of in ("uri", "description", "url")},
        **{of: name(of) for of in ("digest", "framework", "run", "commit", "status")},
        "aliases": sorted({clean(alias)[:LONGEST_NAME] for alias in version.aliases if alias}),
        "signature": _signature(version, remarks),
        "trained_on": [
            _as_json(dataset_use(use, remarks, f"/trained_on/{place}"))
            for place, use in enumerate(version.trained_on[:MOST_ARTIFACTS])
        ],
        "params": named_values(version.params, remarks, "/params"),
        "tags": named_values(version.tags, remarks, "/tags"),
        "created_at": moment(version.created_at, remarks, "/created_at"),
    }


def _signature(version: ModelVersion, remarks: Remarks) -> Any:
    try:
        text = orjson.dumps(dict(version.signature))
    except TypeError as error:
        remarks.warn("signature", f"the signature was left out: {error}", "/signature")
        return {}
    if len(text) > _LONGEST_SIGNATURE:
        remarks.warn("signature", f"a signature of {len(text)} bytes was left out", "/signature")
        return {}
    return orjson.loads(text.replace(b"\\u0000", "\ufffd".encode()))


def _as_json(use: Any) -> dict[str, Any]:
    return {name: getattr(use, name) for name in ("name", "ref", "digest", "split", "rows")}


def _known(
    connection: Connection, source_id: int, models: Collection[int]
) -> dict[tuple[int, str], str]:
    table = model_version.c
    wanted = (table.source_id == source_id, among(connection, table.subject_id, models))
    rows = connection.execute(select(table.subject_id, table.version, table.digest).where(*wanted))
    return {(row.subject_id, row.version): row.digest for row in rows}


def _columns(one: _Prepared, now: float) -> tuple[Any, ...]:
    said = one.details
    details = orjson.dumps(said)
    return (said["digest"], said["run"], said["created_at"], details, one.digest, now, now)


def _write_aliases(
    connection: Connection, source_id: int, wanted: dict[tuple[int, str], set[str]], now: float
) -> set[int]:
    """The numbers of the models, an alias of which moved, came or went."""
    known = _known_aliases(connection, source_id, {subject for subject, _ in wanted})
    after = {
        (subject, alias): version
        for (subject, version), aliases in wanted.items()
        for alias in aliases
    }
    gone = [
        (subject, source_id, alias)
        for (subject, alias), version in known.items()
        if (subject, version) in wanted and (subject, alias) not in after
    ]
    moved = [
        (subject, source_id, alias, version, now)
        for (subject, alias), version in after.items()
        if known.get((subject, alias)) != version
    ]
    delete_rows(connection, model_alias, ("subject_id", "source_id", "alias"), gone)
    insert_rows(connection, model_alias, _ALIAS, moved, _MOVED)
    return {subject for subject, *_ in gone} | {subject for subject, *_ in moved}


def _known_aliases(
    connection: Connection, source_id: int, subjects: set[int]
) -> dict[tuple[int, str], str]:
    table = model_alias.c
    mine = (table.source_id == source_id, among(connection, table.subject_id, subjects))
    rows = connection.execute(select(model_alias).where(*mine))
    return {(row.subject_id, row.alias): row.version for row in rows}
