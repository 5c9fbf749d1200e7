"""What pages, API, commands and exports are given of a comparison: plain values.

A list "per subject" has an item for each of `Comparison.subjects`, in their order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from catalog.evaluations import MetricDefinition, RunRow
from plugins.facts import DatasetUse

# How comparable subjects, or single metrics of them, are.
COMPARABLE, PARTLY, NOT = "comparable", "partly", "not"
# What a difference is worth.
IMPROVED, REGRESSED = "improved", "regressed"  # in the better direction, or the worse one
HIGHER, LOWER = "higher", "lower"  # the same, of a metric without a direction
NO_EVIDENCE, UNDERPOWERED = "no evidence", "underpowered"
BARE = "no interval"  # two bare values: nothing says how far chance goes
SAME = "the same"
# What gates say.
PASS, FAIL, INCONCLUSIVE, MISSING = "pass", "fail", "inconclusive", "missing"
FIRST_VERSION = "first version"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be compared. `subjects` are `REF@VERSION`, `REF` (its newest version) or
    `run:ID`; `baseline` one of them ("": the first). `dataset` is a name, ref or digest with, if
    one is meant, `/split` ("": that which most of them were measured on). `whole`: nothing is left
    out for being too much for a page."""

    subjects: tuple[str, ...]
    baseline: str = ""
    dataset: str = ""
    metrics: tuple[str, ...] = ()  # () = all
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One column. `run` is what counts on the data of the comparison; None, with `missing` that
    says why, where there is none. `name` is how people tell it apart: `ranker@7`, or a run.
    `known`: a descriptor or a source says that there is this version, not only a run of it."""

    asked: str
    ref: str
    version: str
    name: str
    title: str
    run: RunRow | None
    missing: str = ""
    owner: str = ""
    commit: str = ""
    author: str = ""
    evaluator: str = ""
    aliases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a comparison can mislead. `about`: type, dataset, split, metric, examples, n, evaluator;
    `blocks`: no difference is shown."""

    about: str
    text: str
    hint: str = ""
    blocks: bool = False
    subjects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparability:
    verdict: str  # COMPARABLE | PARTLY | NOT
    mismatches: tuple[Mismatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that may have changed. `group`: params, features, data, code, environment;
    `values` per subject, "" where it has none."""

    group: str
    name: str
    values: tuple[str, ...]
    differs: bool
    links: tuple[str, ...] = ()


class Difference(NamedTuple):
    """From the baseline, value minus baseline. `label` is one of the words above; `low`, `high`
    bound the difference at `level`; `p` is adjusted where `exploratory` (one of many slices).
    `gain` is how much better it is (worse: negative); None where nobody says which way that is."""

    value: float
    relative: float | None
    label: str
    low: float | None = None
    high: float | None = None
    level: float | None = None
    p: float | None = None
    method: str = ""
    exploratory: bool = False
    gain: float | None = None


class Measurement(NamedTuple):
    """A value; `difference` is None for the baseline and where it is withheld (`why` says so)."""

    value: float
    n: int | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str = ""
    difference: Difference | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """One metric over all of the data (`slice` empty) or over a slice, per subject. `worst` is the
    largest regression in it, by which slices are sorted (0: none)."""

    metric: str
    slice: str
    definition: MetricDefinition | None
    cells: tuple[Measurement | None, ...]
    worst: float = 0.0


@dataclass(frozen=True, slots=True)
class SliceTable:
    """The slices of one metric, worst regression first; `gap` per subject: the largest value minus
    the smallest, over slices of at least `least_n` examples."""

    metric: str
    definition: MetricDefinition | None
    rows: tuple[MetricRow, ...]
    gap: tuple[float | None, ...]
    least_n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a declared Evaluation asks, and the verdict (PASS, …) on one subject; `why` has the
    numbers. `dataset` is the ref of the data it asks about, which may be other data than that of
    the comparison; `baseline` the version that the value was compared with. `by_value`: where the
    verdict is INCONCLUSIVE, what the value alone would say, PASS or FAIL ("": nothing)."""

    evaluation: str
    subject: int
    metric: str
    slice: str
    words: str
    verdict: str
    why: str
    value: float | None = None
    dataset: str = ""
    baseline: str = ""
    by_value: str = ""


@dataclass(frozen=True, slots=True)
class SubjectCurve:
    subject: int
    curve: Mapping[str, object]  # as plugins/facts.py describes it


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves of one type and name, of all subjects that have it."""

    type: str
    name: str
    slice: str
    curves: tuple[SubjectCurve, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRow:
    id: str
    scores: tuple[float | None, ...]  # per subject
    change: str  # fixed | broken | better | worse | the same


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamplesCompared:
    """Examples that a subject and the baseline share, for one metric. The four counts are of
    scores that are 0 or 1; else `better` and `worse` count."""

    metric: str
    subject: int
    shared: int
    only_subject: int
    only_baseline: int
    both_right: int | None
    both_wrong: int | None
    fixed: int | None
    broken: int | None
    better: int = 0
    worse: int = 0
    rows: tuple[ExampleRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a subject costs by one measure (latency, size, training time), and whether no other is
    both cheaper and better (`pareto`), per subject."""

    metric: str
    definition: MetricDefinition | None
    values: tuple[float | None, ...]
    quality: str
    pareto: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """How far differences are computed. `state`: done, running, none (no shared examples)."""

    state: str
    progress: float = 1.0
    seed: int | None = None
    resamples: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    subjects: tuple[Subject, ...]
    baseline: int
    dataset: DatasetUse | None
    datasets: tuple[DatasetUse, ...]  # that at least one of them was measured on
    comparability: Comparability
    changes: tuple[Change, ...]
    metrics: tuple[MetricRow, ...]
    slices: tuple[SliceTable, ...]
    gates: tuple[Gate, ...]
    curves: tuple[Curves, ...]
    examples: tuple[ExamplesCompared, ...]
    costs: tuple[Cost, ...]
    statistics: Statistics
    more: Mapping[str, int] = field(default_factory=dict)  # what was left out, by name
