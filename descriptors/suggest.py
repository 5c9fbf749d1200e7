"""What somebody probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

_LIKENESS = 0.65
_ABBREVIATION = 3
_LONGEST = 63


def closest(name: str, known: Iterable[str]) -> str:
    """The known name most like this one, or that this one abbreviates; else empty.

    Upper and lower case are the same.
    """
    by_lower = {candidate.lower(): candidate for candidate in known}
    name = name.lower()
    if len(name) > _LONGEST:
        return ""
    longer = [word for word in by_lower if len(name) >= _ABBREVIATION and word.startswith(name)]
    found = get_close_matches(name, by_lower, n=1, cutoff=_LIKENESS) or longer
    return by_lower[found[0]] if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint that names the closest known name; empty when none is close."""
    found = closest(name, known)
    return f"did you mean `{found}`?" if found else ""
