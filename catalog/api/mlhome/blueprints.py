"""The routes of our own API."""

from catalog.api.mlhome import compare_shapes, run_shapes, shapes, standing_shapes
from catalog.api.mlhome.compare import compare_subjects, judge_version
from catalog.api.mlhome.evaluations import (
    LARGEST_PUSH,
    list_columns,
    list_metrics,
    list_runs,
    list_versions,
    one_run,
    one_version,
    push_evaluations,
    run_examples,
    run_series,
)
from catalog.api.mlhome.history import entity_history, list_problems
from catalog.api.mlhome.kinds import kind_schema, list_kinds
from catalog.api.mlhome.locations import (
    add_location,
    list_locations,
    one_location,
    refresh_location,
    remove_location,
)
from catalog.api.mlhome.search import search_entities
from catalog.api.mlhome.standings import list_leaderboards, model_trend, one_leaderboard
from catalog.api.parts import ApiParts
from catalog.api.routes import Blueprint, Route, publish

_ONE = "/locations/<int(max=2147483647):location_id>"

MLHOME_ROUTES = (
    Route(
        path="/search", view=search_entities, query=shapes.SearchQuery, answer=shapes.SearchAnswer
    ),
    Route(
        path="/entities/<kind>/<namespace>/<name>/history",
        view=entity_history,
        query=shapes.HistoryQuery,
        answer=shapes.History,
    ),
    Route(path="/problems", view=list_problems, query=shapes.ProblemsQuery, answer=shapes.Problems),
    Route(path="/locations", view=list_locations, answer=shapes.Locations),
    Route(
        path="/locations",
        method="POST",
        view=add_location,
        body=shapes.NewLocation,
        answer=shapes.LocationShape,
        status=201,
    ),
    Route(path=_ONE, view=one_location, answer=shapes.LocationShape),
    Route(path=_ONE, method="DELETE", view=remove_location, status=204),
    Route(
        path=f"{_ONE}/refresh",
        method="POST",
        view=refresh_location,
        answer=shapes.LocationShape,
        status=202,
    ),
    Route(path="/kinds", view=list_kinds, answer=shapes.Kinds),
)
_RUN = "/evaluations/<int(max=2147483647):run_id>"
_VERSIONS = "/entities/model/<namespace>/<name>/versions"
EVALUATION_ROUTES = (
    Route(
        path="/evaluations",
        method="POST",
        view=push_evaluations,
        headers=run_shapes.PushHeaders,
        query=run_shapes.PushQuery,
        body=run_shapes.PushedRuns,
        answer=run_shapes.PushAnswer,
        largest=LARGEST_PUSH,
    ),
    Route(
        path="/evaluations",
        view=list_runs,
        query=run_shapes.RunsAsked,
        answer=run_shapes.RunsAnswer,
    ),
    Route(
        path="/evaluations/columns",
        view=list_columns,
        query=run_shapes.ColumnsQuery,
        answer=run_shapes.ColumnsAnswer,
    ),
    Route(path=_RUN, view=one_run, answer=run_shapes.WholeRun),
    Route(
        path=f"{_RUN}/series",
        view=run_series,
        query=run_shapes.SeriesQuery,
        answer=run_shapes.SeriesAnswer,
    ),
    Route(path=f"{_RUN}/examples", view=run_examples, answer=run_shapes.ExamplesShape),
    Route(
        path="/metrics",
        view=list_metrics,
        query=run_shapes.MetricsQuery,
        answer=run_shapes.MetricsAnswer,
    ),
    Route(path=_VERSIONS, view=list_versions, answer=run_shapes.VersionsAnswer),
    Route(path=f"{_VERSIONS}/<version>", view=one_version, answer=run_shapes.ModelVersionShape),
)
STANDING_ROUTES = (
    Route(
        path="/entities/model/<namespace>/<name>/trend",
        view=model_trend,
        query=standing_shapes.TrendAsked,
        answer=standing_shapes.TrendAnswer,
    ),
    Route(
        path="/leaderboards",
        view=list_leaderboards,
        query=standing_shapes.LeaderboardsAsked,
        answer=standing_shapes.LeaderboardsAnswer,
    ),
    Route(
        path="/leaderboards/<int(max=2147483647):data_id>",
        view=one_leaderboard,
        query=standing_shapes.LeaderboardAsked,
        answer=standing_shapes.LeaderboardAnswer,
    ),
)
COMPARISON_ROUTES = (
    Route(
        path="/compare",
        view=compare_subjects,
        query=compare_shapes.CompareQuery,
        answer=compare_shapes.ComparisonAnswer,
    ),
    Route(
        path="/gate",
        view=judge_version,
        query=compare_shapes.GateQuery,
        answer=compare_shapes.GateAnswer,
    ),
)
SCHEMA_ROUTES = (Route(path="/<kind>.json", view=kind_schema, answer=shapes.JsonSchema),)


def mlhome_blueprint(parts: ApiParts) -> Blueprint:
    about = "Search with facets, histories, problems, locations, evaluations and model versions."
    blueprint = Blueprint("mlhome", __name__, url_prefix="/api/mlhome", description=about)
    routes = (*MLHOME_ROUTES, *EVALUATION_ROUTES, *STANDING_ROUTES, *COMPARISON_ROUTES)
    return publish(blueprint, parts, routes)


def schemas_blueprint(parts: ApiParts) -> Blueprint:
    about = "The JSON Schemas of descriptors, at addresses that stay."
    blueprint = Blueprint("schemas", __name__, url_prefix="/schemas", description=about)
    return publish(blueprint, parts, SCHEMA_ROUTES)
