"""Evaluation runs and model versions as facts: taken from plugins and the API, found, compared.

See README.md. Every read takes the reader: facts are seen by who sees what they are about.
"""

from catalog.evaluations.chosen_runs import chosen_runs
from catalog.evaluations.finding import (
    entities_evaluated_on,
    entities_with_metric,
    metric_names,
)
from catalog.evaluations.leaderboard import Leaderboard, Standing, leaderboard
from catalog.evaluations.measured_data import (
    MeasuredData,
    MeasuredMetric,
    data_of_dataset,
    data_of_subject,
    measured_data,
    metrics_measured,
    one_measured_data,
)
from catalog.evaluations.metrics import MetricDefinition, MetricDefinitions, metric_definitions
from catalog.evaluations.ordering import SORTS, UnknownSort
from catalog.evaluations.record import RunsRecorded, record_runs, remove_runs
from catalog.evaluations.record_versions import (
    VersionsRecorded,
    record_model_versions,
    remove_model_versions,
)
from catalog.evaluations.run_columns import run_columns
from catalog.evaluations.run_view import examples, run, run_id_of, series
from catalog.evaluations.runs_page import runs_page
from catalog.evaluations.runs_query import RunFilter, RunFilters, RunsQuery, parse_runs_query
from catalog.evaluations.subjects import subjects_of
from catalog.evaluations.trends import MeasuredValue, Trend, TrendPoint, trend
from catalog.evaluations.versions import latest_evaluations, model_version, model_versions
from catalog.evaluations.views import (
    Cell,
    ExamplesView,
    ResultView,
    RunColumn,
    RunRow,
    RunsPage,
    RunView,
    Said,
    SeriesName,
    SeriesView,
    VersionRow,
)

__all__ = [
    "SORTS",
    "Cell",
    "ExamplesView",
    "Leaderboard",
    "MeasuredData",
    "MeasuredMetric",
    "MeasuredValue",
    "MetricDefinition",
    "MetricDefinitions",
    "ResultView",
    "RunColumn",
    "RunFilter",
    "RunFilters",
    "RunRow",
    "RunView",
    "RunsPage",
    "RunsQuery",
    "RunsRecorded",
    "Said",
    "SeriesName",
    "SeriesView",
    "Standing",
    "Trend",
    "TrendPoint",
    "UnknownSort",
    "VersionRow",
    "VersionsRecorded",
    "chosen_runs",
    "data_of_dataset",
    "data_of_subject",
    "entities_evaluated_on",
    "entities_with_metric",
    "examples",
    "latest_evaluations",
    "leaderboard",
    "measured_data",
    "metric_definitions",
    "metric_names",
    "metrics_measured",
    "model_version",
    "model_versions",
    "one_measured_data",
    "parse_runs_query",
    "record_model_versions",
    "record_runs",
    "remove_model_versions",
    "remove_runs",
    "run",
    "run_columns",
    "run_id_of",
    "runs_page",
    "series",
    "subjects_of",
    "trend",
]
