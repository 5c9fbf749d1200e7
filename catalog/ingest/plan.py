"""What a batch of read files means for the entities: decided before anything is written.

Pure: takes what the files declare and what the record holds, and says which entities are new,
changed, given up or claimed twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from catalog.ingest.prepared import PreparedEntity
from catalog.ingest.sources import WrittenSource


class KnownEntity(NamedTuple):
    """An entity's row, with the digest of its newest document (empty once deleted)."""

    id: int
    ref: str
    source_id: int | None
    line: int
    version: int
    revision: int
    orphan_since: float | None
    deleted_at: float | None
    updated_at: float
    digest: str
    is_proposed: bool = False  # by a plugin; nothing declares it


class Created(NamedTuple):
    entity: PreparedEntity
    source: WrittenSource


class Rewritten(NamedTuple):
    """An entity that is there and whose rows are to be written again."""

    known: KnownEntity
    entity: PreparedEntity
    source: WrittenSource
    action: str  # updated | restored, or "" when the document is the same


class Conflict(NamedTuple):
    """A declaration that came too late."""

    entity: PreparedEntity
    loser: WrittenSource
    holder: int  # id of the source that declares it already


@dataclass
class Plan:
    created: list[Created] = field(default_factory=list)
    rewritten: list[Rewritten] = field(default_factory=list)
    moved_lines: list[tuple[KnownEntity, int]] = field(default_factory=list)
    released: list[KnownEntity] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    # Ids of sources whose proposal stands back behind a declaration, to be looked at again.
    withdrawn: list[int] = field(default_factory=list)


def decide(sources: Sequence[WrittenSource], known: Iterable[KnownEntity]) -> Plan:
    """The plan of a batch; `known` are the entities it names and those of its sources."""
    by_ref = {entity.ref: entity for entity in known}
    holders = {
        ref: entity.source_id
        for ref, entity in by_ref.items()
        if entity.deleted_at is None and entity.source_id is not None
    }
    plan = Plan()
    _release(sources, by_ref, holders, plan)
    claimed: set[str] = set()
    for source in sources:
        for entity in source.prepared.entities:
            held = by_ref.get(entity.ref)
            holder = holders.setdefault(entity.ref, source.id)
            if held and held.is_proposed and holder == held.source_id and not source.is_proposed:
                plan.withdrawn.append(holder)
                holder = holders[entity.ref] = source.id
            if holder != source.id and source.is_proposed:
                plan.withdrawn.append(source.id)
                continue
            if holder != source.id or entity.ref in claimed:
                plan.conflicts.append(Conflict(entity, source, holder))
                continue
            claimed.add(entity.ref)
            _claim(plan, held, entity, source)
    # What one file of the batch gave up and another one declares has only moved.
    plan.released = [known for known in plan.released if known.ref not in claimed]
    return plan


def _release(
    sources: Sequence[WrittenSource],
    by_ref: Mapping[str, KnownEntity],
    holders: dict[str, int],
    plan: Plan,
) -> None:
    declared = {source.id: _kept_refs(source) for source in sources}
    for ref, known in by_ref.items():
        holder = holders.get(ref)
        if holder not in declared:
            continue
        kept = declared[holder]
        if kept is not None and ref not in kept:
            plan.released.append(known)
            del holders[ref]


def _kept_refs(source: WrittenSource) -> set[str] | None:
    """What the source still stands for; None = nothing can be said to be gone from it.

    A document that is wrong stands for the entity it names; one that is wrong in a way that hides
    its name could be any of those that were there.
    """
    errors = [problem.entity_ref for problem in source.prepared.problems if problem.is_error]
    if "" in errors:
        return None
    return {entity.ref for entity in source.prepared.entities} | set(errors)


def _claim(
    plan: Plan, known: KnownEntity | None, entity: PreparedEntity, source: WrittenSource
) -> None:
    if known is None:
        plan.created.append(Created(entity, source))
    elif known.deleted_at is not None:
        plan.rewritten.append(Rewritten(known, entity, source, "restored"))
    elif known.digest != entity.digest:
        plan.rewritten.append(Rewritten(known, entity, source, "updated"))
    elif source.is_rederived or known.source_id != source.id or known.orphan_since is not None:
        plan.rewritten.append(Rewritten(known, entity, source, ""))
    elif known.line != entity.line:
        plan.moved_lines.append((known, entity.line))
