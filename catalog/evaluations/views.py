"""What pages and the API are given of runs and versions: plain values.

Times are seconds since 1970 (UTC), refs canonical. A value may be NaN or infinite.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.facts import DatasetUse


@dataclass(frozen=True, slots=True)
class Cell:
    """What a run has in one column of the runs table: a number (of a metric, or of a param that
    is one), else a text."""

    value: float | None = None
    text: str = ""
    low: float | None = None
    high: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run in lists. `uid` is the source's own id; `latest`: the one that counts of its
    version on its data; `clock_ahead`: it says that it began after it was reported."""

    id: int
    uid: str
    name: str
    subject: str
    version: str
    type: str
    status: str
    group: str
    started_at: float | None
    ended_at: float | None
    began: float
    dataset: DatasetUse | None
    source: str
    url: str
    latest: bool
    clock_ahead: bool
    recorded_at: float
    changed_at: float
    cells: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunsPage:
    """`total` is exact up to MOST_COUNTED; `more_than` says that there are more. Columns that are
    sorted by or asked for and that no run has are in `unknown`."""

    rows: tuple[RunRow, ...]
    total: int
    more_than: bool = False
    next_cursor: str = ""
    previous_cursor: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunColumn:
    """A metric (of a slice: `metric.auc[country=SE]`), param or tag, and how many runs have it."""

    column: str
    runs: int


@dataclass(frozen=True, slots=True)
class ResultView:
    """`slice` is canonical text, empty over all of the data."""

    metric: str
    slice: str
    value: float
    n: int | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class SeriesName:
    metric: str
    points: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeriesView:
    """`times` is empty where none were reported; `note` says that points were left out."""

    metric: str
    steps: tuple[int, ...]
    values: tuple[float, ...]
    times: tuple[float, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """Everything the page of one run shows. `curves` are as plugins/facts.py describes them, with
    their slice as text; `more_results` are those beyond what one page holds."""

    row: RunRow
    results: tuple[ResultView, ...]
    more_results: int
    params: Mapping[str, str | float | int | bool]
    tags: Mapping[str, str]
    evaluator: str
    commit: str
    author: str
    trained_on: tuple[DatasetUse, ...]
    artifacts: tuple[Mapping[str, Any], ...]
    curves: tuple[Mapping[str, Any], ...]
    series: tuple[SeriesName, ...]
    examples: int


@dataclass(frozen=True, slots=True)
class ExamplesView:
    ids: tuple[str, ...]
    scores: Mapping[str, tuple[float, ...]]
    clusters: tuple[str, ...] = ()
    slices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of a version; `source` is `descriptor` for what is declared."""

    source: str
    digest: str = ""
    uri: str = ""
    aliases: tuple[str, ...] = ()
    description: str = ""
    framework: str = ""
    signature: Mapping[str, Any] = field(default_factory=dict)
    run_uid: str = ""
    run_id: int | None = None
    commit: str = ""
    trained_on: tuple[DatasetUse, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    created_at: float | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version, as all sources together know it: the first source that says something counts,
    the descriptor before all others. `conflicts` names what two of them disagree on."""

    model: str
    version: str
    declared: bool
    aliases: tuple[str, ...]
    digest: str
    uri: str
    description: str
    framework: str
    commit: str
    status: str
    created_at: float | None
    run_id: int | None
    url: str
    sources: tuple[str, ...]
    said: tuple[Said, ...]
    conflicts: tuple[str, ...] = ()
    evaluations: tuple[RunRow, ...] = ()  # the latest of each data set

    @property
    def address(self) -> str:
        """`model:namespace/name@version`."""
        return f"{self.model}@{self.version}"
