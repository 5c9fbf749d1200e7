"""What somebody probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

_LIKENESS = 0.7


def closest(name: str, known: Iterable[str]) -> str:
    """The known name most like this one, upper and lower case being the same; else empty."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.lower(), by_lower, n=1, cutoff=_LIKENESS)
    return by_lower[found[0]] if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint that names the closest known name; empty when none is close."""
    found = closest(name, known)
    return f"did you mean `{found}`?" if found else ""
