"""The page of one version of a model: what is said of it by whom, and what was measured of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.browse.views import Entry
from catalog.evaluations import Said, VersionRow, model_version, model_versions
from catalog.ui.addresses import version_address
from catalog.ui.deployed import Deployed, live_version
from catalog.ui.evaluated import OnData, by_data, by_version, latest_runs
from catalog.ui.judged import judged_table
from catalog.ui.judging import JudgedRun, Standards, judged_run, standards_of
from catalog.ui.parts import PageParts
from catalog.ui.tables import Table
from catalog.ui.versions import known_from, known_of, served_by

MOST_DATA = 8
# What sources may say of a version, in the order of the page, and the words for it.
SAID = {
    "digest": "Digest",
    "uri": "Artefact",
    "commit": "Commit",
    "framework": "Framework",
    "status": "Status",
    "aliases": "Aliases",
    "created_at": "Made",
    "description": "Description",
}

DISPUTED = {"digest": "digest", "uri": "artefact", "commit": "commit"}


@dataclass(frozen=True, slots=True)
class Measured:
    """The latest run of the version on one data set; `other` is the version it stands beside."""

    found: JudgedRun
    table: Table
    other: str


def version_page(
    parts: PageParts, entry: Entry, deployed: Sequence[Deployed]
) -> Mapping[str, Any] | AnyResponse:
    """What the page shows; 404 where there is no such version, and an alias leads to its own."""
    asked = str((request.view_args or {})["version"])
    found = model_version(parts.database, parts.reader(), entry.ref, asked)
    if found is None:
        abort(404)
    if found.version != asked:
        return redirect(version_address(entry.ref, found.version))
    groups = by_data(latest_runs(parts, entry.ref, ()))
    return {
        "version": found,
        "known_from": known_from(found),
        "disputed": [DISPUTED[field] for field in found.conflicts],
        "is_another": bool({"digest", "commit"} & set(found.conflicts)),
        "served": served_by(found, deployed),
        "said": _said(found),
        "signature": _first(found.said, "signature"),
        "params": _first(found.said, "params"),
        "version_tags": _first(found.said, "tags"),
        "trained_on": _first(found.said, "trained_on"),
        "measured": _measured(parts, entry, found, groups, deployed),
        "known": known_of(parts, [found], groups),
    }


def _first(said: Sequence[Said], field: str) -> Any:
    return next((value for one in said if (value := getattr(one, field))), None)


def _said(version: VersionRow) -> list[tuple[str, str, list[Any]]]:
    """By field: what each source says of it, where any does."""
    rows = [
        (field, word, [getattr(one, field) for one in version.said]) for field, word in SAID.items()
    ]
    return [row for row in rows if any(row[2])]


def _measured(
    parts: PageParts,
    entry: Entry,
    version: VersionRow,
    groups: Sequence[OnData],
    deployed: Sequence[Deployed],
) -> list[Measured]:
    standards = standards_of(parts, entry)
    beside = _beside(parts, entry, version, deployed, standards)
    measured = [one for one in groups if version.version in by_version(one.runs)]
    found = (_on_data(parts, one, version, standards, beside) for one in measured[:MOST_DATA])
    return [one for one in found if one]


def _beside(
    parts: PageParts,
    entry: Entry,
    version: VersionRow,
    deployed: Sequence[Deployed],
    standards: Standards,
) -> list[str]:
    """Versions to compare with: the live one, else the baseline of its Evaluations, else the next
    older one; the first of them that was measured on the same data."""
    every = [one.version for one in model_versions(parts.database, parts.reader(), entry.ref)]
    live = live_version(deployed, (entry.document.get("spec") or {}).get("versions"))
    older = every[every.index(version.version) + 1 :]
    names = [live[0]] if live else []
    baselines = (one.baseline for one in standards.criteria)
    return [name for name in (*names, *baselines, *older) if name and name != version.version]


def _on_data(
    parts: PageParts,
    group: OnData,
    version: VersionRow,
    standards: Standards,
    beside: Sequence[str],
) -> Measured | None:
    runs = by_version(group.runs)
    name = next((name for name in beside if name in runs), "")
    found = judged_run(parts, group, runs[version.version], standards, name)
    if found is None:
        return None
    table = judged_table(found.judged, f"Measured on {group.key}", found.other)
    return Measured(found, table, name)
