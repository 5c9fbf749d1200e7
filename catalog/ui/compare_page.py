"""The page of a comparison: /compare?subject=…&subject=…, all of its state in the address."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog import browse
from catalog.comparison import Comparison, compare
from catalog.ui.addresses import with_query
from catalog.ui.compare_adding import candidates, typed_whole
from catalog.ui.compare_address import PATH, CompareAddress, address_asked
from catalog.ui.compare_changes import changes_of
from catalog.ui.compare_costs import cost_charts, costs_of
from catalog.ui.compare_curves import compared_curves
from catalog.ui.compare_examples import examples_of, focus, focus_choices
from catalog.ui.compare_exports import exported, is_export
from catalog.ui.compare_gates import gates_of
from catalog.ui.compare_metrics import metric_table
from catalog.ui.compare_names import one_model, with_short_names
from catalog.ui.compare_picture import picture
from catalog.ui.compare_runs import MOST_IN_DETAIL, runs_page
from catalog.ui.compare_slices import slices_of
from catalog.ui.compare_space import measures_of, space_charts, subject_address
from catalog.ui.compare_summary import summary_of
from catalog.ui.compare_words import VERDICTS
from catalog.ui.data_words import Choice, data_hint, data_in_address, data_titles
from catalog.ui.parts import PageParts
from catalog.ui.showing import show
from descriptors.problems import Problem

PICTURE = f"{PATH}/picture.svg"
RUNNING = "running"
# What htmx swaps while statistics are computed.
PROGRESS = "statistics"


def compare_page(parts: PageParts) -> AnyResponse:
    """Subjects in detail; many runs as a table; without enough of either, how to choose them."""
    if request.args.get("of-runs") or request.args.getlist("run"):
        return _of_runs(parts)
    asked = address_asked(request.args)
    if whole := typed_whole(request.args.get("add", "").strip()):
        return redirect(asked.with_subject(whole))
    if len(asked.subjects) < 2:
        return _choosing(parts, asked, ())
    format = request.args.get("format", "")
    wanted = asked.asked(whole=is_export(format))
    found = compare(parts.database, parts.reader(), wanted, now=time.time())
    if not isinstance(found, Comparison):
        return _choosing(parts, asked, found, status=400)
    if answer := exported(found, asked, format):
        return answer
    if request.headers.get("HX-Target") == PROGRESS:
        return _progress(parts, asked, found)
    return show("compare.html", **_values(parts, asked, found))


def picture_of(parts: PageParts) -> AnyResponse:
    """The same as a figure for a document, in SVG."""
    asked = address_asked(request.args)
    found = compare(parts.database, parts.reader(), asked.asked(), now=time.time())
    if not isinstance(found, Comparison):
        return redirect(asked.address())
    answer = Response(picture(found, asked), mimetype="image/svg+xml")
    answer.headers["Content-Disposition"] = 'attachment; filename="comparison.svg"'
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _of_runs(parts: PageParts) -> AnyResponse:
    """A few runs are looked at in detail unless the address wants them as a table."""
    ids = list(dict.fromkeys(filter(str.isdecimal, request.args.getlist("run"))))
    if 2 <= len(ids) <= MOST_IN_DETAIL and request.args.get("as") != "table":
        kept = [("dataset", request.args.get("dataset", ""))]
        return redirect(with_query(PATH, [*(("subject", f"run:{id}") for id in ids), *kept]))
    return runs_page(parts)


def _choosing(
    parts: PageParts, asked: CompareAddress, problems: Sequence[Problem], status: int = 200
) -> AnyResponse:
    return show(
        "compare_choosing.html",
        status=status,
        asked_compare=asked,
        problems=problems,
        **_adding(parts, asked),
    )


def _adding(parts: PageParts, asked: CompareAddress) -> dict[str, Any]:
    text = request.args.get("add", "").strip()
    found = candidates(parts, asked, text)
    return {"adding": text, "is_adding": "add" in request.args, "candidates": found}


def _progress(parts: PageParts, asked: CompareAddress, found: Comparison) -> AnyResponse:
    """How far statistics are; the whole page once they are done."""
    if found.statistics.state == RUNNING:
        return show("compare_progress.html", found=found, asked_compare=asked)
    answer = show("compare.html", **_values(parts, asked, found))
    answer.headers["HX-Retarget"] = "#main"
    answer.headers["HX-Reswap"] = "innerHTML"
    return answer


def _values(parts: PageParts, asked: CompareAddress, found: Comparison) -> Mapping[str, Any]:
    found = with_short_names(found)
    of = focus(found, asked)
    charts, undrawn = compared_curves(found, of)
    known = _known(parts, found)
    return {
        "asked_compare": asked,
        "found": found,
        "verdict": VERDICTS[found.comparability.verdict],
        "data_choices": _data_choices(asked, found, known),
        "model": one_model(found),
        "addresses": [subject_address(found, at) for at in range(len(found.subjects))],
        "summary": summary_of(found),
        "changes": changes_of(found, asked),
        "table": metric_table(found, asked),
        "gates": gates_of(found),
        "slices": slices_of(found, asked),
        "focus": of,
        "focus_choices": focus_choices(found, asked, of),
        "charts_of_curves": charts,
        "undrawn": undrawn,
        "space": space_charts(found, asked),
        "measures": [one.name for one in measures_of(found) if one.numeric],
        "examples": examples_of(found, asked, of),
        "costs": costs_of(found),
        "charts_of_costs": cost_charts(found),
        "picture_address": asked.elsewhere(PICTURE),
        "known": known,
        **_adding(parts, asked),
    }


def _data_choices(
    asked: CompareAddress, found: Comparison, known: Mapping[str, browse.EntrySummary]
) -> list[Choice]:
    titles = data_titles(found.datasets, known)
    return [
        Choice(
            title,
            asked.address(dataset=data_in_address(one)),
            one == found.dataset,
            data_hint(one),
        )
        for one, title in zip(found.datasets, titles, strict=True)
    ]


def _known(parts: PageParts, found: Comparison) -> Mapping[str, browse.EntrySummary]:
    """Models, owners, data sets and Evaluations that the page names."""
    refs = {one.ref for one in found.subjects} | {one.owner for one in found.subjects}
    refs |= {one.ref for one in (*found.datasets, found.dataset) if one}
    refs |= {ref for gate in found.gates for ref in (gate.evaluation, gate.dataset)}
    return browse.summaries(parts.database, parts.reader(), sorted(filter(None, refs)))
