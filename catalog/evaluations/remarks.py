"""Collects what is wrong with one reported fact, with where in it."""

from dataclasses import dataclass, field

from catalog.evaluations.limits import MOST_PROBLEMS
from descriptors.problems import Problem


@dataclass(slots=True)
class Remarks:
    """`place` is the JSON pointer of the fact in what was reported. An error keeps the whole fact
    out; a warning says what of it was left out, cut, or looks wrong."""

    place: str
    entity_ref: str = ""
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    failed: bool = False

    def error(self, code: str, message: str, path: str = "", hint: str = "") -> None:
        self.failed = True
        self._add(code, message, path, hint, "error")

    def warn(self, code: str, message: str, path: str = "", hint: str = "") -> None:
        self._add(code, message, path, hint, "warning")

    def all(self) -> list[Problem]:
        """At most MOST_PROBLEMS, and one that says how many more there are."""
        if not self.more:
            return self.problems
        text = f"{self.more} more problems of this kind of thing in the same report"
        return [*self.problems, self._problem("evaluation/more", text, "", "", "warning")]

    def _add(self, code: str, message: str, path: str, hint: str, severity: str) -> None:
        if len(self.problems) < MOST_PROBLEMS or severity == "error":
            self.problems.append(self._problem(f"evaluation/{code}", message, path, hint, severity))
        else:
            self.more += 1

    def _problem(self, code: str, message: str, path: str, hint: str, severity: str) -> Problem:
        return Problem(
            code,
            message,
            hint,
            path=self.place + path,
            entity_ref=self.entity_ref,
            severity=severity,
        )
