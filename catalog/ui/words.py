"""Names from descriptors as people read them."""

import json
import re

_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_AS_WRITTEN = {
    word.lower(): word for word in ("URI", "URL", "API", "SLO", "SLA", "ID", "ML", "p95", "p99")
}


def in_words(name: str) -> str:
    """`mustImproveBy` becomes "Must improve by", `artifact.uri` becomes "Artifact URI"."""
    parts = _STARTS.sub(" ", re.sub(r"[._-]", " ", name)).split()
    text = " ".join(
        _AS_WRITTEN.get(part.lower(), part if part.isupper() else part.lower()) for part in parts
    )
    return text if text[:3] in _AS_WRITTEN.values() else text[:1].upper() + text[1:]


def capitalised(text: str) -> str:
    """With a capital first letter, and all others as they are."""
    return text[:1].upper() + text[1:]


_HEX = re.compile(r"(?<![0-9a-f])([0-9a-f]{10})[0-9a-f]{22,}$")


def shortened(text: str) -> str:
    """A digest, commit or address short enough for a table; its last part tells it apart."""
    short = _HEX.sub(r"\1…", text)
    if len(short) <= 40:
        return short
    start, _, rest = short.partition("://")
    tail = "/".join(rest.split("/")[-2:]) if rest else short[-30:]
    return f"{start}://…/{tail[-34:]}" if rest else f"…{tail}"


def json_text(value: object) -> str:
    """Any value of a document as people read JSON: on several lines where it holds others."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
