"""A changed place of a descriptor as lines to read: what was there, what is there now."""

import json
from typing import Any

from catalog.browse.views import FieldChange


def change_lines(change: FieldChange) -> list[tuple[str, str]]:
    """("before" | "after", text) for each line; of two lists only what came and what went."""
    before, after = change.before, change.after
    if _is_plain(before) and _is_plain(after) and sorted(before) != sorted(after):
        gone = [("before", item) for item in before if item not in after]
        return gone + [("after", item) for item in after if item not in before]
    lines = [] if change.op == "add" else [("before", _text(before))]
    return lines if change.op == "remove" else [*lines, ("after", _text(after))]


def dotted(pointer: str) -> str:
    """A JSON pointer as people write paths: `/metadata/tags` becomes `metadata.tags`."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")]
    return ".".join(step for step in steps if step)


def _is_plain(value: Any) -> bool:
    """Whether it is a list of texts, none of them twice."""
    texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return texts and len(set(value)) == len(value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
