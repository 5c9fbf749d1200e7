"""`fields=kind,metadata.name`: only these paths of each document."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from catalog.browse.filters.predicate import InvalidFilter

_MISSING = object()


def parse_fields(texts: Iterable[str]) -> tuple[str, ...]:
    """The paths of all `fields` parameters; raises InvalidFilter for `a[b]`."""
    fields = tuple(
        field for text in texts for field in (part.strip() for part in text.split(",")) if field
    )
    for field in fields:
        if "[" in field:
            raise InvalidFilter(f'Invalid field "{field}", array type fields are not supported')
    return fields


def project(bodies: Sequence[bytes], fields: Sequence[str]) -> list[bytes]:
    """The bodies with only these fields; as they are where none is named."""
    if not fields:
        return list(bodies)
    paths = [field.split(".") for field in fields]
    return [orjson.dumps(_pick(orjson.loads(body), paths)) for body in bodies]


def _pick(document: dict[str, Any], paths: list[list[str]]) -> dict[str, Any]:
    picked: dict[str, Any] = {}
    for path in paths:
        _copy(document, picked, path)
    return picked


def _copy(source: dict[str, Any], target: dict[str, Any], path: list[str]) -> None:
    keys, value = _resolve(source, path)
    if value is _MISSING:
        return
    for key in keys[:-1]:
        below = target.setdefault(key, {})
        if not isinstance(below, dict):
            return
        target = below
    target.setdefault(keys[-1], value)


def _resolve(value: Any, path: list[str]) -> tuple[list[str], Any]:
    """The keys on the way: a part that is no key is taken together with the next one, since
    keys hold dots as well (`metadata.annotations.example.com/repo`)."""
    keys, pending = [], ""
    for part in path:
        pending = f"{pending}.{part}" if pending else part
        if isinstance(value, dict) and pending in value:
            keys.append(pending)
            value, pending = value[pending], ""
    return keys, _MISSING if pending else value
