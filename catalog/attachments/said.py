"""One thing that was said about an entity, ready to be compared with what is known."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from plugins.api import Attachment
from plugins.host.loading import LoadedPlugin


@dataclass(frozen=True, slots=True)
class Said:
    """An attachment whose value was checked by its type's schema of this `version`."""

    entity: str  # ref
    type: str
    value: bytes  # JSON, with its keys in order
    version: int = 1
    url: str = ""
    observed_at: float | None = None  # None: now

    @property
    def digest(self) -> str:
        return hashlib.sha1(self.value, usedforsecurity=False).hexdigest()


def said(plugin: LoadedPlugin, attachments: Iterable[Attachment]) -> list[Said]:
    """What functions of a plugin returned; types it does not declare are left out."""
    versions = {declared.name: declared.version for declared in plugin.attachments}
    return [
        Said(
            entity=it.entity.lower(),
            type=it.type,
            value=as_json(it.value),
            version=versions[it.type],
            url=it.url,
            observed_at=it.observed_at,
        )
        for it in attachments
        if it.type in versions
    ]


def as_json(value: object) -> bytes:
    """Equal values as equal bytes."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
