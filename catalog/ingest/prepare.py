"""From bytes to rows: all the work on one file that needs no database. Runs in child processes."""

import hashlib
from typing import Any

import orjson

from catalog.ingest.flatten import flatten
from catalog.ingest.prepared import (
    PreparedEntity,
    PreparedFile,
    SourceFile,
    Targets,
)
from catalog.store.origin import annotated
from descriptors.entity import Entity
from descriptors.format import Format
from descriptors.limits import Limits
from descriptors.problems import Problem
from descriptors.read import Reading, read, read_documents
from descriptors.refs import InvalidRef, parse_ref
from descriptors.targets import location_targets

# Where an entity names the one it inherits owner, project and audience from: (spec field, kind).
PARENT_FIELDS = (("project", "project"), ("model", "model"), ("subject", "model"))


def prepare(file: SourceFile, format: Format, limits: Limits) -> PreparedFile:
    """Parse, validate and flatten one file; a document with an error becomes a problem."""
    reading = _read(file, format, limits)
    prepared: list[PreparedEntity] = []
    problems = list(reading.problems)
    targets: list[Targets] = []
    for entity in reading.entities:
        try:
            prepared.append(_prepare_entity(entity, file))
        except (TypeError, UnicodeEncodeError) as error:
            problems.append(_not_text(entity, file, error))
            continue
        if entity.ref.kind.lower() == "location":
            targets.append(_targets(entity))
    return PreparedFile(tuple(prepared), tuple(problems), tuple(targets))


def _read(file: SourceFile, format: Format, limits: Limits) -> Reading:
    if file.documents is not None:
        return read_documents(file.documents, file.name, format)
    return read(file.data, file.name, format, limits, file.includes)


def _prepare_entity(entity: Entity, file: SourceFile) -> PreparedEntity:
    metadata, spec = entity.document["metadata"], entity.document.get("spec") or {}
    document = orjson.dumps(entity.document)
    relations = _relations(entity)
    return PreparedEntity(
        ref=str(entity.ref),
        kind=entity.ref.kind.lower(),
        namespace=entity.ref.namespace.lower(),
        name=entity.ref.name.lower(),
        type=_column(spec.get("type")),
        lifecycle=_column(spec.get("lifecycle")),
        owner=next((target for type, target, _ in relations if type == "ownedBy"), ""),
        parent=_parent(entity, spec, relations),
        title=(_text(metadata.get("title")) or entity.ref.name).replace("\0", ""),
        line=entity.line,
        digest=hashlib.sha1(document, usedforsecurity=False).hexdigest(),
        document=document,
        relations=relations,
        rows=tuple(flatten(annotated(entity.document, file.origin))),
    )


def _relations(entity: Entity) -> tuple[tuple[str, str, str], ...]:
    distinct = {(to.type, to.target): to.inverse for to in entity.relations}
    return tuple((type, target, inverse) for (type, target), inverse in distinct.items())


def _parent(
    entity: Entity, spec: dict[str, Any], relations: tuple[tuple[str, str, str], ...]
) -> str:
    targets = {target for _, target, _ in relations}
    for field, kind in PARENT_FIELDS:
        try:
            named = _text(spec.get(field)).partition("@")[0]
            ref = str(parse_ref(named, kind, entity.ref.namespace))
        except InvalidRef:
            continue
        if ref in targets:
            return ref
    return ""


def _targets(entity: Entity) -> Targets:
    spec = entity.document.get("spec") or {}
    required = spec.get("presence") != "optional"
    return Targets(str(entity.ref), tuple(location_targets(entity)), required, entity.line)


def _not_text(entity: Entity, file: SourceFile, error: Exception) -> Problem:
    return Problem(
        "yaml/not-text",
        f"a text of {entity.ref} holds a character that can't be stored: {error}",
        "look for escapes like \\ud800, half of a character",
        file=file.name,
        line=entity.line,
        entity_ref=str(entity.ref),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _column(value: object) -> str:
    return _text(value).replace("\0", "").lower()[:255]
