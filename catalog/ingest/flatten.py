"""An entity's document as the rows that filters and facets ask for: Backstage's rules.

The source of the rules is Backstage's `buildEntitySearch`, told in our own words: every scalar is
a row under its dotted path, lists are visited item by item, keys and values are compared in lower
case, keys of more than 200 characters have no row and longer values have no value.
"""

from decimal import Decimal
from typing import Any

from catalog.store.tables import NO_VALUE

MAX_LENGTH = 200
# Raised when the rules change, so that every source is read again.
RULES = "1"
SKIPPED = frozenset(
    {"attachments", "relations", "status", "metadata.uid", "metadata.etag", "metadata.namespace"}
)


# (key, value, as written where that differs, whether it is one text of a list); a plain tuple, as
# there are thirty of them to an entity and each travels between processes.
FilterRow = tuple[str, str, str | None, bool]


def flatten(document: dict[str, Any]) -> list[FilterRow]:
    """The distinct rows of a document, the first of those with equal key and value."""
    rows: dict[tuple[str, str], FilterRow] = {}
    _visit("", document, rows)
    namespace = document["metadata"].get("namespace", "default")
    _add("metadata.namespace", namespace, False, rows)
    return list(rows.values())


def _visit(path: str, value: Any, rows: dict[tuple[str, str], FilterRow]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            inner_path = f"{path}.{key}" if path else key
            if inner_path not in SKIPPED:
                _visit(inner_path, inner, rows)
    elif isinstance(value, list):
        for inner in value:
            if isinstance(inner, str):
                _add(path, inner, True, rows)
            else:
                _visit(path, inner, rows)
    else:
        _add(path, value, False, rows)


def _add(path: str, value: Any, item: bool, rows: dict[tuple[str, str], FilterRow]) -> None:
    key = path.lower()
    if len(key) > MAX_LENGTH:
        return
    original = value if isinstance(value, str) else js_text(value)
    text = original.lower()
    if len(text) > MAX_LENGTH or "\0" in text or value is None:
        text = original = NO_VALUE
    known = rows.get((key, text))
    if known is None:
        rows[key, text] = (key, text, None if original == text else original, item)
    elif item and not known[3]:
        rows[key, text] = (*known[:3], True)


def js_text(value: Any) -> str:
    """What JavaScript's `String()` makes of a JSON scalar: `true`, `1`, `0.5`, `1e+21`, `1e-7`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _js_number(value)
    return str(value)


def _js_number(value: int | float) -> str:
    if isinstance(value, int) and abs(value) < 2**53:
        return str(value)
    if value == 0 or 1e-6 <= abs(value) < 1e21:
        text = f"{Decimal(repr(float(value))):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, _, exponent = repr(float(value)).partition("e")
    sign = "-" if exponent.startswith("-") else "+"
    return f"{mantissa.removesuffix('.0')}e{sign}{exponent.lstrip('+-').lstrip('0')}"
