"""A card: its values by key, each of the type it has to be, or a problem where it is not."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from descriptors.problems import Problem, Steps
from descriptors.scalars import key_text
from descriptors.words import field_name
from plugins.api import Value
from plugins.huggingface.nodes import LIMIT
from plugins.huggingface.tree import Tree

VALUE = "huggingface/value"
LONGEST_TEXT = 1000
MOST_ITEMS = 5000  # of one list
MOST_PROBLEMS = 50


@dataclass
class Card:
    """What a text says. What is wrong with it is collected in `problems`, as warnings."""

    tree: Tree
    problems: list[Problem] = field(default_factory=list)

    @property
    def values(self) -> Mapping[str, Value]:
        return self.tree.value if isinstance(self.tree.value, dict) else {}

    def text(self, *steps: str | int) -> str:
        """One text; the first of a list; empty where there is none."""
        return next(iter(self.texts(*steps)), "")

    def texts(self, *steps: str | int) -> list[str]:
        """Texts, each once: a value, or the items of a list."""
        given = self.at(*steps)
        items = self._bounded(given, steps) if isinstance(given, list) else [(None, given)]
        found = [
            self._text(item, steps if place is None else (*steps, place)) for place, item in items
        ]
        return list(dict.fromkeys(it for it in found if it))

    def mapping(self, *steps: str | int) -> Mapping[str, Value]:
        given = self.at(*steps)
        if given is not None and not isinstance(given, dict):
            self.unfit("must be a mapping", given, steps)
        return given if isinstance(given, dict) else {}

    def items(self, *steps: str | int) -> Iterator[int]:
        """The places of a list's items that are mappings; a mapping stands for one of them only
        where nothing else could be meant, and so is a problem."""
        given = self.at(*steps)
        if given is not None and not isinstance(given, list):
            self.unfit("must be a list", given, steps)
        for place, item in self._bounded(given, steps) if isinstance(given, list) else ():
            if isinstance(item, dict):
                yield place
            else:
                self.unfit("must be a mapping", item, (*steps, place))

    def at(self, *steps: str | int) -> Value:
        """What the steps lead to; None where nothing is."""
        found: Any = self.tree.value
        for step in steps:
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found

    def complain(self, code: str, message: str, hint: str = "", steps: Steps = ()) -> None:
        """Remember a problem with what the steps lead to, once; of very many the first."""
        if len(self.problems) >= MOST_PROBLEMS:
            return
        line = self.tree.line(steps)
        problem = Problem(code, message, hint, line=line, severity="warning")
        if problem not in self.problems:
            self.problems.append(problem)

    def unfit(self, rule: str, given: Value, steps: Steps) -> None:
        hint = "take out what it stands for" if given is None else ""
        self.complain(VALUE, f"`{field_name(steps)}` {rule}, but {shown(given)}", hint, steps)

    def _bounded(self, given: list[Value], steps: Steps) -> Iterator[tuple[int, Value]]:
        if len(given) > MOST_ITEMS:
            message = f"`{field_name(steps)}` has {len(given):,} items; {MOST_ITEMS:,} are read"
            self.complain(LIMIT, message, "shorten it", steps)
        return enumerate(given[:MOST_ITEMS])

    def _text(self, given: Value, steps: Steps) -> str:
        if isinstance(given, (dict, list)):
            self.unfit("must be a text", given, steps)
            return ""
        text = "" if given is None else key_text(given).strip()
        if len(text) > LONGEST_TEXT:
            rule = f"must have at most {LONGEST_TEXT:,} characters"
            self.unfit(rule, text[:40], steps)
            return ""
        return text


def shown(value: Value) -> str:
    """A value in few words, NaN too."""
    if isinstance(value, (dict, list)):
        return "is a mapping" if isinstance(value, dict) else "is a list"
    if value is None:
        return "has no value"
    text = key_text(value)
    return f"is `{text if len(text) <= 60 else text[:57] + '…'}`"


def flat(value: Value, prefix: str = "") -> Iterator[tuple[str, str | int | float | bool]]:
    """Each value of nested mappings and lists by its dotted name, as params of a run hold it."""
    pairs: Sequence[tuple[str, Value]] = ()
    if isinstance(value, dict):
        pairs = [(f"{prefix}.{key}" if prefix else key, each) for key, each in value.items()]
    elif isinstance(value, list):
        pairs = [(f"{prefix}.{place}", each) for place, each in enumerate(value)]
    elif isinstance(value, float) and not math.isfinite(value):
        yield prefix, key_text(value)
    elif value is not None:
        yield prefix, value
    for name, each in pairs:
        yield from flat(each, name)
