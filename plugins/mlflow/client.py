"""MLflow's REST API, as far as it is asked: in pages of bounded size, with answers as values.

Paths and fields are those of mlflow.org/docs/latest/api_reference/rest-api.html; servers since
1.28 (August 2022) know all but `logged-models` and the thinned history, which came with MLflow 3.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote

from plugins.api import Http, Problem, UpstreamFailed, Value
from plugins.mlflow.fields import Unreadable, each, items, text
from plugins.mlflow.records import (
    Experiment,
    LoggedModel,
    Metric,
    RegisteredModel,
    Run,
    Version,
    read_experiment,
    read_logged_model,
    read_metric,
    read_registered_model,
    read_run,
    read_version,
)

Thing = TypeVar("Thing")

API = "/api/2.0/mlflow/"
EXPERIMENTS_A_PAGE = 1000
MODELS_A_PAGE = 100
# What MLflow thins a history to: no server gives more points at once.
MOST_POINTS = 2500


@dataclass(frozen=True, slots=True)
class Page(Generic[Thing]):
    """A page of answers; `next` is the token of the one after it, empty at the last."""

    items: Sequence[Thing]
    problems: Sequence[Problem] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class Mlflow:
    """A server. Every method raises UpstreamFailed when it doesn't answer, or with nonsense."""

    http: Http
    url: str

    def experiments(self, token: str = "") -> Page[Experiment]:
        body = {"max_results": EXPERIMENTS_A_PAGE, **_after(token)}
        answer = self._post("experiments/search", body)
        return _page(answer, "experiments", read_experiment, "an experiment")

    def runs(
        self,
        experiments: Sequence[str],
        where: str,
        order: Sequence[str],
        limit: int,
        token: str = "",
    ) -> Page[Run]:
        """Runs of these experiments, those marked as deleted included."""
        body = {
            "experiment_ids": list(experiments),
            "filter": where,
            "order_by": list(order),
            "max_results": limit,
            "run_view_type": "ALL",
            **_after(token),
        }
        return _page(self._post("runs/search", body), "runs", read_run, "a run")

    def runs_by_id(self, experiments: Sequence[str], ids: Sequence[str]) -> Page[Run]:
        where = f"attributes.run_id IN ({listed(ids)})"
        return self.runs(experiments, where, (), len(ids))

    def run(self, run_id: str) -> Run:
        answer = self._get("runs/get", {"run_id": run_id})
        try:
            return read_run(answer.get("run"))
        except Unreadable as wrong:
            raise UpstreamFailed(f"MLflow's answer about a run can't be read: {wrong}") from wrong

    def registered_models(self, token: str = "") -> Page[RegisteredModel]:
        answer = self._get("registered-models/search", {"max_results": MODELS_A_PAGE}, token)
        return _page(answer, "registered_models", read_registered_model, "a registered model")

    def versions(self, where: str, limit: int, token: str = "") -> Page[Version]:
        """Versions of registered models, the newest first."""
        query: dict[str, str | int] = {"filter": where, "max_results": limit}
        query["order_by"] = "creation_timestamp DESC"
        answer = self._get("model-versions/search", query, token)
        return _page(answer, "model_versions", read_version, "a model version")

    def logged_models(self, experiments: Sequence[str], ids: Sequence[str]) -> Page[LoggedModel]:
        """The logged models of these ids; none on servers that have no such thing."""
        body = {
            "experiment_ids": list(experiments),
            "filter": f"attributes.model_id IN ({listed(ids)})",
            "max_results": len(ids),
        }
        try:
            answer = self._post("logged-models/search", body)
        except UpstreamFailed as failure:
            if not is_unknown(failure):
                raise
            return Page(())
        return _page(answer, "models", read_logged_model, "a logged model")

    def history(self, run_id: str, metric: str, points: int) -> Page[Metric]:
        """A metric of a run while it went on, thinned by the server to so many points."""
        query: dict[str, str | int] = {"run_ids": run_id, "metric_key": metric}
        try:
            thinned = {**query, "max_results": min(points, MOST_POINTS)}
            answer = self._get("metrics/get-history-bulk-interval", thinned)
        except UpstreamFailed as failure:
            if not is_unknown(failure):
                raise
            answer = self._get("metrics/get-history", {"run_id": run_id, "metric_key": metric})
        return _page(answer, "metrics", read_metric, f"the history of `{metric}`")

    def artifact(self, place: str, limit: int) -> bytes:
        """A file that the server keeps itself, by its path below `mlflow-artifacts:/`."""
        return self.http.get_bytes(
            f"{self.url}/api/2.0/mlflow-artifacts/artifacts/{quote(place)}", limit=limit
        )

    def _get(
        self, path: str, query: Mapping[str, str | int], token: str = ""
    ) -> Mapping[str, Value]:
        asked = {**query, **_after(token)}
        return _answer(self.http.get_json(f"{self.url}{API}{path}", asked), path)

    def _post(self, path: str, body: Value) -> Mapping[str, Value]:
        return _answer(self.http.post_json(f"{self.url}{API}{path}", body), path)


def listed(ids: Sequence[str]) -> str:
    """Ids as the list of a filter. They are plain (records.py), so that none ends the quotes."""
    return ", ".join(f"'{one}'" for one in ids)


def quoted(name: str) -> str:
    """A name in a filter; MLflow knows no way to write both kinds of quotes. Raises ValueError."""
    for mark in ("'", '"'):
        if mark not in name:
            return f"{mark}{name}{mark}"
    raise ValueError(f"`{name}` has both kinds of quotes")


def is_unknown(failure: UpstreamFailed) -> bool:
    """Whether the server has no such address: it is older than what was asked for."""
    return failure.status in (404, 405)


def _after(token: str) -> dict[str, str]:
    return {"page_token": token} if token else {}


def _answer(value: Value, path: str) -> Mapping[str, Value]:
    if not isinstance(value, dict):
        raise UpstreamFailed(f"`{path}` answers with {type(value).__name__}, not with an object")
    return value


def _page(
    answer: Mapping[str, Value], field: str, read: Callable[[Value], Thing], what: str
) -> Page[Thing]:
    try:
        found, problems = each(items(answer.get(field), field), read, what)
        return Page(found, problems, text(answer, "next_page_token"))
    except Unreadable as wrong:
        raise UpstreamFailed(f"MLflow's answer can't be read: {wrong}") from wrong
