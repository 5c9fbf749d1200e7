"""What is wrong with input, as a value that can be shown, stored and sent."""

from dataclasses import dataclass
from typing import TypeAlias

Steps: TypeAlias = tuple[str | int, ...]
"""A path inside a document: keys, and positions in lists."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a descriptor, and where.

    `code` is stable and documented in README.md; `message` names the offending value in one
    sentence; `hint` says how to put it right. `path` is a JSON pointer inside the document.
    `line` and `column` count from 1, and 0 means unknown. A `warning` does not keep an entity out.
    """

    code: str
    message: str
    hint: str = ""
    path: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    entity_ref: str = ""
    severity: str = "error"

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def as_json(self) -> dict[str, object]:
        """The shape that the command line and the API print."""
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "entityRef": self.entity_ref,
            "severity": self.severity,
        }


def pointer(steps: Steps) -> str:
    """The JSON pointer (RFC 6901) of a path of keys and positions; empty for the root."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
