"""What a bootstrap of two runs' examples says, as values and as it is kept."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from catalog.comparison.example_slices import SlicedExamples
from catalog.comparison.paired_examples import NoExamples, PairedExamples
from catalog.evaluations.blobs import pack_json, unpack_json
from catalog.statistics import LEVEL, RESAMPLES, SEED, PairedDifference

Differences = Mapping[str, Sequence[PairedDifference]]  # by slice, of one metric after the other


@dataclass(frozen=True, slots=True)
class Options:
    resamples: int = RESAMPLES
    seed: int = SEED
    level: float = LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`results` by metric and slice: its canonical text, empty for all of the examples. Slices have
    one name (`country=SE`), and are there if examples say that they belong to them (`sliced`).

    `unusable`: why there is none of a metric. `duplicates` are ids that a run has more than once,
    which were left out. `notes` are to be shown.
    """

    results: Mapping[tuple[str, str], PairedDifference]
    unusable: Mapping[str, str]
    shared: int
    only_run: int
    only_baseline: int
    duplicates: int
    sliced: bool
    notes: tuple[str, ...]
    options: Options


@dataclass(frozen=True, slots=True)
class Running:
    """A worker computes it, or will; `error` is that of its last try, if that failed."""

    progress: float
    error: str = ""


def packed(pairs: PairedExamples | NoExamples, found: Differences) -> bytes:
    """`found`: by slice, in the order of the pairs' metrics."""
    if isinstance(pairs, NoExamples):
        return pack_json(asdict(pairs))
    overall = dict(zip(pairs.metrics, found[""], strict=True))
    return pack_json(
        {
            "results": {
                slice: _usable(zip(pairs.metrics, ones, strict=True))
                for slice, ones in found.items()
            },
            "unusable": {name: one.why for name, one in overall.items() if not _is_usable(one)},
            **{name: getattr(pairs, name) for name in _COUNTS},
            "sliced": pairs.slices.told,
            "notes": list(_notes(pairs, overall)),
        }
    )


def _usable(found: Iterable[tuple[str, PairedDifference]]) -> dict[str, dict[str, Any]]:
    return {name: asdict(one) for name, one in found if _is_usable(one)}


def _is_usable(one: PairedDifference) -> bool:
    return math.isfinite(one.difference)


def unpacked(body: bytes, metrics: Collection[str], options: Options) -> Done | NoExamples:
    """`metrics`: the ones that are asked for; none = all."""
    kept = unpack_json(body)
    if "why" in kept:
        return NoExamples(**kept)
    wanted = set(metrics) or {*kept["results"][""], *kept["unusable"]}
    return Done(
        results={
            (name, slice): PairedDifference(**one)
            for slice, by_metric in kept["results"].items()
            for name, one in by_metric.items()
            if name in wanted
        },
        unusable={name: why for name, why in kept["unusable"].items() if name in wanted},
        **{name: kept[name] for name in _COUNTS},
        sliced=kept["sliced"],
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
    yield from _notes_on_slices(pairs.slices)
    for name, one in found.items():
        if one.left_out and one.n:
            yield f"{one.left_out:,} of the examples in both runs have no {name} in one of them"


def _notes_on_slices(slices: SlicedExamples) -> Iterator[str]:
    for name, count in slices.disputed.items():
        yield f"{count:,} of the examples are of another {name} in either run: left out of slices"
    if slices.more:
        most = len(slices.places)
        yield f"only the {most:,} largest of {most + slices.more:,} slices are compared in pairs"
