"""The results of a `model-index`, as facts.

Format: `modelcard.md` of huggingface/hub-docs. The results of one task on one data set, from one
source, are one run, even where the card divides them.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from descriptors.problems import Steps
from plugins.api import Value
from plugins.contents import filled
from plugins.facts import DatasetUse, EvaluationRun, Result
from plugins.huggingface.card import Card, flat, shown
from plugins.huggingface.datasets_used import config_and_args, dataset_use
from plugins.huggingface.declared import Declared
from plugins.huggingface.numbers import Number, number

INDEX, METRIC = "huggingface/model-index", "huggingface/metric"
KEY = "model-index"
MOST_RESULTS = 20_000
Params = dict[str, str | int | float | bool]


@dataclass
class Group:
    """Results that belong together, as they are being collected."""

    model: str
    task: str
    dataset: DatasetUse
    params: Params
    tags: dict[str, str]
    url: str = ""
    source: str = ""
    results: dict[str, float] = field(default_factory=dict)

    @property
    def key(self) -> str:
        named = (
            self.model,
            self.task,
            self.dataset.name,
            self.dataset.split,
            self.source,
            self.url,
        )
        return identifier(*named, self.dataset.digest, self.params.get("dataset.revision", ""))


def identifier(*parts: str | int | float | bool) -> str:
    """A short id that is always the same for the same parts."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]


def runs_of(card: Card, subject: str, near: Sequence[Declared]) -> list[EvaluationRun]:
    """One for each group; what is wrong in one is a problem of the card, and costs only itself."""
    groups: dict[str, Group] = {}
    for entry in card.items(KEY):
        model = card.text(KEY, entry, "name")
        for place in card.items(KEY, entry, "results"):
            steps = (KEY, entry, "results", place)
            found = _group(card, steps, model, near)
            if found is not None:
                _measure(card, steps, groups.setdefault(found.key, found))
    return [_run(key, group, subject) for key, group in groups.items() if group.results]


def _group(card: Card, steps: Steps, model: str, near: Sequence[Declared]) -> Group | None:
    data = card.mapping(*steps, "dataset")
    id = card.text(*steps, "dataset", "type") or card.text(*steps, "dataset", "name")
    if not id:
        hint = "add `dataset:` with a `type`, as in `type: glue`, and a `name`"
        card.complain(INDEX, "A result does not say on which data set", hint, steps)
        return None
    config, args = config_and_args(card.text(*steps, "dataset", "config"), data.get("args"))
    split, revision = (card.text(*steps, "dataset", it) for it in ("split", "revision"))
    given = {"dataset.config": config, "dataset.revision": revision}
    params: Params = {name: value for name, value in given.items() if value}
    tags = _tags(card, steps)
    return Group(
        model=model,
        task=tags.get("task") or tags.get("task.name", ""),
        dataset=dataset_use(id, near, config=config, split=split, revision=revision, args=args),
        params=params | {f"dataset.args.{name}": value for name, value in flat(args)},
        tags=tags,
        url=card.text(*steps, "source", "url"),
        source=card.text(*steps, "source", "name"),
    )


def _tags(card: Card, steps: Steps) -> dict[str, str]:
    tags = {
        "task": card.text(*steps, "task", "type"),
        "task.name": card.text(*steps, "task", "name"),
        "dataset.name": card.text(*steps, "dataset", "name"),
    }
    return filled(tags)


def _measure(card: Card, steps: Steps, group: Group) -> None:
    if not isinstance(card.at(*steps, "metrics"), list):
        hint = "add `metrics:`, a list of `- type: accuracy` with `value: 0.9`"
        card.complain(INDEX, "A result has no list of metrics", hint, steps)
        return
    for place in card.items(*steps, "metrics"):
        if len(group.results) < MOST_RESULTS:
            _add(card, (*steps, "metrics", place), group)


def _add(card: Card, steps: Steps, group: Group) -> None:
    name = _metric_name(card, steps)
    if not name:
        card.complain(METRIC, "A metric has no type", "add `type:`, as in `type: accuracy`", steps)
        return
    for metric, found in _numbers(card, steps, name):
        before = group.results.get(metric)
        if before is not None and before != found.value:
            metric = _apart(card, steps, metric, group)
        if metric:
            group.results[metric] = found.value
            _remember(card, steps, metric, found, group)


def _metric_name(card: Card, steps: Steps) -> str:
    """Its type, with what makes it another metric: `bleurt:large`, `bleu?max_order=4`."""
    type = card.text(*steps, "type") or card.text(*steps, "name")
    config, args = config_and_args(card.text(*steps, "config"), card.at(*steps, "args"))
    further = "&".join(f"{key}={value}" for key, value in sorted(flat(args), key=itemgetter(0)))
    name = f"{type}:{config}" if type and config else type
    return (f"{name}?{further}" if name and further else name)[:255]


def _numbers(card: Card, steps: Steps, name: str) -> Iterator[tuple[str, Number]]:
    """Older cards hold a mapping where a value should be: what the metric computes, by name."""
    given = card.at(*steps, "value")
    values = given.items() if isinstance(given, dict) else [("", given)]
    for key, value in values:
        found = number(value)
        if found is None:
            wrong = f"The value of `{name}` {shown(value)}, and no number"
            card.complain(METRIC, wrong, "write a number, as in `value: 0.9`", (*steps, "value"))
            continue
        if found.percent:
            wrong = f"The value of `{name}` {shown(value)}, which is read as {found.value:g}"
            card.complain(METRIC, wrong, "write a number without a sign", (*steps, "value"))
        yield (f"{name}.{key}"[:255] if key else name), found


def _apart(card: Card, steps: Steps, metric: str, group: Group) -> str:
    """A name for a second metric of one type on the same data; empty where nothing tells them
    apart."""
    name = card.text(*steps, "name")
    other = f"{metric} ({name})"[:255]
    if name and other not in group.results:
        return other
    message = f"`{metric}` has another value on the same data above; the first one counts"
    card.complain(METRIC, message, "tell them apart by `name`, `config` or `split`", steps)
    return ""


def _remember(card: Card, steps: Steps, metric: str, found: Number, group: Group) -> None:
    """What is said beside the number; that it was verified is a claim nobody checked here."""
    if found.spread:
        group.tags[f"{metric} ±"] = found.spread
    if card.at(*steps, "verified") is True or card.at(*steps, "verifyToken"):
        group.tags["verified"] = "claimed"


def _run(key: str, group: Group, subject: str) -> EvaluationRun:
    on = group.dataset.name + (f" ({group.dataset.split})" if group.dataset.split else "")
    source: Mapping[str, str] = {"source.name": group.source, "source.url": group.url}
    return EvaluationRun(
        id=key,
        subject=subject,
        type="evaluation",
        name=f"{group.task} on {on}"[:255] if group.task else on[:255],
        group=group.model[:255],
        dataset=group.dataset,
        evaluator=group.source,
        url=group.url if is_web(group.url) else "",
        params=group.params,
        tags=group.tags | filled(source),
        results=[Result(metric=name, value=value) for name, value in group.results.items()],
    )


def is_web(address: Value) -> bool:
    return isinstance(address, str) and address.startswith(("https://", "http://"))
