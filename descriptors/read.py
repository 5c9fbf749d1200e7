"""The story of one file: bytes in, entities and problems out."""

from collections.abc import Mapping
from dataclasses import dataclass

from descriptors.entity import Entity
from descriptors.format import Format
from descriptors.limits import DEFAULT_LIMITS, Limits
from descriptors.parse import Document, parse
from descriptors.placeholders import fill_in
from descriptors.problems import Problem
from descriptors.validate import validate


@dataclass(frozen=True)
class Reading:
    """What a file holds: valid entities in their order, and every problem, warnings among them."""

    entities: list[Entity]
    problems: list[Problem]


def read(
    data: bytes,
    file: str,
    format: Format,
    limits: Limits = DEFAULT_LIMITS,
    includes: Mapping[str, bytes] = {},
) -> Reading:
    """Read every descriptor of a file. `includes` holds the bytes behind its placeholders' targets.

    Wrong input is never an exception: what can't be read becomes a problem and stops no sibling.
    """
    documents, problems = parse(data, file, limits)
    entities: list[Entity] = []
    for document in documents:
        outcome = _entity(document, file, format, limits, includes)
        if isinstance(outcome, Entity):
            entities.append(outcome)
            problems += outcome.warnings
        else:
            problems += outcome
    return Reading(entities, problems)


def _entity(
    document: Document, file: str, format: Format, limits: Limits, includes: Mapping[str, bytes]
) -> Entity | list[Problem]:
    filled = fill_in(document, file, includes, limits)
    return validate(filled, format, file) if isinstance(filled, Document) else filled
