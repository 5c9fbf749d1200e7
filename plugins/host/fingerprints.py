"""One number for all that makes a plugin's answers what they are."""

import dataclasses
import hashlib
import importlib.util
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def fingerprint_of(
    name: str, version: str, module: object, declared: Mapping[str, tuple[Any, ...]]
) -> str:
    """Changes with the plugin's declarations, version, or the source beside its module (so that
    an author who edits it sees it read anew)."""
    digest = hashlib.sha256(json.dumps([name, version, _plain(declared)]).encode())
    for file in _sources(getattr(module, "__name__", "")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:40]


def fingerprint_together(fingerprints: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(fingerprints).encode()).hexdigest()[:40]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    # Functions, schemas and commands: their name; what they do is in the source.
    return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', '')}"


def _sources(module: str) -> list[Path]:
    try:
        spec = importlib.util.find_spec(module) if module else None
    except (ImportError, ValueError, AttributeError):
        return []
    if spec is None or not spec.origin or not spec.origin.endswith(".py"):
        return []
    file = Path(spec.origin)
    return sorted(file.parent.rglob("*.py")) if "." in module else [file]
