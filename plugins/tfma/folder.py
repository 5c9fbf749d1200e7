"""The files of one evaluation, as TFMA names them."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

CONFIG = "eval_config.json"
KINDS = ("metrics", "plots", "validations", "attributions")
# `metrics` (before 0.25), `validations.tfrecord`, `plots-00000-of-00001.tfrecord`
_NAMED = re.compile(r"(metrics|plots|validations|attributions)(-\d+-of-(\d+))?(\.tfrecord)?")
_OTHER = re.compile(r"(metrics|plots|validations|attributions)(-\d+-of-\d+)?\.parquet")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of results: `files` are names relative to the sidecar, by what they hold, `missing`
    how many shards are not there, `other` files in a format that is not read."""

    path: str
    config: bytes | None
    files: Mapping[str, Sequence[str]]
    missing: Sequence[str] = ()
    other: Sequence[str] = ()


def folder_named(path: str) -> str:
    """The folder that is meant by its path, or by that of a file in it."""
    name = posixpath.basename(path)
    is_file = name == CONFIG or _NAMED.fullmatch(name) or _OTHER.fullmatch(name)
    return (posixpath.dirname(path) or ".") if is_file else path


def needs_of(path: str) -> list[str]:
    """What a reader asks for to have the files of a folder."""
    return [_in(path, name) for name in (CONFIG, *(f"{kind}*" for kind in KINDS))]


def folder(path: str, near: Mapping[str, bytes | None]) -> Folder:
    there = sorted(name for name, data in near.items() if data is not None and _lies(name, path))
    files = {kind: [it for it in there if _kind(it) == kind] for kind in KINDS}
    return Folder(
        path=path,
        config=near.get(_in(path, CONFIG)),
        files=files,
        missing=[text for kind, names in files.items() for text in _missing(kind, names)],
        other=[it for it in there if _OTHER.fullmatch(posixpath.basename(it))],
    )


def _missing(kind: str, names: Sequence[str]) -> Iterator[str]:
    """Shards that others say there must be: `metrics-00000-of-00002` is no whole."""
    found = [_NAMED.fullmatch(posixpath.basename(name)) for name in names]
    totals = {int(it[3]) for it in found if it and it[3]}
    if totals and len(names) < max(totals):
        yield f"{len(names)} of {max(totals)} files of {kind} are there"


def _kind(name: str) -> str:
    found = _NAMED.fullmatch(posixpath.basename(name))
    return found[1] if found else ""


def _lies(name: str, path: str) -> bool:
    return (posixpath.dirname(posixpath.normpath(name)) or ".") == path


def _in(path: str, name: str) -> str:
    return name if path == "." else f"{path}/{name}"
