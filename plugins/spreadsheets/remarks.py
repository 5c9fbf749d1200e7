"""What is wrong with a sheet, told up to a number; the rest is counted."""

from dataclasses import dataclass, field

from descriptors.problems import Problem
from plugins.spreadsheets.limits import MOST_PROBLEMS


@dataclass
class Remarks:
    """Problems of one sheet; the path of each is the address of its cell."""

    sheet: str
    found: list[Problem] = field(default_factory=list)
    more: int = 0

    def cell(self, code: str, address: str, message: str, hint: str = "") -> None:
        """Something wrong with a cell, whose number does not count."""
        if len(self.found) >= MOST_PROBLEMS:
            self.more += 1
            return
        said = f"`{self.sheet}` {address}: {message}"
        self.found.append(Problem(f"spreadsheets/{code}", said, hint, path=address))

    def warn(self, code: str, message: str, hint: str = "") -> None:
        """Something about the whole sheet that people should know."""
        said = f"`{self.sheet}`: {message}"
        self.found.append(Problem(f"spreadsheets/{code}", said, hint, severity="warning"))

    def all(self) -> list[Problem]:
        if not self.more:
            return self.found
        message = f"`{self.sheet}`: {self.more:,} more cells could not be read"
        hint = "correct those above first"
        return [*self.found, Problem("spreadsheets/more", message, hint, severity="warning")]
