"""Types of attachments, and what is searched, checked and shown of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import marshmallow

from plugins.api.given import Entity, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentType:
    """A kind of attachment. Raise `version` when the schema changes; `migrate(value, version)`
    turns an older stored value into one of the version after it. Older states are kept for
    `keep_days` (0: only the present one)."""

    name: str
    schema: type[marshmallow.Schema]
    title: str = ""
    version: int = 1
    migrate: Callable[[Value, int], Value] | None = None
    keep_days: float = 90.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchField:
    """A field people can ask for as `PLUGIN.name:value` or `PLUGIN.name>3`: the values at a dotted
    `path` (`[]` for each item of a list) in attachments of a type. `type`: term, number, date."""

    name: str
    type: str
    attachment: str
    path: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A named, typed fact about an entity, for policies: `run(entity, attachments)` with the
    plugin's own attachment values by type; None = not known. `type`: boolean, number, text,
    time. Called for entities of these kinds (empty: any), with an attachment of one of these types
    (empty: with or without; of all others nothing is known), again whenever the entity or one of
    those attachments changes."""

    name: str
    type: str
    about: str
    run: Callable[[Entity, Mapping[str, Sequence[Value]]], Value]
    kinds: Sequence[str] = ()
    attachments: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of the page of entities that have an attachment of a type. `template` is Jinja text
    (sandboxed, escaped), given `value`, `attachment` (observed_at, url, source) and `entity`."""

    name: str
    title: str
    attachment: str
    template: str
    place: str = "overview"  # overview | side | tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page at `/plugins/PLUGIN/name` over all attachments of a type: `template` is given
    `attachments`, each with `entity` (ref), `page` (the address of that entity's page), `value`,
    `observed_at`, `url` and `source`."""

    name: str
    title: str
    attachment: str
    template: str
