"""How snapshots are let go of."""

from types import TracebackType
from typing import Self


class Closing:
    """A context manager that closes on leaving."""

    def close(self) -> None:
        """Let go of files and processes; nothing is held unless a subclass says so."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
