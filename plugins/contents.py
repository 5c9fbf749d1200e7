"""What files of other tools hold: JSON, whose values may be of any type, from whoever wrote it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_LFS = b"version https://git-lfs.github.com/"


class Unreadable(ValueError):
    """The file is not what its name says. The text says why, and goes on after its name."""


def read_json(data: bytes) -> Any:
    """What a file holds; NaN and infinities may stand in it. Raises Unreadable."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        start = data[:200].lstrip().lower()
        if start.startswith((b"<!doctype", b"<html")):
            raise Unreadable("is a page of HTML, and no JSON") from error
        if start.startswith(_LFS):
            raise Unreadable("is a pointer of Git LFS, and not the file") from error
        raise Unreadable(f"is no JSON: {str(error)[:200]}") from error


def mapping(value: object) -> Mapping[str, Any]:
    """The value where it is a mapping, else an empty one: what a tool leaves out, or writes as
    null, is as good as nothing."""
    return value if isinstance(value, dict) else {}


def listed(value: object) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def filled(texts: Mapping[str, str]) -> dict[str, str]:
    """Those texts that are not empty."""
    return {name: text for name, text in texts.items() if text}


def storable(text: str) -> str:
    """The text without what no database keeps: halves of surrogate pairs, which JSON can write,
    and NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def moment(text: object) -> float | None:
    """Seconds since 1970 of a time in ISO 8601, which is UTC where it does not say; None where it
    is none."""
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
        if found is None:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
