"""What the descriptors near a card declare: the project of its model, or the very model."""

import posixpath
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from descriptors.parse import parse
from descriptors.refs import InvalidRef, parse_ref
from plugins.api import File
from plugins.huggingface.hub import ANNOTATIONS, DEFAULT_NAMESPACE

FILES = ("mlhome.yaml", "mlhome.yml", "catalog-info.yaml", "catalog-info.yml")
MOST_FOLDERS = 4  # the card's own and those above it


@dataclass(frozen=True)
class Declared:
    """An entity of a descriptor. `folders` is how many folders above the card's own it lies."""

    kind: str
    namespace: str
    name: str
    annotations: Mapping[str, str]
    folders: int

    @property
    def hub_id(self) -> str:
        """What the Hub calls it, where the descriptor says so."""
        return self.annotations.get(ANNOTATIONS.get(self.kind, ""), "").strip()

    @property
    def ref(self) -> str:
        return f"{self.kind}:{self.namespace}/{self.name}".lower()


def descriptors_near(path: str, base: str = "") -> list[str]:
    """The files to ask for, those of the card's own folder first. `path` is the card's; `base`
    leads from the folder of the file that asks to that of the card."""
    above = min(posixpath.dirname(path).count("/") + 1 if "/" in path else 0, MOST_FOLDERS - 1)
    return [
        posixpath.normpath(posixpath.join(base, "../" * folders, name))
        for folders in range(above + 1)
        for name in FILES
    ]


def declared(file: File, wanted: Sequence[str]) -> list[Declared]:
    """All that the files declare that are there; one that is wrong is not ours to complain of."""
    return [
        entity
        for place, name in enumerate(wanted)
        if (data := file.near.get(name)) is not None
        for entity in _entities(data, place // len(FILES))
    ]


def _entities(data: bytes, folders: int) -> Iterator[Declared]:
    for document in parse(data)[0]:
        metadata, kind = document.value.get("metadata"), document.value.get("kind")
        if not isinstance(metadata, dict) or not isinstance(kind, str):
            continue
        name, namespace = metadata.get("name"), metadata.get("namespace", DEFAULT_NAMESPACE)
        annotations = metadata.get("annotations")
        texts = annotations.items() if isinstance(annotations, dict) else ()
        if isinstance(name, str) and isinstance(namespace, str):
            given = {key: value for key, value in texts if isinstance(value, str)}
            yield Declared(kind, namespace, name, given, folders)


def projects(entities: Sequence[Declared]) -> list[Declared]:
    """Those of the nearest folder that has any."""
    found = [it for it in entities if it.kind == "Project"]
    return [it for it in found if it.folders == found[0].folders]


def same_thing(
    entities: Sequence[Declared], kind: str, id: str, names: Collection[str]
) -> Declared | None:
    """The declared entity that a card is of: one that names its id by annotation, one that is
    called like it, or the only one of its kind in the card's own folder."""
    ours = [it for it in entities if it.kind == kind and (not id or it.hub_id in ("", id))]
    called = {name.lower() for name in names if name}
    by_id = [it for it in ours if id and it.hub_id == id]
    by_name = [
        it
        for it in ours
        if it.name.lower() in called or it.hub_id.rpartition("/")[2].lower() in called
    ]
    beside = [it for it in ours if it.folders == 0]
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
