"""Backstage's search, answered from our index."""

import base64
import binascii
import html
import secrets
from typing import Any

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.errors import InvalidInput
from catalog.api.parts import ApiParts
from catalog.browse.search import search
from catalog.browse.views import Found
from descriptors.refs import parse_ref

_DEFAULT_LIMIT = 25
_FIELDS = {"title": "title", "description": "text"}
_FILTERS = {"kind", "namespace", "type", "lifecycle", "owner"}


def search_query(parts: ApiParts, query: dict[str, Any]) -> Response:
    """What the words of `term` find, best first, in pages."""
    limit = query["pageLimit"] or _DEFAULT_LIMIT
    number, cursor = _place(query["pageCursor"])
    page = search(
        parts.index(),
        parts.database,
        parts.reader(),
        query["term"],
        filters=_filters(query["filters"]),
        cursor=cursor,
        limit=limit,
        highlight=tuple(_FIELDS),
    )
    tag = secrets.token_hex(8)
    results = [_result(hit, number * limit + at, tag) for at, hit in enumerate(page.hits, 1)]
    answer: dict[str, Any] = {"numberOfResults": page.total, "results": results}
    if page.next_cursor:
        answer["nextPageCursor"] = _encode(number + 1, page.next_cursor)
    return json_answer(answer)


def _filters(asked: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    unknown = sorted(set(asked) - _FILTERS)
    if unknown:
        raise InvalidInput(
            f"Unknown filter '{unknown[0]}', known are {', '.join(sorted(_FILTERS))}"
        )
    return {field: tuple(value.lower() for value in values) for field, values in asked.items()}


def _result(hit: Found, rank: int, tag: str) -> dict[str, Any]:
    return {
        "type": "software-catalog",
        "document": {
            "title": hit.title,
            "text": hit.description,
            "componentType": hit.type or "other",
            "type": hit.type or "other",
            "namespace": hit.namespace,
            "kind": hit.kind,
            "lifecycle": hit.lifecycle,
            "owner": _owner(hit),
            "location": f"/catalog/{hit.namespace}/{hit.kind}/{hit.name}".lower(),
        },
        "rank": rank,
        "highlight": {
            "preTag": f"<{tag}>",
            "postTag": f"</{tag}>",
            "fields": _highlights(hit, tag),
        },
    }


def _owner(hit: Found) -> str:
    """As people would write it: a group of the same namespace by its name alone."""
    if not hit.owner:
        return ""
    kind, namespace, name = parse_ref(hit.owner)
    short = name if namespace == hit.namespace else f"{namespace}/{name}"
    return short if kind == "group" else f"{kind}:{short}"


def _highlights(hit: Found, tag: str) -> dict[str, str]:
    """Plain text around the tags of this answer, where ours is HTML around `<mark>`."""
    return {
        name: html.unescape(
            hit.highlights[field][0].replace("<mark>", f"<{tag}>").replace("</mark>", f"</{tag}>")
        )
        for field, name in _FIELDS.items()
        if hit.highlights.get(field)
    }


def _place(cursor: str) -> tuple[int, str]:
    """The number of the page, and the index's own cursor to it."""
    if not cursor:
        return 0, ""
    try:
        text, _, inner = base64.b64decode(cursor, validate=True).decode().partition(":")
        number = int(text)
    except (binascii.Error, ValueError) as wrong:
        raise InvalidInput("Malformed page cursor") from wrong
    if not 0 <= number < 2**31:
        raise InvalidInput("Malformed page cursor, no page has that number")
    return number, inner


def _encode(number: int, cursor: str) -> str:
    return base64.b64encode(f"{number}:{cursor}".encode()).decode()
