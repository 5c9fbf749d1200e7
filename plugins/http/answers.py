"""Answers of upstream systems that say JSON and may send anything."""

import codecs
import json
from email.message import Message

from plugins.api import UpstreamFailed, Value
from plugins.http.origins import shown_url
from plugins.texts import printable

SHOWN = 100  # characters of an answer that is something else


def as_value(url: str, body: bytes, content_type: str) -> Value:
    """The JSON value of a body. The tokens NaN, Infinity and -Infinity, which many write, are
    numbers. Raises UpstreamFailed, telling what came instead."""
    text = as_text(body, content_type)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        kind = "HTML" if text.lstrip().startswith("<") else "something else"
        what = f"{shown_url(url)} answers with {kind} instead of JSON{beginning(text)}"
        raise UpstreamFailed(what) from None


def as_text(body: bytes, content_type: str) -> str:
    """The text of a body: in the charset that is declared, else as its first bytes tell."""
    message = Message()
    message["Content-Type"] = content_type
    declared = message.get_content_charset("")
    for charset in (declared, json.detect_encoding(body)):
        try:
            if charset and codecs.lookup(charset)._is_text_encoding:
                return body.decode(charset).removeprefix("\ufeff")
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace").removeprefix("\ufeff")


def beginning(body: bytes | str) -> str:
    """The first characters of an answer, for the end of a message."""
    text = body[: 4 * SHOWN].decode("utf-8", "replace") if isinstance(body, bytes) else body
    line = " ".join(printable(text[: 4 * SHOWN]).split())[:SHOWN]
    return f": {line}" if line else ""
