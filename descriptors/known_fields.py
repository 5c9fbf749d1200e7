"""Fields that a kind does not know: allowed, but more often a slip of the pen."""

from collections.abc import Iterator, Mapping
from typing import Any

from descriptors.problems import Steps


class KnownFields(dict[str, "KnownFields | None"]):
    """The fields of one object, each with those of the objects in it; None where all is allowed."""


def known_fields(schema: Mapping[str, Any]) -> KnownFields | None:
    """What a schema knows of an object, or of the objects in a list; None if it names nothing."""
    schema = schema.get("items", schema)
    if "properties" not in schema:
        return None
    fields = schema["properties"].items()
    return KnownFields((name, known_fields(field)) for name, field in fields)


def unknown_fields(value: Any, known: KnownFields, steps: Steps) -> Iterator[tuple[Steps, str]]:
    """Where an unknown field stands, and its name. `value` is valid under the schema."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from unknown_fields(item, known, (*steps, index))
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in known:
                yield steps, name
            elif inside := known[name]:
                yield from unknown_fields(item, inside, (*steps, name))


def fields_at(known: KnownFields, steps: Steps) -> list[str]:
    """The names that are known at a place inside `spec`."""
    here: KnownFields | None = known
    for step in steps:
        if isinstance(step, str) and here is not None:
            here = here.get(step)
    return list(here or ())
