"""The page of one entity and its tabs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.browse.views import Entry, RelatedEntry
from catalog.ui.addresses import entry_address, version_address, with_query
from catalog.ui.deployed import (
    Deployed,
    deployed_by,
    live_version,
    named_by_place,
    with_deployments,
)
from catalog.ui.entity_tables import entity_tables
from catalog.ui.exports import export
from catalog.ui.facts import facts_of, mentions
from catalog.ui.judging import in_short, standards_of
from catalog.ui.kinds import look_of, order_of, relation_words
from catalog.ui.leaderboard_page import KINDS as WITH_LEADERBOARD
from catalog.ui.leaderboard_page import leaderboard_tab
from catalog.ui.listed import lines_of
from catalog.ui.panels import EntryPanels, panels_of
from catalog.ui.parts import PageParts
from catalog.ui.proposed import proposed
from catalog.ui.runs import KINDS as WITH_RUNS
from catalog.ui.runs import runs_tab
from catalog.ui.showing import show, wants_part
from catalog.ui.tables import Table
from catalog.ui.trend_page import KINDS as WITH_TREND
from catalog.ui.trend_page import trend_tab
from catalog.ui.version_page import version_page
from catalog.ui.versions import KINDS as WITH_VERSIONS
from catalog.ui.versions import versions_tab
from catalog.ui.yaml_lines import yaml_lines

HISTORY_PAGE = 30
# Relations that are part of the story: what a thing is made of, and how it does.
SERVED = "servedBy"
TOLD = ("hasPart", "ownerOf", "hasMember", "evaluatedBy", SERVED)
# Said in the head of the page already.
IN_HEAD = ("ownedBy",)
# Spec fields that the head of the page says.
HEAD_FIELDS = frozenset({"lifecycle", "owner"})


@dataclass(frozen=True, slots=True)
class RelatedGroup:
    """Related entities under one heading; `kind` is "" where a heading has several. `table` is the
    address of the list of a kind that has the same ones, "" where there is none."""

    heading: str
    entries: tuple[RelatedEntry, ...]
    kind: str = ""
    table: str = ""


def entry_page(
    parts: PageParts, namespace: str, kind: str, name: str, tab: str = "overview"
) -> AnyResponse:
    """One tab of the page at /catalog/<namespace>/<kind>/<name>; 404 where there is none."""
    ref = f"{kind}:{namespace}/{name}"
    if ref != ref.lower():
        return redirect(entry_address(ref.lower(), "" if tab == "overview" else tab), 301)
    if not has_tab(kind, tab):
        abort(404)
    found = browse.entry(parts.database, parts.reader(), ref)
    if found is None:
        return _missing(parts, ref)
    deployed = deployed_by(parts, [one.ref for one in found.relations if one.type in TOLD])
    panels = panels_of(parts, found)
    values = TABS[tab](parts, found, deployed) if tab in TABS else _panel(panels, tab)
    if isinstance(values, AnyResponse):
        return values
    if exported := _exported(found, values.get("tables", ())):
        return exported
    if tab == "overview" and not wants_part():
        parts.count_view(ref)
    people = browse.summaries(parts.database, parts.reader(), [found.owner, found.project])
    served = {one.ref for one in found.relations if one.type == SERVED}
    serving = [one for one in deployed if one.ref in served]
    live = live_version(serving, _spec(found).get("versions"))
    template = f"entry_{tab if tab in TABS else 'panel'}.html"
    around: dict[str, Any] = {
        "people": people,
        "live": live,
        "panels": panels,
        "proposed": proposed(found),
        "has_tab": has_tab,
    }
    return show(template, entry=found, tab=tab, **around, **values)


def version_of_model(
    parts: PageParts, namespace: str, kind: str, name: str, version: str
) -> AnyResponse:
    """The page of a version, at /catalog/<namespace>/model/<name>/versions/<version>."""
    ref = f"{kind}:{namespace}/{name}"
    if ref != ref.lower():
        return redirect(version_address(ref.lower(), version), 301)
    return entry_page(parts, namespace, kind, name, "version")


def panel_page(
    parts: PageParts, namespace: str, kind: str, name: str, plugin: str, panel: str
) -> AnyResponse:
    """The tab of a panel at /catalog/<namespace>/<kind>/<name>/plugins/<plugin>/<panel>."""
    return entry_page(parts, namespace, kind, name, f"plugins/{plugin}/{panel}")


def _panel(panels: EntryPanels, tab: str) -> dict[str, Any]:
    """What stands on the tab of one panel; 404 where the entity has nothing for it."""
    return {"shown": panels.tabs.get(tab) or abort(404)}


def _missing(parts: PageParts, ref: str) -> Response:
    """Gone but not forgotten: a deleted entity still has its history."""
    versions = browse.history(parts.database, parts.reader(), ref, HISTORY_PAGE)
    if not versions:
        abort(404)
    return show("entry_deleted.html", status=410, ref=ref, versions=versions)


def _overview(parts: PageParts, entry: Entry, deployed: Sequence[Deployed]) -> dict[str, Any]:
    spec = _shown(entry, deployed)
    told = _most_traffic_first(entry.relations, deployed)
    refs = [related.ref for related in told]
    named = mentions(spec)
    known = browse.summaries(parts.database, parts.reader(), {*named.values(), *refs})
    facts = facts_of(entry.kind, spec, {related.ref for related in entry.relations})
    return {
        **_evaluations(parts, entry),
        "facts": facts,
        "tables": entity_tables(facts.tables, entry_address(entry.ref), request.args),
        "named": {key: known[ref] for key, ref in named.items() if ref in known}
        | named_by_place(deployed, known),
        "told": told_groups(entry.ref, told),
        "lines": lines_of(parts, refs),
        "related": related_groups(
            related for related in entry.relations if related.ref != entry.project
        ),
    }


def _evaluations(parts: PageParts, entry: Entry) -> dict[str, Any]:
    """What was last measured of a model, and the data sets it was measured on."""
    if not has_tab(entry.kind, "versions"):
        return {}
    found = in_short(parts, entry, standards_of(parts, entry))
    used = {one.run.dataset.ref for one in found.runs if one.run.dataset} if found else set()
    known = browse.summaries(parts.database, parts.reader(), sorted(filter(None, used)))
    return {"evaluations": found, "measured_on": known}


def _exported(entry: Entry, tables: Iterable[Table]) -> Response | None:
    """One of the tables as a file, where the address asks for that."""
    answers = (export(one, one.rows, f"{entry.name} {one.asked.name}") for one in tables)
    return next((answer for answer in answers if answer), None)


def _spec(entry: Entry) -> Mapping[str, Any]:
    return entry.document.get("spec") or {}


def _shown(entry: Entry, deployed: Sequence[Deployed]) -> dict[str, Any]:
    """The spec without what the head says; each version with where it is served."""
    shown = {key: value for key, value in _spec(entry).items() if key not in HEAD_FIELDS}
    if deployed and shown.get("versions"):
        shown["versions"] = with_deployments(shown["versions"], deployed)
    return shown


def _most_traffic_first(
    relations: Iterable[RelatedEntry], deployed: Sequence[Deployed]
) -> list[RelatedEntry]:
    """The relations of the story, deployments by their traffic, all else as declared."""
    order = {one.ref: at for at, one in enumerate(deployed)}
    told = [related for related in relations if related.type in TOLD]
    return sorted(told, key=lambda related: order.get(related.ref, -1))


def _history(parts: PageParts, entry: Entry, _: object) -> dict[str, Any]:
    before = request.args.get("before", type=int)
    versions = browse.history(
        parts.database, parts.reader(), entry.ref, HISTORY_PAGE + 1, before=before
    )
    more = versions[HISTORY_PAGE - 1].number if len(versions) > HISTORY_PAGE else None
    return {"versions": versions[:HISTORY_PAGE], "more": more}


def _descriptor(parts: PageParts, entry: Entry, _: object) -> dict[str, Any]:
    return {"lines": yaml_lines(entry.descriptor_yaml)}


def _problems(parts: PageParts, entry: Entry, _: object) -> dict[str, Any]:
    return {}


# A tab gives what its template is given, or an answer of its own.
Tab = Callable[[PageParts, Entry, Sequence[Deployed]], Mapping[str, Any] | AnyResponse]
TABS: Mapping[str, Tab] = {
    "overview": _overview,
    "runs": runs_tab,
    "versions": versions_tab,
    "version": version_page,
    "trend": trend_tab,
    "leaderboard": leaderboard_tab,
    "problems": _problems,
    "history": _history,
    "descriptor": _descriptor,
}


# Tabs that not every kind has.
OF_SOME_KINDS = {
    "runs": WITH_RUNS,
    "versions": WITH_VERSIONS,
    "version": WITH_VERSIONS,
    "trend": WITH_TREND,
    "leaderboard": WITH_LEADERBOARD,
}


def has_tab(kind: str, tab: str) -> bool:
    """Whether entities of a kind have a tab."""
    return tab not in OF_SOME_KINDS or kind.lower() in OF_SOME_KINDS[tab]


def told_groups(ref: str, related: Iterable[RelatedEntry]) -> list[RelatedGroup]:
    """The relations of the story of `ref`, one group for every kind at their other end."""
    by_kind: dict[str, dict[str, RelatedEntry]] = {}
    for one in related:
        by_kind.setdefault(one.kind.lower(), {}).setdefault(one.ref, one)
    return [
        RelatedGroup(look_of(kind).plural, some, kind, _as_table(ref, kind, some))
        for kind in sorted(by_kind, key=order_of)
        for some in [tuple(by_kind[kind].values())]
    ]


def _as_table(ref: str, kind: str, related: Iterable[RelatedEntry]) -> str:
    """Where what a project has, or what somebody owns, is a list to sort and take away."""
    types = {one.type for one in related}
    field = "owner" if types == {"ownerOf"} else "project" if ref.startswith("project:") else ""
    return with_query(f"/catalog/{kind}", [(field, ref)]) if field else ""


def related_groups(related: Iterable[RelatedEntry]) -> list[RelatedGroup]:
    """The other relations, one group for every type, in the order they are declared."""
    by_type: dict[str, list[RelatedEntry]] = {}
    for one in related:
        if one.type not in (*TOLD, *IN_HEAD):
            by_type.setdefault(one.type, []).append(one)
    return [RelatedGroup(relation_words(name), tuple(some)) for name, some in by_type.items()]
