"""What the descriptors near a card declare: the project of its model, or the very model."""

import posixpath
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from descriptors.patterns import DEFAULT_PATTERNS
from descriptors.refs import InvalidRef, parse_ref
from plugins.api import Entity, File
from plugins.beside import declared_beside, descriptors_beside
from plugins.huggingface.hub import ANNOTATIONS

MOST_LEVELS = 3  # folders above the card's own


@dataclass(frozen=True)
class Declared:
    """An entity of a descriptor. `levels` is how many folders above the card's own it lies."""

    entity: Entity
    levels: int

    @property
    def kind(self) -> str:
        return self.entity.kind

    @property
    def ref(self) -> str:
        return self.entity.ref

    @property
    def hub_id(self) -> str:
        """What the Hub calls it, where the descriptor says so."""
        return self.entity.annotations.get(ANNOTATIONS.get(self.kind, ""), "").strip()

    def is_called(self, names: Collection[str]) -> bool:
        """By its own name, or by that at the Hub, without the organisation."""
        return bool({self.entity.name.lower(), self.hub_id.rpartition("/")[2].lower()} & {*names})


def descriptors_near(card: str, *, above: int = 0) -> list[str]:
    """The files to ask for, those of the card's own folder first, which lies so many folders above
    the file that asks. `card` is the path of the card."""
    depth = len(posixpath.dirname(card).split("/")) if "/" in card else 0
    return descriptors_beside(min(depth, MOST_LEVELS), above=above)


def declared(file: File, wanted: Sequence[str]) -> list[Declared]:
    """All that those files declare that are there."""
    return [
        Declared(entity, place // len(DEFAULT_PATTERNS))
        for place, name in enumerate(wanted)
        for entity in declared_beside(file.near, [name])
    ]


def projects(entities: Sequence[Declared]) -> list[Declared]:
    """Those of the nearest folder that has any."""
    found = [it for it in entities if it.kind == "Project"]
    return [it for it in found if it.levels == found[0].levels]


def same_thing(
    entities: Sequence[Declared], kind: str, id: str, names: Collection[str]
) -> Declared | None:
    """The declared entity that a card is of: one that names its id by annotation, one that is
    called like it, or the only one of its kind in the card's own folder."""
    ours = [it for it in entities if it.kind == kind and (not id or it.hub_id in ("", id))]
    called = {name.lower() for name in names if name}
    by_id = [it for it in ours if id and it.hub_id == id]
    by_name = [it for it in ours if it.is_called(called)]
    beside = [it for it in ours if it.levels == 0]
    found = by_id or by_name or (beside if len(beside) == 1 else [])
    return found[0] if found else None


def ref_in(entities: Sequence[Declared], kind: str, id: str) -> str:
    """The ref of the declared entity that names an id of the Hub; empty where none does."""
    return next((it.ref for it in entities if it.kind == kind and it.hub_id == id), "")


def as_ref(text: str, kind: str, namespace: str) -> str:
    """What people wrote as a ref, in full; empty where it is none."""
    try:
        return str(parse_ref(text, kind, namespace))
    except InvalidRef:
        return ""
