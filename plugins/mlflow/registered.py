"""From versions of registered models to facts: with the run that made each, and its file."""

import re
from collections.abc import Mapping, Sequence

from plugins.api import EvaluationRun, ModelVersion, Problem, UpstreamFailed
from plugins.mlflow.client import is_unknown
from plugins.mlflow.model_file import LIMIT, ModelFile, from_run_tag, place_of, read_model_file
from plugins.mlflow.pages import NO_HISTORIES, facts_of
from plugins.mlflow.records import LoggedModel, RegisteredModel, Run, Version
from plugins.mlflow.survey import Server
from plugins.mlflow.versions import version_fact

_LOGGED = re.compile(r"models:/(m-[0-9A-Za-z_-]+)")
_HISTORY = "mlflow.log-model.history"


def version_facts(
    server: Server, found: Sequence[tuple[RegisteredModel, Version]]
) -> tuple[Sequence[ModelVersion], Sequence[EvaluationRun], Sequence[Problem]]:
    """The versions, and their runs: these are about a version now. Raises UpstreamFailed."""
    runs = _runs(server, [version for _, version in found])
    places = _places(server, [version for _, version in found])
    versions = [
        version_fact(
            version,
            model,
            server.around,
            runs.get(version.run_id),
            _file(server, version, runs.get(version.run_id), places.get(version.source, "")),
        )
        for model, version in found
    ]
    sound = [run for run in runs.values() if not run.deleted]
    facts = facts_of(server.mlflow, sound, server.around, NO_HISTORIES)
    return versions, facts.evaluations, facts.problems


def _runs(server: Server, versions: Sequence[Version]) -> Mapping[str, Run]:
    ids = sorted({version.run_id for version in versions} - {""})
    if not ids or not server.experiments:
        return {}
    return {run.id: run for run in server.mlflow.runs_by_id(list(server.experiments), ids).items}


def _places(server: Server, versions: Sequence[Version]) -> Mapping[str, str]:
    """Where the files lie of versions that were registered from a logged model, by source."""
    matches = [_LOGGED.fullmatch(version.source) for version in versions]
    logged = {match[0]: match[1] for match in matches if match}
    if not logged or not server.experiments:
        return {}
    ids = sorted(set(logged.values()))
    models: Sequence[LoggedModel] = server.mlflow.logged_models(list(server.experiments), ids).items
    artifacts = {model.id: model.artifacts for model in models}
    return {source: artifacts.get(model, "") for source, model in logged.items()}


def _file(server: Server, version: Version, run: Run | None, place: str) -> ModelFile:
    if run and run.tags.get(_HISTORY):
        return from_run_tag(run.tags[_HISTORY], version.source)
    path = place_of(place or version.source)
    if not path:
        return ModelFile()
    try:
        return read_model_file(server.mlflow.artifact(path, LIMIT))
    except UpstreamFailed as failure:
        if is_unknown(failure) or failure.too_large or failure.status >= 500:
            return ModelFile()  # gone, or in a store that MLflow itself can't reach
        raise
