"""Builds of the embedded index: a folder each, which says what schema it was made for."""

import json
import re
import shutil
from pathlib import Path

import tantivy

from search.embedded.edge import edge
from search.embedded.schema import fingerprint, register, schema
from search.errors import IndexCorrupt, IndexUnavailable

_ABOUT = "build.json"
BUILD_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def index_folder(folder: Path) -> Path:
    return folder / "index"


def create(folder: Path) -> None:
    """Makes an empty build. Its description comes last: without it a build is not whole."""
    with edge(IndexUnavailable, f"an index can't be made in {folder}"):
        index_folder(folder).mkdir(parents=True)
        register(tantivy.Index(schema(), path=str(index_folder(folder))))
        about = {"engine": "embedded", "schema": fingerprint()}
        (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")


def check_build(folder: Path) -> None:
    """Raises IndexCorrupt if the build is missing, half made, or made for another schema."""
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise IndexCorrupt(f"there is no whole index in {folder}") from problem
    if not isinstance(about, dict) or about.get("schema") != fingerprint():
        raise IndexCorrupt(f"the index in {folder} was made for another schema")
    if not (index_folder(folder) / "meta.json").is_file():
        raise IndexCorrupt(f"the index in {folder} lacks its list of segments")


def drop(folder: Path) -> None:
    """Deletes a build; none is no error."""
    with edge(IndexUnavailable, f"the index in {folder} can't be dropped"):
        if folder.is_dir():
            (folder / _ABOUT).unlink(missing_ok=True)
            shutil.rmtree(folder)


def names(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(p.name for p in folder.iterdir() if p.is_dir() and BUILD_NAME.fullmatch(p.name))
