"""Fingerprints of many things in little room, to tell which of them changed.

Things are dealt to buckets by their names, and each bucket has a fingerprint of all that is in it.
Where one differs from what it was, everything in that bucket is read again: with few things that
is one of them, with thousands still but a small part.
"""

import hashlib
from collections.abc import Mapping

BUCKETS = 64
_DIGITS = 6
EMPTY = "0" * _DIGITS * BUCKETS


def fingerprints(things: Mapping[str, str]) -> str:
    """Of things by name, each with a text that says how it is."""
    dealt: list[list[str]] = [[] for _ in range(BUCKETS)]
    for name in sorted(things):
        dealt[bucket_of(name)].append(f"{name}\n{things[name]}")
    return "".join(_digest("\n\n".join(bucket)) if bucket else EMPTY[:_DIGITS] for bucket in dealt)


def bucket_of(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[0] % BUCKETS


def changed(before: str, now: str) -> list[int]:
    """The buckets that differ. What is no fingerprint differs in every bucket that has anything."""
    before = before if len(before) == len(EMPTY) else EMPTY
    places = range(BUCKETS)
    return [it for it in places if fingerprint_of(before, it) != fingerprint_of(now, it)]


def settled(before: str, fingerprint: str, place: int) -> str:
    """`before`, with that of one bucket."""
    before = before if len(before) == len(EMPTY) else EMPTY
    return before[: place * _DIGITS] + fingerprint + before[(place + 1) * _DIGITS :]


def fingerprint_of(all_of_them: str, place: int) -> str:
    return all_of_them[place * _DIGITS : (place + 1) * _DIGITS]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
