"""What functions return: all that they found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from descriptors.problems import Problem
from plugins.api.given import Value
from plugins.facts import EvaluationRun, ModelVersion

MOST_PROBLEMS = 1000  # of one Report, Reading or Draft; with more, nothing of it is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What a plugin knows about one entity; `type` is one of its AttachmentTypes, `value` as that
    type's schema has it. Of one type an entity has one for each connection or file."""

    entity: str  # ref
    type: str
    value: Value
    observed_at: float | None = None  # None: now
    url: str = ""  # where people can see it in the upstream system


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A descriptor for something upstream that no descriptor declares: shown at once, marked as
    not yet declared, and gone when a descriptor with its ref (or that annotation) appears."""

    document: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a function found. Nothing in it that is equal to what is known writes anything.

    A problem with an `entity_ref` is shown on that entity. `complete` says that these are all
    attachments of the connection (or entity, or file) there are, and of a file all evaluations
    and model versions: others of it are over. Where something could not be read it is False, so
    that what was known of it stays. From a refresh, `cursor` is handed to its next call, and
    `more` asks for that call at once: report in pages of bounded size, so that memory stays small
    and a killed process goes on where it was.

    `gone` are ids of evaluations, and `gone_versions` model refs with a version, that the source
    knew and people deleted there: what was reported of them is forgotten, others are passed over.
    """

    attachments: Sequence[Attachment] = ()
    evaluations: Sequence[EvaluationRun] = ()
    model_versions: Sequence[ModelVersion] = ()
    gone: Sequence[str] = ()
    gone_versions: Sequence[tuple[str, str]] = ()
    proposals: Sequence[Proposal] = ()
    problems: Sequence[Problem] = ()
    complete: bool = False
    cursor: str = ""
    more: bool = False
