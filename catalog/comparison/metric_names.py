"""Which names of metrics are one metric: tools spell the same one differently."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from catalog.evaluations import MetricDefinitions
from catalog.evaluations.side_by_side import Side


def spelled(name: str) -> str:
    """As descriptors can write it, which hold neither `_` nor `@`: `recall_at_10` and `recall@10`
    are `recall-at-10`."""
    return name.lower().replace("@", "-at-").replace("_", "-")


def one_name_each(measured: Side, definitions: MetricDefinitions) -> Mapping[str, str]:
    """By each name that was reported, the name its metric is shown by: names that differ in their
    spelling only, or that a Metric entity lists as its own, are one metric, unless a run has two
    of them."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in measured:
        alike[metric_key(name, definitions)].append(name)
    shown = {}
    for names in alike.values():
        first = min(names, key=lambda name: (-_runs(measured, name), name))
        together = not _twice(measured, names)
        shown.update({name: first if together else name for name in names})
    return shown


def renamed(measured: Side, shown: Mapping[str, str]) -> Side:
    """The same numbers, by the names that are shown."""
    if all(shown.get(name, name) == name for name in measured):
        return measured
    found: Side = {}
    for name, of_metric in measured.items():
        kept = found.setdefault(shown.get(name, name), {})
        for slice, by_run in of_metric.items():
            kept[slice] = {**kept.get(slice, {}), **by_run}
    return found


def metric_key(name: str, definitions: MetricDefinitions) -> str:
    """Equal for names of one metric."""
    declared = definitions.declared.get(name.lower())
    return declared.source if declared else spelled(name)


def _twice(measured: Side, names: Iterable[str]) -> bool:
    runs = Counter(run for name in names for run in _runs_of(measured, name))
    return any(count > 1 for count in runs.values())


def _runs(measured: Side, name: str) -> int:
    return len(_runs_of(measured, name))


def _runs_of(measured: Side, name: str) -> set[int]:
    return {run for by_run in measured[name].values() for run in by_run}
