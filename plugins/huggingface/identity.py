"""Which entity a card is of, and what it is part of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.api import File
from plugins.huggingface.card import Card
from plugins.huggingface.declared import Declared, as_ref, projects, same_thing
from plugins.huggingface.hub import DEFAULT_NAMESPACE, HubPlace, entity_name, is_id, names_of
from plugins.huggingface.keys import MODEL, OURS

OUR_KEY = "huggingface/mlhome"
OUR_KEYS = ("project", "name", "namespace", "kind", "id", "lifecycle", "owner", "type")
# Folders that are called so in many repositories: their names alone tell nothing apart.
_COMMON = re.compile(
    r"(models?|cards?|data|datasets?|docs?|hf|hub|huggingface|hugging_face|release|export|output|"
    r"outputs|final|best|src|(checkpoint|epoch|step|run|version|v)[-_.]?\d+)",
    re.I,
)


@dataclass(frozen=True)
class Identity:
    """`id` is that of the Hub, empty where it is not known. `declared` is the entity that some
    descriptor declares and the card is of; without one, the card declares it. `rivals` are the
    projects that it may be part of, where there are several."""

    kind: str
    namespace: str
    name: str
    id: str = ""
    project: str = ""
    declared: Declared | None = None
    rivals: Sequence[Declared] = ()

    @property
    def ref(self) -> str:
        if self.declared:
            return self.declared.ref
        return f"{self.kind}:{self.namespace}/{self.name}".lower()


def identify(
    card: Card,
    kind: str,
    file: File,
    place: HubPlace | None,
    near: Sequence[Declared],
    settings: Mapping[str, Any],
) -> Identity:
    """From what the card says itself, where it lies, and what is declared nearby, in this order."""
    id = _id(card) or (place.id if place else "")
    folder = folder_name(file)
    own_name = card.text(OURS, "name")
    names = [own_name] if own_name else [*_index_names(card), folder, id.rpartition("/")[2]]
    declared = same_thing(near, kind, id, names)
    around = projects(near)
    own_namespace = declared.entity.namespace if declared else card.text(OURS, "namespace")
    hub_name = names_of(id)[1] if id else folder
    return Identity(
        kind=kind,
        namespace=own_namespace or _namespace(id, around),
        name=declared.entity.name if declared else own_name or hub_name,
        id=id or (declared.hub_id if declared else ""),
        project=_project(card, own_namespace, around, settings if kind == MODEL else {}),
        declared=declared,
        rivals=around if len(around) > 1 else (),
    )


def _namespace(id: str, projects: Sequence[Declared]) -> str:
    """That of the organisation on the Hub, else of what is declared nearby."""
    of_hub = names_of(id)[0] if id else DEFAULT_NAMESPACE
    if of_hub != DEFAULT_NAMESPACE:
        return of_hub
    return projects[0].entity.namespace if projects else DEFAULT_NAMESPACE


def folder_name(file: File) -> str:
    """What the folder of a file, or the repository for one at its top, makes as a name."""
    whole = file.found_at.partition("#")[0].removesuffix(file.path).rstrip("/")
    top = [it.removesuffix(".git") for it in whole.split("/") if it and not it.endswith(":")]
    folders = [*top[-2:], *file.path.split("/")[:-1]] or ["card"]
    names = [folders.pop()]
    while folders and _COMMON.fullmatch(names[0]):
        names.insert(0, folders.pop())
    return entity_name("-".join(names))


def check_ours(card: Card) -> None:
    """Complain of what ML Home does not know under its own key."""
    given = card.mapping(OURS)
    for key in given:
        if key not in OUR_KEYS:
            hint = f"there is {', '.join(OUR_KEYS)}"
            card.complain(OUR_KEY, f"`{key[:60]}` means nothing below `mlhome`", hint, (OURS, key))


def _id(card: Card) -> str:
    id = card.text(OURS, "id")
    if id and not is_id(id):
        hint = "write it as `organisation/name`"
        card.complain(OUR_KEY, f"`{id[:60]}` is no id of the Hub", hint, (OURS, "id"))
        return ""
    return id


def _index_names(card: Card) -> list[str]:
    index = card.at("model-index")
    entries = index if isinstance(index, list) else []
    names = [it.get("name") for it in entries[:10] if isinstance(it, dict)]
    return [entity_name(it) for it in names if isinstance(it, str) and it]


def _project(
    card: Card, namespace: str, near: Sequence[Declared], settings: Mapping[str, Any]
) -> str:
    """The card's own, the only one that is declared nearby, or the one of the settings."""
    namespace = namespace or DEFAULT_NAMESPACE
    if own := card.text(OURS, "project"):
        return as_ref(own, "project", namespace)
    if len(near) == 1:
        return near[0].ref
    usual = settings.get("project", "")
    return as_ref(usual, "project", DEFAULT_NAMESPACE) if usual else ""
