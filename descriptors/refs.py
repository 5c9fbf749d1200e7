"""Entity refs: how people name an entity, `[kind:][namespace/]name`."""

from typing import NamedTuple


class InvalidRef(ValueError):
    """The text can't be read as an entity ref; the message says why."""


class EntityRef(NamedTuple):
    """The name of one entity. Two refs are one entity when their canonical texts are equal."""

    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.namespace}/{self.name}".lower()


def parse_ref(text: str, default_kind: str = "", default_namespace: str = "default") -> EntityRef:
    """Read a ref as Backstage does: a colon after the first slash belongs to the name.

    Raises InvalidRef when a part is empty, or when no kind is given and there is no default.
    """
    colon, slash = text.find(":"), text.find("/")
    if -1 < slash < colon:
        colon = -1
    kind = text[:colon] if colon >= 0 else default_kind
    namespace = text[colon + 1 : slash] if slash >= 0 else default_namespace
    name = text[max(colon, slash) + 1 :]
    if not kind:
        missing = "needs a kind in front, as in `component:name`" if colon < 0 else "has no kind"
        raise InvalidRef(f"`{text}` {missing}")
    if not namespace or not name:
        raise InvalidRef(f"`{text}` is not of the form [kind:][namespace/]name")
    return EntityRef(kind, namespace, name)
