"""The steps of a pass that find what is new.

The times of runs are those of the clocks of whoever logs. A time in the past is found by the
sweep; one in the future does not hide what comes after it.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from plugins.api import Report
from plugins.mlflow.buckets import bucket_of, changed, fingerprint_of, fingerprints, settled
from plugins.mlflow.cursor import Cursor, Walk
from plugins.mlflow.links import proposed_ref
from plugins.mlflow.pages import NO_HISTORIES, Facts, Histories, facts_of
from plugins.mlflow.records import Run
from plugins.mlflow.registered import version_facts
from plugins.mlflow.registry import next_versions
from plugins.mlflow.survey import Server
from plugins.mlflow.walks import Stretch, Way, stretch

# A run that has gone on for longer was most likely killed, and never told MLflow.
GOES_ON_SECONDS = 7 * 86_400.0
# Between a run's end by its own clock and the time when MLflow answers with it.
LATE_SECONDS = 600.0
_GOES_ON = " and ".join(f"attributes.status != '{it}'" for it in ("FINISHED", "FAILED", "KILLED"))


def look_at_versions(server: Server, cursor: Cursor) -> tuple[Report, Cursor]:
    """Versions of registered models that changed, with their runs."""
    found, cursor = next_versions(server, cursor)
    versions, evaluations, problems = version_facts(server, found.versions)
    report = Report(
        model_versions=versions,
        gone_versions=[(server.links.model(name), number) for name, number in found.gone],
        evaluations=evaluations,
        problems=[*found.problems, *problems],
    )
    return report, cursor


def look_at_running(server: Server, cursor: Cursor) -> tuple[Report, Cursor]:
    since = int((server.now - GOES_ON_SECONDS) * 1000)
    way = Way(list(server.experiments), f"{_GOES_ON} and attributes.start_time >= {since}")
    found = stretch(server.mlflow, way, cursor.walk)
    return _new_ones(server, cursor, found)


def look_at_ended(server: Server, cursor: Cursor) -> tuple[Report, Cursor]:
    if cursor.walk.at is None:
        at = cursor.ended - int(LATE_SECONDS * 1000)
        cursor = replace(cursor, walk=replace(cursor.walk, at=at))
    found = stretch(server.mlflow, Way(list(server.experiments), by_end=True), cursor.walk)
    # What claims to have ended in the future is read again until then, and hides nothing.
    reached = min(max(cursor.ended, found.reached), int(server.now * 1000))
    report, after = _new_ones(server, cursor, found)
    return report, after if after.step == cursor.step else replace(after, ended=reached)


def look_again(server: Server, cursor: Cursor) -> tuple[Report, Cursor]:
    """Runs of experiments that belong to another entity than when they were read."""
    now = fingerprints(_links(server))
    if not cursor.links:  # at the very beginning: everything is still to be read
        return Report(), replace(cursor, links=now).next_step()
    waiting = changed(cursor.links, now)
    if not waiting:
        return Report(), cursor.next_step()
    place = waiting[0]
    begun = cursor.begun or fingerprint_of(now, place)
    concerned = [one for one in server.experiments if bucket_of(one) == place]
    found = stretch(server.mlflow, Way(concerned), cursor.walk)
    facts = facts_of(server.mlflow, found.runs, server.around, NO_HISTORIES)
    if found.next:
        return _report(facts, found), replace(cursor, walk=found.next, begun=begun)
    links = settled(cursor.links, begun, place)
    return _report(facts, found), replace(cursor, walk=Walk(), begun="", links=links)


def _new_ones(server: Server, cursor: Cursor, found: Stretch) -> tuple[Report, Cursor]:
    """Those of the runs that are not as they were when they were last read."""
    digests = {run.id: _digest(run) for run in found.runs}
    new = [run for run in found.runs if not cursor.knows(run.id, digests[run.id])]
    facts = facts_of(server.mlflow, new, server.around, Histories())
    done = [run.id for run in found.runs]
    if facts.last:
        done = done[: done.index(facts.last) + 1]
    cursor = cursor.with_seen({run: digests[run] for run in done})
    report = _report(facts, found)
    if facts.last:
        return report, replace(cursor, walk=replace(cursor.walk, after=facts.last))
    return report, replace(cursor, walk=found.next) if found.next else cursor.next_step()


def _report(facts: Facts, found: Stretch) -> Report:
    return Report(
        evaluations=facts.evaluations,
        gone=facts.gone,
        problems=[*found.problems, *facts.problems],
    )


def _links(server: Server) -> Mapping[str, str]:
    """The experiments that descriptors name, with what they belong to by that."""
    subjects = {one.id: (server.links.subject(one), one) for one in server.experiments.values()}
    return {
        id: f"{subject}\n{one.name}"
        for id, (subject, one) in subjects.items()
        if subject != proposed_ref("project", one.name)
    }


def _digest(run: Run) -> str:
    return sha256(repr(run).encode()).hexdigest()[:8]
