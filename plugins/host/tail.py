"""What a plugin prints: the end of it is kept for the log, and nothing of it grows."""

import contextlib
import io
from collections.abc import Iterator

KEPT = 2000  # characters


class Tail(io.TextIOBase):
    """A text file that remembers only its last characters."""

    def __init__(self) -> None:
        self._kept = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        self._kept = (self._kept + text[-KEPT:])[-KEPT:]
        return len(text)

    def text(self) -> str:
        return self._kept


@contextlib.contextmanager
def output_goes_to(tail: Tail) -> Iterator[None]:
    with contextlib.redirect_stdout(tail), contextlib.redirect_stderr(tail):
        yield
