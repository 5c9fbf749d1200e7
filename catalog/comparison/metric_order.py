"""In which order metrics are shown, and which of them at all."""

from collections.abc import Iterable, Sequence

from catalog.comparison.metric_names import spelled
from catalog.comparison.subjects import Found
from catalog.evaluations import MetricDefinitions
from catalog.evaluations.side_by_side import Side

_JUDGED = ("higher", "lower", "target")


def in_order(
    measured: Side,
    subjects: Sequence[Found],
    asked: Sequence[str],
    definitions: MetricDefinitions,
) -> Side:
    """Those that were asked for in that order; else all: the main metrics of the models first,
    then what has a direction, then the rest, each by name."""
    if asked:
        by_spelling = {spelled(name): name for name in measured}
        names = [name if name in measured else by_spelling.get(spelled(name), "") for name in asked]
        return {name: measured[name] for name in dict.fromkeys(names) if name}
    main = main_metrics(subjects)

    def rank(name: str) -> tuple[bool, bool, bool, str]:
        of_most = max(len(runs) for runs in measured[name].values())
        return (
            spelled(name) not in main,
            definitions.direction(name) not in _JUDGED,
            of_most < 2,
            name.lower(),
        )

    return {name: measured[name] for name in sorted(measured, key=rank)}


def main_metrics(subjects: Iterable[Found]) -> set[str]:
    """What the models say they are judged by, as it is spelled in descriptors."""
    texts = (str(one.entity.spec.get("defaultMetric") or "") for one in subjects)
    return {spelled(text.rpartition("/")[2].rpartition(":")[2]) for text in texts if text}
