"""Which run of a subject answers what an Evaluation asks, and which run it is compared with."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from catalog.comparison.criteria import Criterion
from catalog.comparison.same_data import Likeness, data_words, is_called, likeness
from catalog.comparison.subjects import Found, find_named, whole_text
from catalog.evaluations import RunRow
from catalog.store.reader import Reader
from plugins.facts import DatasetUse

# Of several splits of the data that is asked about, the first that was measured; never the one
# that models learn from.
_SPLITS = ("test", "", "holdout", "eval", "evaluation", "validation", "valid", "val", "dev")
_LEARNT_FROM = re.compile(r"train(?:ing)?(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Baselines:
    """`chosen` is what everything is compared with, whatever Evaluations say; else `declared` by
    text, else `otherwise`."""

    chosen: Found | None
    otherwise: Found | None
    declared: Mapping[str, Found]

    def of(self, one: Found, criterion: Criterion) -> Found | None:
        if self.chosen or not criterion.baseline:
            return self.chosen or self.otherwise
        return self.declared.get(whole_text(one.ref, criterion.baseline))


def declared_baselines(
    connection: Connection,
    reader: Reader,
    subjects: Iterable[Found],
    criteria: Sequence[Criterion],
) -> dict[str, Found]:
    """What Evaluations name as baselines: versions of their subject, or other models."""
    by_evaluation: dict[str, set[str]] = {}
    for one in criteria:
        if one.baseline and one.gain is not None:
            by_evaluation.setdefault(one.evaluation, set()).add(one.baseline)
    texts = {
        whole_text(one.ref, text)
        for one in subjects
        for ref in one.entity.evaluations
        for text in by_evaluation.get(ref, ())
    }
    return find_named(connection, reader, texts) if texts else {}


def run_on(one: Found, dataset: str, asked: str) -> RunRow | str:
    """The run that was measured on a data set (a ref), or why there is none. `asked`: only data
    that is called so."""
    on_it = [run for run in one.runs if run.dataset and run.dataset.ref == dataset]
    on_it = [run for run in on_it if not asked or is_called_so(run.dataset, dataset, asked)]
    fair = [run for run in on_it if run.dataset and not _LEARNT_FROM.match(run.dataset.split)]
    if fair:
        return min(fair, key=_rank)
    name = dataset.rpartition("/")[2]
    if on_it:
        return f"measured on {data_words(on_it[0].dataset)} only, which it learnt from"
    others = list(dict.fromkeys(data_words(run.dataset) for run in one.runs))
    but = f", but on {', '.join(others[:5])}; runs name data by its ref" if others else ""
    return f"not measured on {name}{but}"


def is_called_so(use: DatasetUse | None, dataset: str, asked: str) -> bool:
    """Whether data, or the entity it belongs to, is called as was asked."""
    return is_called(use, asked) or is_called(DatasetUse(ref=dataset), asked)


def base_run(base: Found, run: RunRow) -> RunRow | str:
    """The run of a baseline on the same data, or why there is none."""
    alike = [one for one in base.runs if likeness(one.dataset, run.dataset) <= Likeness.SAME_NAME]
    same_type = [one for one in alike if one.type == run.type]
    if same_type:
        return min(same_type, key=lambda one: likeness(one.dataset, run.dataset))
    if alike:
        return f"it has a {alike[0].type} run only, not to be compared with a {run.type} run"
    return f"it was not measured on {data_words(run.dataset)}"


def _rank(run: RunRow) -> tuple[bool, int]:
    split = run.dataset.split if run.dataset else ""
    return run.type != "evaluation", _SPLITS.index(split) if split in _SPLITS else len(_SPLITS)
