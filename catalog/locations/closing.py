"""How snapshots, and whatever else reading holds, are let go of."""

from typing import Self


class Closing:
    """A context manager that closes on leaving."""

    def close(self) -> None:
        """Let go of files and processes; nothing is held unless a subclass says so."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
