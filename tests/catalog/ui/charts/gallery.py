"""One chart of each kind, with what people would show in it."""

import math
import random

from catalog.ui.charts import (
    Across,
    Axis,
    BarChart,
    Bars,
    Bins,
    Box,
    BoxChart,
    Chart,
    Dot,
    Group,
    HeatChart,
    Histogram,
    LineChart,
    Mark,
    ParallelAxis,
    ParallelChart,
    ScatterChart,
    Series,
)

DAY = 86400
MONDAY = 1767571200  # 2026-01-05
MODELS = ("gradient-boosting", "two-tower", "logistic")


def gallery() -> dict[str, Chart]:
    """The charts by name; the same ones each time."""
    chance = random.Random(7)
    return {
        "line": _losses(chance),
        "roc": _roc(),
        "latency": _latency(chance),
        "scatter": _scatter(chance),
        "bar": _slices(),
        "upright": _upright(),
        "box": _boxes(),
        "heat": _confusion(),
        "parallel": _parallel(chance),
        "histogram": _drift(chance),
        "empty": LineChart(caption="Not trained yet", series=()),
    }


def _losses(chance: random.Random) -> LineChart:
    steps = range(1, 5001)
    training = [2.2 * step**-0.32 + chance.gauss(0, 0.02) for step in steps]
    held_out = [2.2 * step**-0.27 + 0.06 + chance.gauss(0, 0.004) for step in range(50, 5001, 50)]
    band = [(value - 0.05, value + 0.05) for value in held_out]
    return LineChart(
        caption="Loss by step",
        series=[
            Series("training", list(zip(steps, training, strict=True))),
            Series("held out", list(zip(range(50, 5001, 50), held_out, strict=True)), band),
        ],
        x=Axis("step"),
        y=Axis("loss", scale="log"),
        limit=200,
    )


def _roc() -> LineChart:
    rates = [at / 40 for at in range(41)]
    return LineChart(
        caption="ROC",
        series=[
            Series(name, [(rate, rate**power) for rate in rates])
            for name, power in zip(MODELS, (0.12, 0.2, 0.45), strict=True)
        ]
        + [Series("chance", [(0, 0), (1, 1)], quiet=True)],
        x=Axis("false positive rate", low=0, high=1),
        y=Axis("true positive rate", low=0, high=1),
    )


def _latency(chance: random.Random) -> LineChart:
    hours = [MONDAY + 3600 * hour for hour in range(24 * 21)]
    values: list[float | None] = [
        38 + 9 * math.sin(at / 3.8) + chance.expovariate(0.4) for at in range(len(hours))
    ]
    values[200:230] = [None] * 30
    return LineChart(
        caption="p95 latency with deployments",
        series=[Series("p95", list(zip(hours, values, strict=True)))],
        x=Axis("time", scale="time"),
        y=Axis("p95", "ms", low=0),
        limit=200,
        marks=[
            Mark(MONDAY + 3 * DAY, "v12"),
            Mark(MONDAY + 3.2 * DAY, "v13 (rolled back)"),
            Mark(MONDAY + 14 * DAY, "v14"),
        ],
    )


def _scatter(chance: random.Random) -> ScatterChart:
    def dots(middle: float) -> list[Dot]:
        sizes = [10 ** chance.uniform(4, 8) for _ in range(40)]
        return [
            Dot(
                size,
                middle + 0.02 * math.log10(size) + chance.gauss(0, 0.01),
                f"run {at}",
                "/opened",
            )
            for at, size in enumerate(sizes)
        ]

    return ScatterChart(
        caption="AUC by size of the model",
        groups=[Group(name, dots(0.7 + 0.03 * at)) for at, name in enumerate(MODELS)],
        x=Axis("parameters", scale="log"),
        y=Axis("AUC"),
    )


def _slices() -> BarChart:
    """Dots, lying, with intervals for one of two versions and a value missing."""
    names = ["all", "country=SE", "country=NO", "plays-2026, country=SE", "new customers", "mobile"]
    values = [0.913, 0.921, 0.902, 0.887, 0.861, None]
    pairs = [None if v is None else (v - 0.004 - at / 200, v + 0.01) for at, v in enumerate(values)]
    before = [0.90, 0.915, 0.889, 0.88, 0.87, 0.91]
    return BarChart(
        caption="AUC by slice",
        categories=names,
        series=[Bars("v14", values, pairs), Bars("v13", before)],
        category="Slice",
        value=Axis("AUC"),
        from_zero=False,
    )


def _upright() -> BarChart:
    return BarChart(
        caption="Requests by weekday",
        categories=["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        series=[
            Bars(
                "this week",
                [120_000, 131_500, 128_400, 140_020, 160_100, 90_400, 70_100],
                [(115_000, 125_000), *[None] * 5, (60_000, 80_100)],
            ),
            Bars("a year ago", [90_000, 91_500, 98_400, 110_020, 120_100, 60_400, 50_100]),
        ],
        category="Day",
        value=Axis("requests"),
    )


def _boxes() -> BoxChart:
    return BoxChart(
        caption="Absolute error by region",
        boxes=[
            Box("Stockholm", 0.2, 1.1, 1.9, 3.2, 6.1, (7.4, 8.0, 9.6), 4211),
            Box("Göteborg", 0.1, 0.9, 1.5, 2.4, 4.6, (), 2012),
            Box("A region with a really long name", 0.4, 1.9, 3.1, 5.0, 9.2, (12.5,), 211),
        ],
        category="Region",
        value=Axis("error", "min"),
    )


def _confusion() -> HeatChart:
    return HeatChart(
        caption="Confusion matrix",
        rows=["cat", "dog", "fox", "owl"],
        columns=["cat", "dog", "fox", "owl"],
        values=[[812, 40, 12, 0], [33, 901, 61, 2], [20, 80, 402, 5], [1, 0, 9, 1210]],
        by_row=True,
    )


def _parallel(chance: random.Random) -> ParallelChart:
    def run(at: int) -> Across:
        rate, depth = 10 ** chance.uniform(-4, -1), chance.randint(2, 12)
        auc = 0.9 - 0.03 * abs(math.log10(rate) + 2.5) + 0.004 * depth + chance.gauss(0, 0.008)
        latency = None if at == 3 else 4 + 3.1 * depth + chance.random()
        optimizer = chance.choice(("adam", "sgd", "lamb"))
        return Across(f"run {at}", (optimizer, rate, depth, latency, auc), "/opened", at == 5)

    return ParallelChart(
        caption="Runs across params and metrics",
        axes=[
            ParallelAxis("optimizer"),
            ParallelAxis("learning rate", log=True),
            ParallelAxis("depth"),
            ParallelAxis("latency", "ms", better="lower"),
            ParallelAxis("auc", better="higher"),
        ],
        lines=[run(at) for at in range(60)],
    )


def _drift(chance: random.Random) -> Histogram:
    edges = [float(edge) for edge in range(0, 95, 5)]

    def bins(name: str, middle: float, many: int) -> Bins:
        counts = [0] * (len(edges) - 1)
        for _ in range(many):
            counts[max(0, min(len(counts) - 1, int(chance.gauss(middle, 14) // 5)))] += 1
        return Bins(name, edges, counts)

    return Histogram(
        caption="Age: training and serving",
        groups=[bins("training", 41, 9000), bins("serving", 49, 1500)],
        x=Axis("age", "years"),
        shares=True,
    )
