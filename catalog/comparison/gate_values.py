"""Which number of a run answers what an Evaluation asks, whatever the run calls the metric."""

from collections.abc import Collection, Iterable, Sequence

from catalog.comparison.criteria import ANY, Criterion
from catalog.comparison.metric_names import metric_key, spelled
from catalog.evaluations import MetricDefinitions, RunRow
from catalog.evaluations.side_by_side import Measured, Side
from descriptors.suggest import did_you_mean

_NAMED = 4  # metrics in a sentence


def value_of(
    run: RunRow | str | None,
    asked: Criterion,
    measured: Side,
    definitions: MetricDefinitions,
    first: str = "",
) -> tuple[str, Measured | str]:
    """The metric as the run calls it (only what is one metric with `first`, if there is one), and
    its value; a text says why there is none."""
    if not isinstance(run, RunRow):
        return "", run or "nothing was measured"
    names = _names(asked, measured, definitions)
    having = [name for name in names if run.id in measured[name].get(asked.slice, {})]
    meant = _meant(having, asked, definitions, first)
    if len(meant) == 1:
        return meant[0], measured[meant[0]][asked.slice][run.id]
    if meant:
        named = " or ".join(f"`{name}`" for name in meant[:_NAMED])
        return "", f"it is not clear which is asked about: {named}"
    if asked.slice and any(run.id in measured[name].get("", {}) for name in names):
        return "", "not measured over this part of the data"
    of_run = [name for name, of in measured.items() if run.id in of.get("", {})]
    hint = did_you_mean(first or asked.name, of_run)
    return "", f"not measured{'; ' + hint if hint else ''}"


def slices_asked(
    asked: Criterion, runs: Collection[int], measured: Side, definitions: MetricDefinitions
) -> list[str]:
    """The part of the data that is asked about; of `*` all that one of these runs, the one that is
    judged or its baseline, has numbers of: a part that is no longer reported is not better."""
    if ANY not in asked.slice:
        return [asked.slice]
    found = {
        slice
        for name in _names(asked, measured, definitions)
        for slice, by_run in measured[name].items()
        if asked.covers(slice) and any(run in by_run for run in runs)
    }
    return sorted(found) or [asked.slice]


def sliced_names(
    asked: Iterable[Criterion], reported: Collection[str], definitions: MetricDefinitions
) -> set[str]:
    """Of the metrics that are reported, those of which parts of the data are asked about."""
    sliced = [one for one in asked if one.slice]
    return {name for one in sliced for name in _names(one, reported, definitions)}


def _names(asked: Criterion, measured: Iterable[str], definitions: MetricDefinitions) -> list[str]:
    """What a criterion's metric is called by runs; first as the criterion spells it."""
    about = [name for name in measured if asked.is_about(name, asked.dataset, definitions)]
    return sorted(about, key=lambda name: (spelled(name) != spelled(asked.name), len(name), name))


def _meant(
    names: Sequence[str], asked: Criterion, definitions: MetricDefinitions, first: str
) -> Sequence[str]:
    """Of the names that a run has, the one that is meant: as the criterion spells it, else another
    name of that metric; else all that are the metric at some rank or on some data (`ndcg@5`,
    `val_ndcg`), which are not one metric if there are several."""
    if first:
        same = metric_key(first, definitions)
        names = [name for name in names if metric_key(name, definitions) == same]
    exact = [name for name in names if spelled(name) == spelled(asked.name)]
    declared = ((name, definitions.declared.get(name.lower())) for name in names)
    exact += [name for name, it in declared if it and it.source == asked.metric]
    return exact[:1] or names
