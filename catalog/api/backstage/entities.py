"""Many entities: Backstage's list, and its paged query."""

from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request

from catalog.api.answers import json_bytes, json_list
from catalog.api.backstage.asked import ordered_by_direction, selected
from catalog.api.errors import InvalidInput
from catalog.api.parts import ApiParts
from catalog.browse.cursor import decode, decode_json, encode_json
from catalog.browse.listing import Page, all_bodies, first_page, page_at
from catalog.browse.projection import parse_fields, project
from catalog.browse.selection import Selection


def entities(parts: ApiParts, query: dict[str, Any]) -> Response:
    """All entities that are selected; with a limit, a part of them and a link to the next."""
    limit, offset = _stretch(query)
    wanted = parse_fields(query["fields_"])
    selection = Selection(
        filters=tuple(query["filter"]), order=ordered_by_direction(query["order"])
    )
    more = None if limit is None else limit + 1
    found = all_bodies(parts.database, parts.reader(), selection, limit=more, offset=offset)
    answer = json_bytes(json_list(project(found[:limit], wanted)))
    if limit is not None and len(found) > limit:
        answer.headers["Link"] = _next_link(limit, offset + limit)
    return answer


def entities_by_query(parts: ApiParts, query: dict[str, Any]) -> Response:
    """A page of the entities that are selected, how many there are, and cursors on and back."""
    return _by_query(parts, query)


def entities_by_query_body(parts: ApiParts, asked: dict[str, Any]) -> Response:
    """The same, with the question in the body, where predicates can be combined."""
    return _by_query(parts, asked)


def _by_query(parts: ApiParts, asked: dict[str, Any]) -> Response:
    wanted = parse_fields(asked["fields_"])
    page = _page(parts, asked)
    items = json_list(project(page.items, wanted))
    total = str(page.total).encode()
    return json_bytes(
        b'{"items":' + items + b',"totalItems":' + total + b',"pageInfo":' + _info(page) + b"}"
    )


def _page(parts: ApiParts, asked: dict[str, Any]) -> Page:
    if asked["cursor"]:
        cursor = decode(asked["cursor"])
        return page_at(parts.database, parts.reader(), cursor, limit=asked["limit"])
    return first_page(
        parts.database,
        parts.reader(),
        selected(asked),
        limit=asked["limit"],
        offset=asked["offset"],
        count=asked["totalItems"] == "include",
    )


def _info(page: Page) -> bytes:
    cursors = {"nextCursor": page.next_cursor, "prevCursor": page.prev_cursor}
    return orjson.dumps({name: text for name, text in cursors.items() if text})


def _stretch(query: dict[str, Any]) -> tuple[int | None, int]:
    """The limit and offset asked for; those in `after` win."""
    limit, offset = query["limit"], query["offset"] or 0
    if query["after"]:
        after = decode_json(query["after"])
        limit, offset = after.get("limit", limit), after.get("offset", offset)
    if not all(isinstance(number, int) for number in (offset, 0 if limit is None else limit)):
        raise InvalidInput("Malformed cursor, limit and offset are numbers")
    if limit is not None and not 0 < limit < 2**31:
        raise InvalidInput("Invalid limit, must be greater than zero")
    if not 0 <= offset < 2**31:
        raise InvalidInput("Invalid offset, must not be negative")
    return limit, offset


def _next_link(limit: int, offset: int) -> str:
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    after = encode_json({"limit": limit, "offset": offset})
    return f'</entities?{urlencode([*asked, ("after", after)])}>; rel="next"'
