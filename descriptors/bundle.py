"""Schemas that stand alone: every `$ref` between the schema files replaced by what it names."""

from collections.abc import Mapping
from typing import Any

_ONLY_AT_ROOT = ("$schema", "$defs")


def bundle(files: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The schema in the file `name` with all it refers to inside, for editors to read as it is.

    Refs are `other.json`, `other.json#/pointer` or `#/pointer`. Raises KeyError for a dead one.
    """
    whole: dict[str, Any] = _inline(files, name, files[name])
    whole.pop("$defs", None)
    return whole


def _inline(files: Mapping[str, Any], name: str, schema: Any) -> Any:
    if isinstance(schema, list):
        return [_inline(files, name, item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        return _target(files, name, schema["$ref"])
    return {key: _inline(files, name, value) for key, value in schema.items()}


def _target(files: Mapping[str, Any], name: str, ref: str) -> Any:
    file, _, path = ref.partition("#")
    file = file or name
    found = files[file]
    for step in filter(None, path.split("/")):
        found = found[step]
    inlined = _inline(files, file, found)
    return {key: value for key, value in inlined.items() if key not in _ONLY_AT_ROOT}
