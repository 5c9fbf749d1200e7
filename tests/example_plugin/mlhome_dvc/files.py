"""Files as DVC reads them: YAML 1.2, JSON and TOML, bounded, from whoever wrote them."""

import json
import math
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

import yaml
from mlhome import Value

DEEPEST, MOST_VALUES = 32, 50_000
LARGEST = 2**63
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """The file is not what its name says; the text says why. `line` is 0 where it is not known."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


# `1e-3` is a number and `no` is a text, other than in YAML 1.1, which PyYAML reads.
_Yaml12: Any = type("_Yaml12", (_Loader,), {"yaml_implicit_resolvers": {}})
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("float", r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "-+."),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", r"<<", "<"),
):
    _Yaml12.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def read_file(path: str, data: bytes) -> Value:
    """What a file of params, metrics or plots holds, by the end of its name. Raises Unreadable."""
    match PurePosixPath(path).suffix.lower():
        case ".json":
            return _read(lambda: json.loads(data))
        case ".toml":
            return _read(lambda: tomllib.loads(data.decode()))
        case ".yaml" | ".yml" | ".lock" | ".dvc":
            return next(read_yaml(data), None)
        case suffix:
            raise Unreadable(f"files that end in `{suffix}` are not read")


def read_yaml(data: bytes) -> Iterator[Value]:
    """The documents of a YAML file. Raises Unreadable."""
    try:
        _check_size(data)
        for document in yaml.load_all(data, _Yaml12):
            yield _plain(document, DEEPEST)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise Unreadable(f"it is no YAML: {error.problem}", line) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise Unreadable(f"it is no YAML: {str(error)[:200]}") from error


def flat(value: Value, prefix: str = "") -> Iterator[tuple[str, Value]]:
    """Each value that is no mapping, by its dotted name: `train.lr`."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from flat(each, f"{prefix}.{key}" if prefix else key)
    elif prefix:
        yield prefix, value


def at(value: Value, name: str) -> Value:
    """What is at a dotted name, or at one that has dots of its own; None where nothing is."""
    if isinstance(value, dict) and name in value:
        return value[name]
    for step in name.split("."):
        if not isinstance(value, dict) or step not in value:
            return None
        value = value[step]
    return value


def _check_size(data: bytes) -> None:
    """Counts values as often as aliases repeat them, before any is made."""
    sizes: dict[str, int] = {}
    open_: list[tuple[str, int]] = [("", 0)]
    for event in yaml.parse(data, _Loader):
        if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            anchor, size = open_.pop()
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            open_.append((event.anchor or "", 1))
            if len(open_) > DEEPEST:
                raise ValueError(f"it is nested more than {DEEPEST} deep")
            continue
        elif isinstance(event, yaml.AliasEvent):
            anchor, size = "", sizes.get(event.anchor or "", MOST_VALUES)
        elif isinstance(event, yaml.ScalarEvent):
            anchor, size = event.anchor or "", 1
        else:
            continue
        if anchor:
            sizes[anchor] = size
        open_[-1] = (open_[-1][0], open_[-1][1] + size)
        if open_[-1][1] > MOST_VALUES:
            raise ValueError(f"it has more than {MOST_VALUES:,} values")


def _read(load: Callable[[], Value]) -> Value:
    try:
        return _plain(load(), DEEPEST)
    except (ValueError, TypeError, RecursionError) as error:
        raise Unreadable(str(error)[:200]) from error


def _plain(value: Value, depth: int) -> Value:
    """Nothing but JSON's own types; dates and other rarities as text."""
    if depth == 0:
        raise ValueError(f"it is nested more than {DEEPEST} deep")
    if isinstance(value, dict):
        return {str(key): _plain(each, depth - 1) for key, each in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [_plain(each, depth - 1) for each in value]
    if isinstance(value, int) and abs(value) >= LARGEST:
        return str(value) if value.bit_length() < 10_000 else "a huge number"
    if value is None or isinstance(value, (str, int, float)):
        return value
    return str(value)


def is_number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def shown(value: Value) -> str | int | float | bool:
    """A value of a param as facts have it: one number, switch or text."""
    if isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return json.dumps(value, ensure_ascii=False)
