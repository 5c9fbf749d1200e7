"""The values of a sidecar, each of the type that it must have, or a problem on its line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from descriptors.parse import Document
from descriptors.problems import Problem, Steps
from descriptors.suggest import did_you_mean
from plugins.contents import moment
from plugins.sidecars.evaluated import Param


@dataclass(frozen=True)
class At:
    """An evaluation: `it` with what holds for all, `own` without, so that problems point to where
    a value stands."""

    it: Mapping[str, Any]
    own: Mapping[str, Any]
    steps: Steps

    def __call__(self, key: str) -> Steps:
        return (*self.steps, key) if key in self.own else (key,)


@dataclass
class Values:
    """Reads values; what is wrong with them is collected. Codes begin with the plugin's name."""

    document: Document
    plugin: str
    problems: list[Problem] = field(default_factory=list)

    def text(self, at: At, key: str) -> str | None:
        """The text, empty where there is none, or None where it is something else: YAML takes
        `version: 1.10` for the number 1.1."""
        given = at.it.get(key)
        if given is None or isinstance(given, str):
            return (given or "").strip()
        self.wrong("key", f"`{key}` must be a text", "put it in quotes", at(key))
        return None

    def mapping(self, at: At, key: str) -> Mapping[str, Any]:
        given = at.it.get(key)
        if given is not None and not isinstance(given, dict):
            self.wrong("key", f"`{key}` must be a mapping", "lines of `name: value`", at(key))
        return given if isinstance(given, dict) else {}

    def params(self, at: At, key: str) -> dict[str, Param]:
        given = self.mapping(at, key)
        return {
            key: value if isinstance(value, (str, int, float, bool)) else said(value)
            for key, value in given.items()
        }

    def time(self, at: At, key: str) -> float | None:
        """Seconds since 1970."""
        text = self.text(at, key) or ""
        found = moment(text)
        if text and found is None:
            hint = "such as `2026-06-01T12:00:00Z`"
            self.wrong("key", f"`{text[:60]}` is no time", hint, at(key))
        return found

    def check_keys(self, given: Mapping[str, Any], known: Sequence[str], steps: Steps) -> None:
        for key in given:
            if key not in known:
                hint = did_you_mean(key, known) or f"there is {', '.join(known)}"
                message = f"`{key[:60]}` means nothing in a sidecar"
                self.wrong("unknown-key", message, hint, (*steps, key), "warning")

    def wrong(
        self, code: str, message: str, hint: str, steps: Steps, severity: str = "error"
    ) -> None:
        problem = Problem(f"{self.plugin}/sidecar-{code}", message, hint, severity=severity)
        self.problems.append(self.document.locate(problem, steps, ""))

    def line(self, steps: Steps) -> int:
        return self.document.locate(Problem("", ""), steps, "").line


def said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
