"""Which entity a row is about: from a cell, or from a template with heads of columns in braces."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from descriptors.refs import InvalidRef, parse_ref

PART = re.compile(r"\{([^{}]*)\}")
FOREIGN = re.compile(r"[^a-z0-9_.]+")
LONGEST = 63
A_REF = re.compile(r"[a-z][a-z0-9]*:[^\s/:]+/[^\s/:]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    ref: str
    version: str = ""


def columns_in(template: str) -> list[str]:
    """The heads that stand in braces."""
    return [part or "model" for part in PART.findall(template)]


def subject_of(template: str, text_at: Callable[[str], str]) -> Subject | str:
    """The subject of a row, where `text_at` gives what its column of a head says; else why there
    is none. A cell that holds a whole ref is taken as it is, with a version behind an `@`."""
    names = columns_in(template)
    texts = [text_at(name).strip() for name in names]
    for name, text in zip(names, texts, strict=True):
        if not text:
            return f"there is no {name}"
        if A_REF.fullmatch(text):
            return _parsed(text)
    filled = iter([entity_name(text) for text in texts])
    return _parsed(PART.sub(lambda _: next(filled), template))


def entity_name(text: str) -> str:
    """A text as the name of an entity: `ResNet 50 (big)` is `resnet-50-big`."""
    return FOREIGN.sub("-", text.lower()).strip("-_.")


def _parsed(text: str) -> Subject | str:
    ref, _, version = text.partition("@")
    try:
        parsed = parse_ref(ref, "model")
    except InvalidRef as error:
        return str(error)
    if not entity_name(parsed.name) or len(parsed.name) > LONGEST:
        return f"`{parsed.name[:80]}` is no name of an entity, which has 1 to {LONGEST} characters"
    return Subject(str(parsed), version.strip())
