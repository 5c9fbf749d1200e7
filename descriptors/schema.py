"""The schemas as editors and other tools read them: each complete in itself."""

import json
from typing import Any

from descriptors.format import Format, Kind
from descriptors.suggest import did_you_mean

ANY_KIND = "any"


class UnknownKind(LookupError):
    """No kind has this name; the message says which was probably meant."""

    def __init__(self, name: str, format: Format) -> None:
        names = sorted(kind.name for kind in format.kinds.values())
        hint = did_you_mean(name, names) or f"the kinds are {', '.join(names)}"
        super().__init__(f"There is no kind `{name}`; {hint}")


def schema_json(format: Format, name: str) -> str:
    """The JSON Schema of a kind, by its name in any case, or of descriptors of `any` kind.

    Raises UnknownKind.
    """
    return json.dumps(_schema(format, name), indent=2, ensure_ascii=False) + "\n"


def _schema(format: Format, name: str) -> Any:
    if name.lower() == ANY_KIND:
        return _any_kind(format)
    kind = format.kinds.get(name.lower())
    if kind is None:
        raise UnknownKind(name, format)
    return kind.schema


def _any_kind(format: Format) -> dict[str, Any]:
    """For files that hold several kinds: the kind's own schema applies once `kind` is written."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Descriptor",
        "description": "One entity of any kind.",
        "properties": {"kind": {"enum": [kind.name for kind in format.kinds.values()]}},
        "allOf": [format.envelope, *(_when(kind) for kind in format.kinds.values())],
    }


def _when(kind: Kind) -> dict[str, Any]:
    is_it = {"required": ["kind"], "properties": {"kind": {"const": kind.name}}}
    return {"if": is_it, "then": kind.schema}
