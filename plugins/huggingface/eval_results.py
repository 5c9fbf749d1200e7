from collections.abc import Iterator, Sequence
from dataclasses import replace

from descriptors.problems import Steps
from plugins.contents import filled, moment
from plugins.facts import EvaluationRun, Result
from plugins.huggingface.card import Card, shown
from plugins.huggingface.datasets_used import dataset_use
from plugins.huggingface.declared import Declared
from plugins.huggingface.measured import identifier, is_web
from plugins.huggingface.numbers import number

EVAL = "huggingface/eval-results"
METRIC = "score"
GROUP = ".eval_results"


def entries_of(card: Card, subject: str, near: Sequence[Declared]) -> list[EvaluationRun]:
    """What is wrong in one entry is a problem, and costs only itself."""
    if not isinstance(card.tree.value, list):
        hint = "write each as `- dataset: {id: …, task_id: …}` with its `value`"
        card.complain(EVAL, "There is no list of results", hint)
        return []
    runs: dict[str, EvaluationRun] = {}
    for place in card.items():
        run = _run(card, (place,), subject, near)
        if run is not None:
            id = _unused(run.id, runs)
            runs[id] = replace(run, id=id)
    return list(runs.values())


def _unused(id: str, runs: dict[str, EvaluationRun]) -> str:
    """Entries that say the same of one benchmark are told apart by their order."""
    if id not in runs:
        return id
    return next(it for more in range(2, len(runs) + 3) if (it := f"{id}-{more}") not in runs)


def _run(card: Card, steps: Steps, subject: str, near: Sequence[Declared]) -> EvaluationRun | None:
    id = card.text(*steps, "dataset", "id")
    if not id:
        hint = "add `dataset: {id: cais/hle, task_id: default}`"
        card.complain(EVAL, "A result does not say on which data set", hint, steps)
        return None
    value = _value(card, steps, id)
    if value is None:
        return None
    task = card.text(*steps, "dataset", "task_id") or card.text(*steps, "dataset", "config")
    split, revision = (card.text(*steps, "dataset", it) for it in ("split", "revision"))
    use = dataset_use(id, near, config=task, split=split, revision=revision)
    given = {"dataset.task_id": task, "dataset.revision": revision}
    run = EvaluationRun(
        id=identifier(use.name, split, revision, *_apart(card, steps)),
        subject=subject,
        dataset=use,
        params=filled(given),
        results=[Result(metric=METRIC, value=value)],
    )
    return _described(card, steps, run, use.name)


def _value(card: Card, steps: Steps, id: str) -> float | None:
    found, given = number(card.at(*steps, "value")), shown(card.at(*steps, "value"))
    if found is None:
        hint = "write a number, as in `value: 20.90`"
        card.complain(EVAL, f"The value on `{id}` {given}, and no number", hint, (*steps, "value"))
        return None
    if found.percent:
        message = f"The value on `{id}` {given}, which is read as {found.value:g}"
        card.complain(EVAL, message, "write a number without a sign", (*steps, "value"))
    return found.value


def _apart(card: Card, steps: Steps) -> Iterator[str]:
    """What tells several results on the same data apart: framework, address and notes."""
    for it in (("evaluation_framework",), ("source", "url"), ("notes",)):
        yield card.text(*steps, *it)


def _described(card: Card, steps: Steps, run: EvaluationRun, dataset: str) -> EvaluationRun:
    """With who measured it, when, and what else is said of it."""
    framework, url, notes = _apart(card, steps)
    source = card.text(*steps, "source", "name")
    tags = {"source.name": source, "source.url": url, "notes": notes}
    if card.at(*steps, "verifyToken"):
        tags["verified"] = "claimed"
    return replace(
        run,
        name=" ".join(it for it in (dataset, f"({notes})" if notes else "") if it)[:255],
        group=GROUP,
        ended_at=_date(card, steps),
        evaluator=framework or source,
        author=card.text(*steps, "source", "user") or card.text(*steps, "source", "org"),
        url=url if is_web(url) else "",
        tags=filled(tags),
    )


def _date(card: Card, steps: Steps) -> float | None:
    """Seconds since 1970; a time without a zone is of UTC."""
    text = card.text(*steps, "date")
    found = moment(text)
    if text and found is None:
        hint = "write it as `2026-10-04`, or with a time"
        card.complain(EVAL, f"`{text[:60]}` is no date; it is left out", hint, (*steps, "date"))
    return found
