"""Whether two runs were measured on the same data.

By digest where both have one, else by name; and the split has to be equal. What is the same by
name only may still be other data: who compares is told.
"""

from enum import IntEnum

from plugins.facts import DatasetUse

_SHORT_DIGEST = 19  # `sha256:` and twelve figures


class Likeness(IntEnum):
    """The less, the more alike."""

    SAME = 0
    SAME_NAME = 1  # and split, but a digest of one of them only
    OTHER_CONTENT = 2  # the same name and split, digests that differ
    OTHER_SPLIT = 3  # the same data
    OTHER = 4


def likeness(one: DatasetUse | None, other: DatasetUse | None) -> Likeness:
    """None stands for data that is not known: like itself only."""
    if one is None or other is None:
        return Likeness.SAME if one is other else Likeness.OTHER
    both = bool(one.digest and other.digest)
    equal = both and one.digest == other.digest
    if not equal and not names_of(one) & names_of(other):
        return Likeness.OTHER
    if one.split != other.split:
        return Likeness.OTHER_SPLIT
    if equal or not (one.digest or other.digest):
        return Likeness.SAME
    return Likeness.OTHER_CONTENT if both else Likeness.SAME_NAME


def same_content(one: DatasetUse | None, other: DatasetUse | None) -> bool:
    """Whether both have a digest, and the same."""
    return bool(one and other and one.digest and one.digest == other.digest)


def names_of(use: DatasetUse) -> set[str]:
    """What the data is called, by whom it may be."""
    return {name for name in (use.ref, use.name) if name}


def data_key(use: DatasetUse | None) -> tuple[str, str]:
    """Equal for data that counts as the same when runs are recorded."""
    return (use.digest or use.ref or use.name, use.split) if use else ("", "")


def data_words(use: DatasetUse | None) -> str:
    """The data as people call it, with its split behind it."""
    if use is None:
        return "data that is not known"
    name = use.name or use.ref.rpartition("/")[2] or use.digest[:_SHORT_DIGEST] or "unnamed data"
    return f"{name}/{use.split}" if use.split else name


def is_called(use: DatasetUse | None, text: str) -> bool:
    """Whether a text means this data: its name, ref (or the name in it) or digest, perhaps with
    `/split` behind it."""
    if use is None:
        return False
    names = {*names_of(use), use.digest, use.ref.rpartition("/")[2], _without_default(use.ref)}
    return text in names - {""} or text in {f"{name}/{use.split}" for name in names if name}


def _without_default(ref: str) -> str:
    return ref.replace(":default/", ":", 1)
