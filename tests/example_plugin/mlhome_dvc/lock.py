"""What a `dvc.lock` recorded when the stages last ran, and what is different now."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mlhome import Value
from mlhome_dvc.files import at
from mlhome_dvc.stages import Stage

DIGESTS = ("md5", "etag", "checksum", "sha256")


@dataclass(frozen=True)
class Kept:
    """A file or folder as it was: `digest` like `md5:904fa45d…dir`."""

    digest: str
    bytes: int | None = None


@dataclass(frozen=True)
class LockedStage:
    commands: Value = None
    files: Mapping[str, Kept] = field(default_factory=dict)
    params: Mapping[tuple[str, str], Value] = field(default_factory=dict)


Lock = Mapping[str, LockedStage]


def read_lock(content: Value) -> Lock:
    """By the name of the stage. Before DVC 2 the stages were all there was in the file."""
    stages = _mapping(_mapping(content).get("stages", content))
    return {name: _locked(given) for name, given in stages.items() if isinstance(given, dict)}


def changes(stage: Stage, locked: LockedStage, params: Mapping[str, Value]) -> Iterator[str]:
    """What is not as it was when the stage last ran, as far as it can be told from what is kept in
    Git: its command and its params."""
    commands = locked.commands if isinstance(locked.commands, list) else [locked.commands]
    if locked.commands is not None and list(stage.commands) != commands:
        yield "command"
    for (file, name), before in locked.params.items():
        if file in params and at(params[file], name) != before:
            yield name


def is_kept(data: bytes, kept: Kept) -> bool:
    """Whether a file is the one that was recorded. Before DVC 3, line ends did not count."""
    digests = {
        f"md5:{hashlib.md5(each, usedforsecurity=False).hexdigest()}"
        for each in (data, data.replace(b"\r\n", b"\n"))
    }
    return kept.digest in digests or not kept.digest.startswith("md5:")


def _locked(given: dict[str, Value]) -> LockedStage:
    entries = [entry for part in ("deps", "outs") for entry in _list(given.get(part))]
    files = {
        str(entry["path"]): _kept(entry)
        for entry in entries
        if isinstance(entry, dict) and "path" in entry
    }
    params = {
        (file, name): value
        for file, values in _mapping(given.get("params")).items()
        for name, value in _mapping(values).items()
    }
    return LockedStage(given.get("cmd"), files, params)


def _kept(entry: dict[str, Value]) -> Kept:
    digest = next((f"{name}:{entry[name]}" for name in DIGESTS if entry.get(name)), "")
    size = entry.get("size")
    return Kept(digest, size if type(size) is int else None)


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
