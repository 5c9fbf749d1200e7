"""The story of one file: bytes in, entities and problems out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from descriptors.entity import Entity
from descriptors.format import Format
from descriptors.limits import DEFAULT_LIMITS, Limits
from descriptors.parse import Document, parse_each
from descriptors.placeholders import fill_in
from descriptors.problems import Problem
from descriptors.validate import validate


@dataclass(frozen=True)
class Reading:
    """What a file holds: valid entities in their order, and every problem, warnings among them.

    `documents` is how many there are, good and bad, empty ones not counted.
    """

    entities: list[Entity]
    problems: list[Problem]
    documents: int = 0


def read(
    data: bytes,
    file: str,
    format: Format,
    limits: Limits = DEFAULT_LIMITS,
    includes: Mapping[str, bytes] = MappingProxyType({}),
) -> Reading:
    """Read every descriptor of a file. `includes` holds the bytes behind its placeholders' targets.

    Wrong input is never an exception: what can't be read becomes a problem and stops no sibling.
    """
    entities: list[Entity] = []
    problems: list[Problem] = []
    documents = 0
    for parsed in parse_each(data, file, limits):
        documents += 1
        outcome = _entity(parsed, file, format, limits, includes)
        if isinstance(outcome, Entity):
            entities.append(outcome)
            problems += outcome.warnings
        else:
            problems += outcome
    return Reading(entities, problems, documents)


def read_documents(
    documents: Sequence[tuple[Mapping[str, Any], int]], file: str, format: Format
) -> Reading:
    """Read descriptors that were made of something else, each with the line it came from."""
    outcomes = [
        validate(Document(dict(value), line=line), format, file) for value, line in documents
    ]
    entities = [it for it in outcomes if isinstance(it, Entity)]
    warnings = [wrong for it in entities for wrong in it.warnings]
    errors = [
        wrong if wrong.line else replace(wrong, line=line)
        for outcome, (_, line) in zip(outcomes, documents, strict=True)
        if not isinstance(outcome, Entity)
        for wrong in outcome
    ]
    return Reading(entities, [*warnings, *errors], len(outcomes))


def _entity(
    parsed: Document | list[Problem],
    file: str,
    format: Format,
    limits: Limits,
    includes: Mapping[str, bytes],
) -> Entity | list[Problem]:
    if isinstance(parsed, Document):
        parsed = fill_in(parsed, file, includes, limits)
    return validate(parsed, format, file) if isinstance(parsed, Document) else parsed
