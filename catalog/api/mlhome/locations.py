"""Where descriptors are read from. Paths of the server are added by CLI or settings only."""

from typing import Any

from flask import Response

from catalog.api.answers import json_answer
from catalog.api.errors import Conflict, NotFound, Refused
from catalog.api.parts import ApiParts
from catalog.browse.health import location, locations
from catalog.browse.views import LocationView
from descriptors.problems import Problem


def list_locations(parts: ApiParts) -> Response:
    """Every location and how its last read went."""
    return json_answer({"locations": [_shape(one) for one in locations(parts.database)]})


def one_location(parts: ApiParts, location_id: int) -> Response:
    """A location and how its last read went."""
    return json_answer(_shape(_existing(parts, location_id)))


def add_location(parts: ApiParts, asked: dict[str, Any]) -> Response:
    """Read descriptors from a Git repository or a URL too, from now on."""
    added = parts.locations.add(asked["target"], asked["ref"], asked["patterns"])
    if isinstance(added, Problem):
        raise Refused(added)
    if not added.new:
        raise Conflict(Problem("location/known", f"Location {added.id} is this one already"))
    return json_answer(_shape(_existing(parts, added.id)), 201)


def remove_location(parts: ApiParts, location_id: int) -> Response:
    """Read from there no more; what was read from it goes with it. Only what was added here."""
    _existing(parts, location_id)
    if kept := parts.locations.remove(location_id):
        raise Conflict(kept)
    return Response(status=204)


def refresh_location(parts: ApiParts, location_id: int) -> Response:
    """Have it read again now, not only when it is due."""
    if not parts.locations.refresh(location_id):
        raise _no_such(location_id)
    return json_answer(_shape(_existing(parts, location_id)), 202)


def _existing(parts: ApiParts, location_id: int) -> LocationView:
    found = location(parts.database, location_id)
    if found is None:
        raise _no_such(location_id)
    return found


def _no_such(location_id: int) -> NotFound:
    return NotFound(f"No location with id {location_id}")


def _shape(view: LocationView) -> dict[str, Any]:
    return {
        "id": view.id,
        "type": view.type,
        "target": view.target,
        "ref": view.ref,
        "patterns": view.patterns,
        "addedBy": view.added_by,
        "state": view.state,
        "lastError": view.last_error.as_json() if view.last_error else None,
        "createdAt": view.created_at,
        "lastReadAt": view.last_read_at,
        "lastOkAt": view.last_ok_at,
        "nextReadAt": view.next_read_at,
        "commit": view.commit,
        "entities": view.entities,
        "problems": view.problems,
        "lag": view.lag,
    }
