"""How much a reading changed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunCounts:
    """How many evaluation runs were new, changed, and forgotten."""

    created: int = 0
    updated: int = 0
    removed: int = 0

    def __add__(self, more: "RunCounts") -> "RunCounts":
        return RunCounts(
            self.created + more.created, self.updated + more.updated, self.removed + more.removed
        )
