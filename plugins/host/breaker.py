"""A function that fails again and again is left alone for a while, ever longer."""

from dataclasses import dataclass


@dataclass
class Breaker:
    """One function's record. After `failures` in a row it rests; then one call may try again, and
    if that fails too, it rests twice as long. Times are those of any clock that never goes back."""

    failures: int
    first_rest: float
    longest_rest: float
    _in_a_row: int = 0
    _rest: float = 0.0
    _until: float = 0.0
    _trying: bool = False

    def seconds_to_wait(self, now: float) -> float:
        """0 when a call may go ahead (which it must then do, and report), else how long not."""
        if self._in_a_row < self.failures:
            return 0.0
        if now < self._until:
            return self._until - now
        if self._trying:
            return self._rest
        self._trying = True
        return 0.0

    def succeeded(self) -> None:
        self._in_a_row, self._rest, self._trying = 0, 0.0, False

    def failed(self, now: float) -> None:
        self._trying = False
        self._in_a_row += 1
        if self._in_a_row >= self.failures and now >= self._until:
            self._rest = min(2 * self._rest or self.first_rest, self.longest_rest)
            self._until = now + self._rest
