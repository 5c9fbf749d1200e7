"""What a bootstrap of two runs' examples says, as values and as it is kept."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass

from catalog.comparison.paired_examples import PairedExamples
from catalog.evaluations.blobs import pack_json, unpack_json
from catalog.statistics import LEVEL, RESAMPLES, SEED, PairedDifference


@dataclass(frozen=True, slots=True)
class Options:
    resamples: int = RESAMPLES
    seed: int = SEED
    level: float = LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`results` by metric and slice; the slice is always empty, since examples don't say which
    slices they belong to. `unusable`: why there is none of a metric. `duplicates` are ids that a
    run has more than once, which were left out. `notes` are to be shown."""

    results: Mapping[tuple[str, str], PairedDifference]
    unusable: Mapping[str, str]
    shared: int
    only_run: int
    only_baseline: int
    duplicates: int
    notes: tuple[str, ...]
    options: Options


@dataclass(frozen=True, slots=True)
class Running:
    """A worker computes it, or will; `error` is that of its last try, if that failed."""

    progress: float
    error: str = ""


@dataclass(frozen=True, slots=True)
class NoExamples:
    why: str


def packed(pairs: PairedExamples | str, found: Collection[PairedDifference]) -> bytes:
    """`found`: by metric of the pairs; a text says why there are none."""
    if isinstance(pairs, str):
        return pack_json({"why": pairs})
    by_metric = dict(zip(pairs.metrics, found, strict=True))
    usable = {name: one for name, one in by_metric.items() if math.isfinite(one.difference)}
    return pack_json(
        {
            "results": {name: asdict(one) for name, one in usable.items()},
            "unusable": {name: one.why for name, one in by_metric.items() if name not in usable},
            **{name: getattr(pairs, name) for name in _COUNTS},
            "notes": list(_notes(pairs, by_metric)),
        }
    )


def unpacked(body: bytes, metrics: Collection[str], options: Options) -> Done | NoExamples:
    """`metrics`: the ones that are asked for; none = all."""
    kept = unpack_json(body)
    if "why" in kept:
        return NoExamples(kept["why"])
    wanted = set(metrics) or {*kept["results"], *kept["unusable"]}
    return Done(
        results={
            (name, ""): PairedDifference(**one)
            for name, one in kept["results"].items()
            if name in wanted
        },
        unusable={name: why for name, why in kept["unusable"].items() if name in wanted},
        **{name: kept[name] for name in _COUNTS},
        notes=tuple(kept["notes"]),
        options=options,
    )


_COUNTS = ("shared", "only_run", "only_baseline", "duplicates")


def _notes(pairs: PairedExamples, found: Mapping[str, PairedDifference]) -> Iterator[str]:
    most = pairs.shared + max(pairs.only_run, pairs.only_baseline)
    if pairs.only_run or pairs.only_baseline:
        yield f"{pairs.shared:,} of {most:,} examples are in both runs"
    if pairs.duplicates:
        single = pairs.duplicates == 1
        more = "id occurs more than once and was" if single else "ids occur more than once and were"
        yield f"{pairs.duplicates:,} {more} left out"
    for name, one in found.items():
        if one.left_out and one.n:
            yield f"{one.left_out:,} of the examples in both runs have no {name} in one of them"
