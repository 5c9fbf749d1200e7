"""The format as data: which kinds there are, and what each of them may say."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import jsonschema_rs

from descriptors.bundle import bundle
from descriptors.known_fields import KnownFields, known_fields

READING_VERSION = 1
"""Raise it when the same bytes come to mean another entity without a schema having changed."""


@dataclass(frozen=True)
class RelationRule:
    """Which field of a kind points to other entities, and how.

    `path` is dotted, `[]` marking lists (`spec.versions[].datasets[]`); `target_kind` is the kind
    of a ref that names none, empty where it must name one. `spec_type` limits the rule to entities
    of that `spec.type`; `versioned` refs may end in `@version`, which the relation leaves out.
    """

    path: str
    type: str
    inverse: str
    target_kind: str = ""
    spec_type: str = ""
    versioned: bool = False

    @cached_property
    def steps(self) -> tuple[str, ...]:
        """The fields on the way, below `spec`."""
        return tuple(self.path.replace("[]", "").split(".")[1:])


@dataclass(frozen=True)
class Kind:
    """One kind: its self-contained JSON Schema and its relations.

    `known` is set for kinds that warn about fields they don't know.
    """

    name: str
    api_versions: tuple[str, ...]
    schema: Mapping[str, Any]
    relations: tuple[RelationRule, ...]
    known: KnownFields | None

    @cached_property
    def is_valid(self) -> Callable[[Any], bool]:
        """The compiled validator. It is made when the first document comes: most processes, and
        most readings of what is unchanged, see none. Raises ValueError for an invalid schema."""
        return jsonschema_rs.Draft202012Validator(dict(self.schema)).is_valid


@dataclass(frozen=True)
class Format:
    """All kinds by lower-case name, and what is common to them.

    `fingerprint` changes whenever equal bytes may come to mean another entity.
    """

    kinds: Mapping[str, Kind]
    envelope: Mapping[str, Any]
    fingerprint: str

    def kind(self, name: object) -> Kind | None:
        """The kind of exactly this name; unlike refs, `kind:` heeds upper and lower case."""
        kind = self.kinds.get(name.lower()) if isinstance(name, str) else None
        return kind if kind and kind.name == name else None


def make_kind(schema: Mapping[str, Any]) -> Kind:
    """A kind from its self-contained schema, with the keywords that README.md describes.

    Raises ValueError when the schema is not a valid JSON Schema.
    """
    kind = _kind(schema)
    _ = kind.is_valid
    return kind


def _kind(schema: Mapping[str, Any]) -> Kind:
    constraints = schema["allOf"][-1]["properties"]
    warns = schema.get("x-mlhome-known-fields") == "warn"
    return Kind(
        name=constraints["kind"]["const"],
        api_versions=tuple(constraints["apiVersion"]["enum"]),
        schema=schema,
        relations=tuple(_rule(entry) for entry in schema["x-mlhome-relations"]),
        known=known_fields(constraints["spec"]) if warns else None,
    )


def make_format(kinds: Iterable[Kind], envelope: Mapping[str, Any]) -> Format:
    """A format of these kinds; of two kinds of one name the later wins."""
    by_name = {kind.name.lower(): kind for kind in kinds}
    schemas = [by_name[name].schema for name in sorted(by_name)]
    content = json.dumps([READING_VERSION, envelope, schemas], sort_keys=True)
    return Format(by_name, envelope, hashlib.sha256(content.encode()).hexdigest()[:16])


@cache
def shipped_format() -> Format:
    """The kinds that ML Home ships: Backstage's and the ML kinds."""
    files = _schema_files()
    names = [name for name in files if "x-mlhome-relations" in files[name]]
    kinds = [_kind(bundle(files, name)) for name in sorted(names)]
    return make_format(kinds, bundle(files, "envelope.json"))


def _schema_files() -> dict[str, Any]:
    folder = resources.files("descriptors") / "schemas"
    return {
        file.name: json.loads(file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".json")
    }


def _rule(entry: Mapping[str, Any]) -> RelationRule:
    return RelationRule(
        path=entry["path"],
        type=entry["type"],
        inverse=entry["inverse"],
        target_kind=entry.get("kind", ""),
        spec_type=entry.get("specType", ""),
        versioned=entry.get("versioned", False),
    )
