"""What the kit has to say."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from descriptors.problems import Problem


@dataclass
class Remarks:
    """Problems of one plugin, in the order they were found; nothing is said twice."""

    plugin: str
    found: list[Problem] = field(default_factory=list)

    def error(self, code: str, what: str, hint: str = "") -> None:
        self._add(Problem(f"contract/{code}", f"plugin `{self.plugin}`, {what}", hint))

    def warning(self, code: str, what: str, hint: str = "") -> None:
        message = f"plugin `{self.plugin}`, {what}"
        self._add(Problem(f"contract/{code}", message, hint, severity="warning"))

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._add(problem)

    def _add(self, problem: Problem) -> None:
        if problem not in self.found:
            self.found.append(problem)
