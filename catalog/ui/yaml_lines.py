"""A descriptor as lines for reading, keys and comments told apart."""

import re

from markupsafe import Markup

_KEY = re.compile(r"^(\s*(?:- )*)([^\s#'\"\[{&*!|>-][^:#]*|'[^']*'|\"[^\"]*\")(:)(?=\s|$)")


def yaml_lines(text: str) -> list[Markup]:
    """One piece of HTML a line. Only colours depend on it: no line is ever changed."""
    return [_line(line) for line in text.rstrip("\n").split("\n")]


def _line(line: str) -> Markup:
    if line.lstrip().startswith("#"):
        return Markup('<span class="c">{}</span>').format(line)
    key = _KEY.match(line)
    if key is None:
        return Markup("{}").format(line)
    coloured = Markup('{}<span class="k">{}:</span>{}')
    return coloured.format(key[1], key[2], line[key.end() :])
