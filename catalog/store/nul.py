"""The one character that no text in the record has: PostgreSQL refuses even to compare with it."""

import re

_ESCAPE = b"\\u0000"
# Where backslashes come in pairs, the text only speaks of the escape.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def holds_nul(json: bytes) -> bool:
    """Whether a text in the JSON has it."""
    return _ESCAPE in json and _NUL.search(json) is not None
