"""What makes one entry come before another: numbers that both engines use."""

import math
from types import MappingProxyType

# How much a word counts by the field it is found in.
FIELD_WEIGHTS = MappingProxyType(
    {
        "name": 6.0,
        "title": 6.0,
        "tags": 3.0,
        "description": 2.0,
        "owner": 1.5,
        "what": 1.5,  # its kind and type, so that "fraud dataset" finds one
        "text": 1.0,
    }
)

# Beside the best field, the others count this much of theirs.
TIE_BREAKER = 0.1

# An entry's score by its kind: of several found by the same word, people mean the project, then
# its model, more often than what serves them.
KIND_WEIGHTS = MappingProxyType({"project": 1.25, "model": 1.2})

# Added when the whole query is an entry's name, title or ref; above any sum of words.
EXACT = 1_000.0

# A word that is a name, title or ref by itself, among other words.
EXACT_WORD = 20.0

# What a beginning of a word counts, next to the same word typed in full.
PREFIX = 0.3
NEAR = 0.2

# Where the beginning of a word weighs more than elsewhere.
LEADING_FIELDS = ("name", "title", "tags")

MOST_POPULAR = 1.5

# Words that say little: a query with others doesn't need them to match.
_STOP_WORDS = (
    "a an and are as at be by for from in is it its of on or that the this to was which with"
)
STOP_WORDS = frozenset(_STOP_WORDS.split())


def importance(kind: str, views: float) -> float:
    """The factor on an entry's score, whatever was asked."""
    return KIND_WEIGHTS.get(kind.lower(), 1.0) * popularity(views)


def popularity(views: float) -> float:
    """The factor on an entry's score: 1 for no views, 1.1 for ten, never above MOST_POPULAR."""
    return min(1.0 + 0.1 * math.log10(1.0 + max(views, 0.0)), MOST_POPULAR)


def typos_allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2
