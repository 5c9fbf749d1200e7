"""`${…}` in a `dvc.yaml`: dvc.org/doc/user-guide/project-structure/dvcyaml-files#templating."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mlhome import Value

PLACE = re.compile(r"(?<!\\)\$\{\s*([^{}]{1,500}?)\s*\}")
STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\[\]]*)\]")
LONGEST = 10_000  # characters that one text may become


@dataclass
class Templating:
    """Fills in values by name; those that nobody knows are left as they are, and noted."""

    values: Mapping[str, Value]
    unknown: set[str] = field(default_factory=set)

    def with_values(self, more: Mapping[str, Value]) -> "Templating":
        """The same with further values; what is unknown is noted in one place."""
        return Templating({**self.values, **more}, self.unknown)

    def filled(self, value: Value) -> Value:
        if isinstance(value, dict):
            return {str(self._text(key)): self.filled(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> Value:
        """A text that is one place only becomes the value itself, of whatever type."""
        whole = PLACE.fullmatch(text)
        if whole:
            found = self._value(whole[1])
            return text if found is None else found
        return PLACE.sub(self._inside, text)[:LONGEST]

    def _inside(self, place: "re.Match[str]") -> str:
        found = self._value(place[1])
        if found is None:
            return place[0]
        if isinstance(found, bool):
            return str(found).lower()
        if isinstance(found, dict):  # as options of a command, as DVC does
            return " ".join(f"--{key} {each}" for key, each in found.items())
        return " ".join(map(str, found)) if isinstance(found, list) else str(found)

    def _value(self, name: str) -> Value:
        found: Value = self.values
        for step in STEP.finditer(name):
            key = step[1] if step[1] is not None else step[2]
            if isinstance(found, Mapping) and key in found:
                found = found[key]
            elif isinstance(found, list) and key.isdigit() and int(key) < len(found):
                found = found[int(key)]
            else:
                self.unknown.add(name)
                return None
        return found
