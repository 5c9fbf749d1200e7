"""Facts: what several plugins and pages share, in one shape whatever tool it came from.

A plugin reports facts; the catalog stores them in tables of its own, finds them and draws them.
All times are seconds since 1970 (UTC). Names of metrics, params and tags are data: there may be
any number of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

RUN_STATES = ("scheduled", "running", "finished", "failed", "killed")
RUN_TYPES = ("training", "evaluation")
CURVE_TYPES = ("roc", "pr", "calibration", "confusion", "histogram")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetUse:
    """The data something was measured on, or trained from.

    `ref` names its Dataset entity where there is one, `name` what the tool calls it. Two uses are
    the same data when their digests are equal, or, where one has none, their name; the split
    (`train`, `validation`, `test`, …) always has to be equal too.
    """

    name: str = ""
    ref: str = ""
    digest: str = ""
    split: str = ""
    rows: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One number: a metric over all examples (`slice` empty) or over a slice such as
    {"country": "SE"}. NaN and infinities are kept, and never compare as better.

    `low` and `high` bound an interval at `level` (0.95 = 95 %) found by `method`; `n` is the
    number of examples behind the value.
    """

    metric: str
    value: float
    slice: Mapping[str, str] = field(default_factory=dict)
    n: int | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A metric while a run went on: equally long lists of steps, values and (or empty) times."""

    metric: str
    steps: Sequence[int]
    values: Sequence[float]
    times: Sequence[float] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve of an evaluation; `type` is one of CURVE_TYPES.

    roc: x false positive rate, y true positive rate. pr: x recall, y precision. calibration:
    x mean predicted, y observed share, weights = examples. histogram: x the n + 1 bin edges, y
    the n counts. confusion: `labels`, and `matrix[true][predicted]` of counts.
    """

    type: str
    name: str = ""
    slice: Mapping[str, str] = field(default_factory=dict)
    x: Sequence[float] = ()
    y: Sequence[float] = ()
    weights: Sequence[float] = ()
    labels: Sequence[str] = ()
    matrix: Sequence[Sequence[float]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Scores of single examples, by column: `scores[metric][i]` belongs to `ids[i]`.

    Two evaluations of the same examples can be compared in pairs. `clusters[i]`, where given,
    says which examples are not independent (one user, one session). `slices["country"][i]` is the
    country of `ids[i]` (empty: not known): then results over {"country": "SE"} are compared in
    pairs as well.
    """

    ids: Sequence[str]
    scores: Mapping[str, Sequence[float]]
    clusters: Sequence[str] = ()
    slices: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtifactLink:
    """Something a run left behind, where it can be looked at."""

    name: str
    url: str
    type: str = ""
    bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationRun:
    """One training or evaluation run with what it measured.

    `id` is the source's own: reporting it again from the same source replaces the run, or, with
    `continues`, adds to it (results replaced by metric and slice, series appended by step).
    `subject` is the ref of the model, or of the project where no model is known; `version` one of
    its versions. `group` is what the tool groups runs by (an experiment, a pipeline).
    """

    id: str
    subject: str
    version: str = ""
    type: str = "evaluation"
    name: str = ""
    group: str = ""
    status: str = "finished"
    started_at: float | None = None
    ended_at: float | None = None
    dataset: DatasetUse | None = None
    trained_on: Sequence[DatasetUse] = ()
    evaluator: str = ""
    commit: str = ""
    author: str = ""
    url: str = ""
    params: Mapping[str, str | float | int | bool] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    results: Sequence[Result] = ()
    series: Sequence[Series] = ()
    curves: Sequence[Curve] = ()
    examples: Examples | None = None
    artifacts: Sequence[ArtifactLink] = ()
    continues: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVersion:
    """A version of a model as a tool knows it; its address is `model:namespace/name@version`.

    `digest` is that of the artefact, `run` the id of the run (of the same source) that made it,
    `signature` inputs and outputs as the tool writes them. `aliases` move: a source that reports a
    model's versions reports all of its aliases.
    """

    model: str
    version: str
    uri: str = ""
    digest: str = ""
    aliases: Sequence[str] = ()
    description: str = ""
    framework: str = ""
    signature: Mapping[str, object] = field(default_factory=dict)
    run: str = ""
    commit: str = ""
    trained_on: Sequence[DatasetUse] = ()
    params: Mapping[str, str | float | int | bool] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    status: str = ""
    created_at: float | None = None
    url: str = ""
