"""Ids of the Hub, and what of ML Home they name: `acme/ranker` is `model:acme/ranker`."""

import hashlib
import re
from dataclasses import dataclass

from plugins.huggingface.keys import DATASET, MODEL

ANNOTATIONS = {MODEL: "huggingface.co/model", DATASET: "huggingface.co/dataset"}
DEFAULT_NAMESPACE = "default"
LONGEST_NAME = 63
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}(/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?")
_FOLDERS = {DATASET: "datasets/", MODEL: "", "": "spaces/"}
_FILE = re.compile(r"/(?:raw|resolve|blob)/[^/]+/")


@dataclass(frozen=True)
class HubPlace:
    """A repository of the Hub; `kind` is empty for a Space."""

    kind: str
    id: str


def is_id(text: str) -> bool:
    """Whether the Hub could have something of this name; `./checkpoint` is a folder."""
    return _ID.fullmatch(text) is not None


def page(hub: str, kind: str, id: str) -> str:
    """Where people look at it."""
    return f"{hub.rstrip('/')}/{_FOLDERS[kind]}{id}"


def place(found_at: str, path: str, hub: str) -> HubPlace | None:
    """The repository of the Hub at whose top the file lies, if it is one of the Hub: a card further
    down is of something else."""
    start = hub.rstrip("/") + "/"
    if not found_at.startswith(start) or "/" in path:
        return None
    inside = _repository(found_at.removeprefix(start), path)
    kind = next((it for it in (DATASET, "") if inside.startswith(_FOLDERS[it])), MODEL)
    id = inside.removeprefix(_FOLDERS[kind]).strip("/").removesuffix(".git")
    return HubPlace(kind, id) if is_id(id) else None


def _repository(address: str, path: str) -> str:
    """`acme/ranker` of `acme/ranker#main:README.md`, `acme/ranker/README.md` and
    `acme/ranker/raw/main/README.md`."""
    if found := _FILE.search(address):
        return address[: found.start()]
    return address.partition("#")[0].removesuffix(path)


def ref_of(kind: str, id: str) -> str:
    """The ref of the entity that stands for what the Hub knows by this id."""
    namespace, name = names_of(id)
    return f"{kind}:{namespace}/{name}".lower()


def names_of(id: str) -> tuple[str, str]:
    """Namespace and name: the organisation, in small letters, and what is behind the slash."""
    organisation, _, name = id.rpartition("/")
    odd = re.sub(r"[^a-z0-9-]+", "-", organisation.lower()).strip("-")[:LONGEST_NAME].rstrip("-")
    return odd or DEFAULT_NAMESPACE, entity_name(name)


def entity_name(text: str) -> str:
    """A name that an entity can have. One that is too long is cut, and ends in what keeps it apart
    from others that begin like it."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("._-")
    if 0 < len(plain) <= LONGEST_NAME:
        return plain
    end = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    short = plain[: LONGEST_NAME - 7].rstrip("._-")
    return f"{short}-{end}" if short else f"unnamed-{end}"
