"""Which features a version of a model uses: what its descriptor said when it named the version."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, select

from catalog.comparison.subjects import Found
from catalog.store.among import among
from catalog.store.tables import entity, version
from descriptors.refs import InvalidRef, parse_ref

MOST_STATES = 500  # of all descriptors together, the newest ones

Spec = Mapping[str, Any]


def features_used(connection: Connection, subjects: Sequence[Found]) -> list[list[str]]:
    """Of each subject the names of its feature sets: in the oldest state of the descriptor that
    names its version; else what the model uses now."""
    states = _states(connection, {one.ref for one in subjects})
    return [_feature_sets(_spec_of(one, states.get(one.ref, ()))) for one in subjects]


def _states(connection: Connection, refs: set[str]) -> dict[str, list[Spec]]:
    """By ref, oldest first."""
    rows = (
        select(entity.c.ref, version.c.document)
        .join(entity, entity.c.id == version.c.entity_id)
        .where(among(connection, entity.c.ref, refs), version.c.document.is_not(None))
        .order_by(version.c.at.desc(), version.c.number.desc())
        .limit(MOST_STATES)
    )
    found: dict[str, list[Spec]] = {}
    for ref, document in reversed(connection.execute(rows).all()):
        spec = orjson.loads(document).get("spec")
        found.setdefault(ref, []).append(spec if isinstance(spec, Mapping) else {})
    return found


def _spec_of(one: Found, states: Sequence[Spec]) -> Spec:
    named = (spec for spec in states if one.version and one.version in _versions(spec))
    return next(named, one.entity.spec)


def _versions(spec: Spec) -> list[str]:
    declared = spec.get("versions")
    listed = declared if isinstance(declared, list) else []
    return [str(one.get("version")) for one in listed if isinstance(one, Mapping)]


def _feature_sets(spec: Spec) -> list[str]:
    used = spec.get("usesFeatures")
    return (
        [_short(text) for text in used if isinstance(text, str)] if isinstance(used, list) else []
    )


def _short(text: str) -> str:
    """One name however it is written; the namespace only where it is not the usual one."""
    name, at, of_version = text.partition("@")
    try:
        ref = parse_ref(name, default_kind="featureset")
    except InvalidRef:
        return text
    where = "" if ref.namespace.lower() == "default" else f"{ref.namespace}/"
    return f"{where}{ref.name}".lower() + at + of_version
