"""Keeping a report: attachments, facts, proposals and problems in the caller's one transaction.

Whatever is equal to what is known writes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, update

from catalog.attachments.names import origin
from catalog.attachments.record import Recorded, end_others, record_attachments
from catalog.attachments.said import said
from catalog.attachments.search_values import write_values
from catalog.evaluations.counts import RunCounts
from catalog.refresh.due import attachments_changed
from catalog.refresh.facts import FactsRecorded, end_other_facts, record_facts
from catalog.refresh.problems import (
    end_other_problems,
    end_problems_of_source,
    record_problems,
    said_by,
)
from catalog.refresh.proposals import Proposed, end_other_proposals, record_proposals
from catalog.store.among import among
from catalog.store.due import stitch_again
from catalog.store.tables import entity
from descriptors.problems import Problem
from plugins.api import Report
from plugins.host.loading import LoadedPlugin

NAMED = 5  # refs in one message
OF_FILES = ("file", "upload")
UNFIT = "plugin/attachment"  # the code of what the host says of a value that no schema fits


@dataclass
class Stated:
    """What the pages of a report have stated so far; what is not in it in the end is over."""

    attachments: set[int] = field(default_factory=set)
    problems: set[int] = field(default_factory=set)
    proposals: set[str] = field(default_factory=set)
    has_unfit: bool = False  # something could not be used, which may be what was known before

    def copy(self) -> "Stated":
        return Stated(
            set(self.attachments), set(self.problems), set(self.proposals), self.has_unfit
        )


@dataclass(frozen=True)
class Applied:
    """What a report changed: ids of entities by what is known of them, ids of entities that show
    other problems, refs of things proposed, how many runs and model versions were written, and how
    many of these are runs."""

    known: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()
    proposed: frozenset[str] = frozenset()
    facts: int = 0
    runs: RunCounts = field(default_factory=RunCounts)


def apply_report(
    connection: Connection,
    plugin: LoadedPlugin,
    source: str,
    report: Report,
    now: float,
    *,
    refresh: str = "",
    entity_id: int = 0,
    stated: Stated | None = None,
    ends: bool = True,
) -> Applied:
    """Keep what a function of a plugin reported; `source` says where it knows it from.

    `refresh`: the one that reports, where it was one; each has problems of its own. `entity_id`:
    the report is about this entity only, and nothing is over of others. A report in pages collects
    what it has `stated`; with its last one (`ends`) problems that were not stated again are over,
    and, if it is complete, attachments and proposals too.
    """
    stated = stated if stated is not None else Stated()
    told = record_attachments(
        connection, plugin.name, source, said(plugin, report.attachments), now
    )
    proposed = _propose(connection, plugin.name, source, report, now)
    facts = record_facts(connection, said_by(plugin.name, source), report, now)
    problems = [*report.problems, *proposed.problems, *facts.problems, *_unknown(plugin, told)]
    name = said_by(plugin.name, source, refresh)
    wrong = record_problems(connection, name, problems, now, entity_id=entity_id)
    stated.attachments |= told.stated
    stated.problems |= wrong.stated
    stated.proposals |= proposed.stated
    stated.has_unfit |= any(it.code == UNFIT for it in report.problems)
    applied = Applied(told.changed, wrong.changed, proposed.changed, facts.written, facts.runs)
    if ends:
        # Also what was said before refreshes were told apart.
        names = {name, said_by(plugin.name, source)}
        shown = end_other_problems(connection, names, stated.problems, entity_id=entity_id)
        over = _end(connection, plugin.name, source, stated, now, report, entity_id)
        applied = _both(_both(applied, Applied(shown=shown)), over)
    tell(connection, plugin, applied)
    return applied


def forget_source(connection: Connection, plugin: LoadedPlugin, source: str, now: float) -> Applied:
    """A connection or file is gone, and all that a plugin said because of it."""
    shown = end_problems_of_source(connection, plugin.name, source)
    over = _end(connection, plugin.name, source, Stated(), now, Report(complete=True))
    applied = _both(Applied(shown=shown), over)
    tell(connection, plugin, applied)
    return applied


def tell(connection: Connection, plugin: LoadedPlugin, applied: Applied) -> None:
    """Let those know who show, find or check what changed."""
    # What is known of an entity is an input of its entry, though its body does not show it.
    raise_revisions(connection, applied.known - applied.shown)
    stitch_again(connection, applied.shown)
    write_values(connection, plugin, applied.known)
    attachments_changed(connection, plugin, applied.known)


def _propose(
    connection: Connection, plugin: str, source: str, report: Report, now: float
) -> Proposed:
    """What is upstream of a connection can be proposed; files and descriptors declare."""
    it = origin(source)
    if it.kind != "connection":
        return Proposed()
    return record_proposals(connection, plugin, it.id, report.proposals, now)


def _end(
    connection: Connection,
    plugin: str,
    source: str,
    stated: Stated,
    now: float,
    report: Report,
    entity_id: int = 0,
) -> Applied:
    """What a complete report did not state is over."""
    if not report.complete or stated.has_unfit:
        return Applied()
    name, it = said_by(plugin, source), origin(source)
    known = end_others(connection, plugin, source, stated.attachments, now, entity_id=entity_id)
    # What a server ran once stays true when it forgets it; what a file says goes with the file.
    facts = end_other_facts(connection, name, report) if it.kind in OF_FILES else FactsRecorded()
    if entity_id or it.kind != "connection":
        return Applied(known, facts=facts.written, runs=facts.runs)
    ended = end_other_proposals(connection, plugin, it.id, stated.proposals)
    return Applied(known, proposed=ended)


def _both(first: Applied, then: Applied) -> Applied:
    return Applied(
        first.known | then.known,
        first.shown | then.shown,
        first.proposed | then.proposed,
        first.facts + then.facts,
        first.runs + then.runs,
    )


def _unknown(plugin: LoadedPlugin, told: Recorded) -> list[Problem]:
    if not told.unknown:
        return []
    some = ", ".join(f"`{ref}`" for ref in told.unknown[:NAMED])
    more = f" and {len(told.unknown) - NAMED} more" if len(told.unknown) > NAMED else ""
    message = f"Plugin `{plugin.name}` knows something about {some}{more}, which are no entities"
    hint = "declare them, or correct the annotation that leads there"
    return [Problem("report/unknown-entity", message, hint, severity="warning")]


def raise_revisions(connection: Connection, ids: Collection[int]) -> None:
    """Note that something is known of entities that was not, though no entry looks different."""
    if ids:
        wanted = among(connection, entity.c.id, ids)
        connection.execute(update(entity).where(wanted).values(revision=entity.c.revision + 1))
