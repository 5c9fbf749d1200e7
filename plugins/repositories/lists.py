"""Lists of repositories as companies keep them: text, CSV, YAML or JSON."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import yaml

from plugins.api import LocationTarget, UpstreamFailed, Value

TARGETS = ("target", "repository", "repo", "url", "location")
REFS = ("ref", "branch", "tag")
PATTERNS = ("patterns", "files")


def read_list(name: str, data: bytes) -> list[LocationTarget]:
    """What a list names, by the end of its own name; without one we know, a repository a line.

    Raises UpstreamFailed for one that can't be read as a whole, or names nothing: all that it named
    before would be given up.
    """
    try:
        found = list(_entries(name, data.decode("utf-8-sig")))
    except (ValueError, yaml.YAMLError, csv.Error, RecursionError) as error:
        raise UpstreamFailed(f"{name} is no list of repositories: {str(error)[:200]}") from error
    if not found:
        raise UpstreamFailed(f"{name} names no repository; nothing is given up for it")
    return found


def _entries(name: str, text: str) -> Iterator[LocationTarget]:
    match PurePosixPath(name).suffix.lower():
        case ".csv":
            yield from map(_of_mapping, csv.DictReader(io.StringIO(text)))
        case ".yaml" | ".yml":
            yield from _of_items(yaml.safe_load(text))
        case ".json":
            yield from _of_items(json.loads(text))
        case _:
            lines = (line.partition(" #")[0].split() for line in text.splitlines())
            yield from (_of_words(*words) for words in lines if words and words[0][0] != "#")


def _of_items(content: Value) -> Iterator[LocationTarget]:
    if not isinstance(content, list):
        raise ValueError("a list was expected")
    for item in content:
        yield _of_words(item) if isinstance(item, str) else _of_mapping(item)


def _of_words(target: str, ref: str = "", *patterns: str) -> LocationTarget:
    """`https://git.example/ml/search.git  main  *.mlhome.yaml`: ref `-` stands for none."""
    return LocationTarget(target=target, ref="" if ref == "-" else ref, patterns=patterns)


def _of_mapping(entry: Value) -> LocationTarget:
    if not isinstance(entry, dict):
        raise ValueError("texts, or mappings with a `target`, were expected")
    named = {str(name).strip().lower(): value for name, value in entry.items()}
    target = _first(named, TARGETS)
    if not isinstance(target, str) or not target.strip():
        raise ValueError(f"an entry has no `target` (or {', '.join(TARGETS[1:])})")
    patterns = _first(named, PATTERNS) or ()
    words = patterns.replace(";", " ").split() if isinstance(patterns, str) else patterns
    return LocationTarget(
        target=target.strip(),
        ref=str(_first(named, REFS) or "").strip(),
        patterns=tuple(map(str, words)),
    )


def _first(named: Mapping[str, Value], names: tuple[str, ...]) -> Value:
    return next((named[name] for name in names if named.get(name)), None)
