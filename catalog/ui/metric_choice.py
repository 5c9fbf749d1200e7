"""Which metric a page is about, where there are many."""

from collections.abc import Sequence

from catalog.evaluations import MeasuredMetric, MetricDefinitions
from catalog.evaluations.trends import nearness_of


def chosen_metric(
    measured: Sequence[MeasuredMetric],
    definitions: MetricDefinitions,
    asked: str,
    main: str = "",
) -> str:
    """What an address asks for (a slice may stand behind its name, in brackets), else the metric
    that descriptors call `main`, else of those with a direction what was measured most often."""
    names = [one.metric for one in measured]
    if asked.partition("[")[0] in names:
        return asked
    called = (name for name in names if main and name.lower().replace("_", "-") == main)
    judged = iter(_judged(names, definitions))
    return next((name for some in (called, judged, iter(names)) for name in some), "")


def in_order(
    measured: Sequence[MeasuredMetric], definitions: MetricDefinitions, chosen: str
) -> list[str]:
    """Names to choose from: the chosen one, those with a direction, then all others."""
    names = [one.metric for one in measured]
    return list(dict.fromkeys((*filter(None, (chosen,)), *_judged(names, definitions), *names)))


def _judged(names: Sequence[str], definitions: MetricDefinitions) -> list[str]:
    """Those of which somebody has said what is better."""
    return [name for name in names if nearness_of(definitions.of(name)) is not None]
