"""From a README, or results beside it, to an entity and what is known of it."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from descriptors.problems import Problem
from plugins.api import Attachment, Context, File, Reading, Report
from plugins.facts import EvaluationRun
from plugins.huggingface.attachment import card_value
from plugins.huggingface.card import Card
from plugins.huggingface.datasets import dataset_document
from plugins.huggingface.declared import Declared, declared, descriptors_near
from plugins.huggingface.eval_results import EVAL, entries_of
from plugins.huggingface.front_matter import read_front_matter
from plugins.huggingface.hub import HubPlace, page, place
from plugins.huggingface.identity import Identity, check_ours, identify
from plugins.huggingface.keys import DATASET, MODEL, OURS, kind_of
from plugins.huggingface.measured import runs_of
from plugins.huggingface.models import check_ids, model_document
from plugins.huggingface.nodes import YAML
from plugins.huggingface.prose import read_prose
from plugins.huggingface.tree import Tree, read_tree

README = "README.md"
KIND, PROJECT = "huggingface/kind", "huggingface/project"
_NO_MAPPING = Problem(YAML, "The front matter is no mapping", "write it as `key: value`", line=1)
NOTHING = Reading(report=Report(complete=True))


def read_card(file: File, context: Context) -> Reading:
    """A README without front matter, or with another tool's, is none of ours, and no problem."""
    front = read_front_matter(file.data)
    if front is None:
        return NOTHING
    wanted = descriptors_near(file.path)
    if missing := file.lacks(wanted):
        return Reading(needs=missing)
    if not isinstance(front.tree.value, dict):
        return Reading(problems=[_as_error(it, file) for it in front.problems or [_NO_MAPPING]])
    card = Card(front.tree, list(front.problems))
    near = declared(file, wanted)
    it = _identity(card, file, near, context)
    if it is None:
        return replace(NOTHING, problems=_placed(card.problems, file, ""))
    return _told(_Found(card, file, it, near, context), front.body)


def read_results(file: File, context: Context) -> Reading:
    """Results belong to the model whose card lies in the folder above."""
    card_path = posixpath.join(posixpath.dirname(posixpath.dirname(file.path)), README)
    wanted = descriptors_near(card_path, above=1)
    readme = posixpath.join("..", README)
    if missing := file.lacks([readme, *wanted]):
        return Reading(needs=missing)
    card = Card(read_tree(file.data))
    card.problems += card.tree.problems
    if card.tree.value is None and card.problems:
        return Reading(problems=[_as_error(it, file) for it in card.problems])
    found_at = file.found_at.removesuffix(file.path) + card_path if file.found_at else ""
    above = File(path=card_path, data=file.near[readme] or b"", found_at=found_at)
    near = declared(file, wanted)
    it = _model_above(above, near, context)
    if it is None:
        hint = f"add a model card ({README}) in the folder above, or a descriptor of the model"
        card.complain(EVAL, "No model is known that these results are of", hint)
        return replace(NOTHING, problems=_placed(card.problems, file, ""))
    runs = entries_of(card, it.ref, near)
    report = Report(evaluations=runs, complete=_is_whole(card.tree))
    return Reading(report=report, problems=_placed(card.problems, file, it.ref))


@dataclass(frozen=True)
class _Found:
    card: Card
    file: File
    it: Identity
    near: Sequence[Declared]
    context: Context


def _identity(
    card: Card, file: File, near: Sequence[Declared], context: Context
) -> Identity | None:
    """None where it is no card of either; that nobody can tell of which it is, is a problem."""
    where = place(file.found_at, file.path, context.settings["hub"])
    kind = _kind(card, file, near, where)
    if kind is None:
        hint = f"add `pipeline_tag:` or `task_categories:`, or `{OURS}: {{kind: {MODEL}}}`"
        card.complain(KIND, "This may be the card of a model or of a data set", hint)
    return identify(card, kind, file, where, near, context.settings) if kind else None


def _kind(card: Card, file: File, near: Sequence[Declared], where: HubPlace | None) -> str | None:
    own = card.text(OURS, "kind").lower()
    if own in (MODEL.lower(), DATASET.lower()):
        return own.capitalize()
    kind = where.kind if where else kind_of(card.values, file.path)
    if kind is None:
        beside = [it.kind for it in near if it.levels == 0 and it.kind in (MODEL, DATASET)]
        return beside[0] if len(beside) == 1 else None
    return kind


def _model_above(file: File, near: Sequence[Declared], context: Context) -> Identity | None:
    """The model that the card says, or, without a card, the one that is declared or on the Hub."""
    front = read_front_matter(file.data)
    card = Card(front.tree if front else Tree({}))
    if card.values:
        it = _identity(card, file, near, context)
    else:
        where = place(file.found_at, file.path, context.settings["hub"])
        it = identify(card, MODEL, file, where, near, context.settings)
        it = it if it.declared or it.id else None
    return it if it and it.kind == MODEL else None


def _told(found: _Found, body: str) -> Reading:
    card, it = found.card, found.it
    check_ours(card)
    documents = [] if it.declared else _documents(found, body)
    runs: Sequence[EvaluationRun] = ()
    if it.kind == MODEL:
        check_ids(card)
        runs = runs_of(card, it.ref, found.near)
    is_there = bool(documents) or it.declared is not None
    report = Report(
        attachments=[_attachment(found, len(runs))] if is_there else [],
        evaluations=runs,
        complete=_is_whole(card.tree),
    )
    problems = _placed(card.problems, found.file, it.ref)
    return Reading(documents=[(each, 1) for each in documents], report=report, problems=problems)


def _documents(found: _Found, body: str) -> list[dict[str, Any]]:
    """The entity that the card declares; a model that is part of no project can't be one."""
    card, it, settings = found.card, found.it, found.context.settings
    prose = read_prose(body)
    if it.kind == DATASET:
        return [dataset_document(card, it, prose, found.near, settings)]
    if not it.project:
        _complain_of_project(card, it)
        return []
    return [model_document(card, it, prose, found.near, settings)]


def _complain_of_project(card: Card, it: Identity) -> None:
    several = ", ".join(f"`{each.entity.name}`" for each in it.rivals[:5])
    why = f"there are several nearby: {several}" if several else "none is declared nearby"
    message = f"The model `{it.name}` is part of no project: {why}"
    hint = (
        f"add `{OURS}: {{project: …}}` to the front matter, declare the project in a `mlhome.yaml`"
        " beside the card, or set `MLHOME_PLUGIN_HUGGINGFACE_PROJECT`"
    )
    line = card.tree.line((OURS,)) or 1
    card.problems.insert(0, Problem(PROJECT, message, hint, line=line))


def _attachment(found: _Found, results: int) -> Attachment:
    it, hub = found.it, found.context.settings["hub"]
    value = card_value(found.card, it, found.file.found_at, results)
    url = page(hub, it.kind, it.id) if it.id else ""
    return Attachment(entity=it.ref, type="card", value=value, url=url)


def _is_whole(tree: Tree) -> bool:
    """Whether nothing was lost that may have said what is known from before."""
    return not tree.problems


def _placed(problems: Sequence[Problem], file: File, ref: str) -> list[Problem]:
    return [replace(it, file=file.found_at or file.path, entity_ref=ref) for it in problems]


def _as_error(problem: Problem, file: File) -> Problem:
    """Of a file of which nothing can be read: what it said before stays."""
    return replace(problem, file=file.found_at or file.path, severity="error")
