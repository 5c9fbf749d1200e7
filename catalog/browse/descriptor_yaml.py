"""A descriptor as YAML again, as its author would write it."""

import re
from typing import Any

import yaml

# Plain text that YAML 1.2 reads as a number, though PyYAML, which writes 1.1, would not quote it.
_NUMBER = re.compile(r"[-+]?(0o[0-7]+|0x[0-9a-fA-F]+|\.?[0-9][0-9.]*([eE][-+]?[0-9]+)?)")


class _Dumper(yaml.CSafeDumper):
    """Block text for what has several lines, quotes for what only looks like a number."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.Node:
    style = None
    if "\n" in text:
        style = "|"
    elif _NUMBER.fullmatch(text):
        style = "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def as_yaml(document: dict[str, Any]) -> str:
    """The document in the order of its keys; reading it gives an equal document."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
