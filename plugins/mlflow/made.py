"""What runs made: logged models, and versions of registered models. Asked for by the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from plugins.api import Problem, UpstreamFailed
from plugins.mlflow.client import Mlflow, is_unknown, listed
from plugins.mlflow.records import LoggedModel, Run, Version
from plugins.mlflow.runs import Subject, Surroundings

A_REQUEST = 100
# Runs that log a model at every step have thousands of them.
MOST_MODELS = 1000


@dataclass(frozen=True, slots=True)
class Made:
    """Logged models by id, and what runs and logged models were registered as, by theirs."""

    models: Mapping[str, LoggedModel] = field(default_factory=dict)
    runs: Mapping[str, Subject] = field(default_factory=dict)
    registered: Mapping[str, Subject] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    def subject(self, run: Run, around: Surroundings) -> Subject:
        """The model version that a run made or evaluated; or what its experiment is about."""
        of_models = (self.registered.get(model) for model in run.models)
        known = self.runs.get(run.id) or next(filter(None, of_models), None)
        return known or Subject(around.links.subject(around.experiments[run.experiment]))

    def model_subject(self, model: LoggedModel, run: Run, around: Surroundings) -> Subject:
        return self.registered.get(model.id) or self.subject(run, around)


def made(server: Mlflow, runs: Sequence[Run], around: Surroundings) -> Made:
    ids = list(dict.fromkeys(model for run in runs for model in run.models))[:MOST_MODELS]
    problems: list[Problem] = []
    models: list[LoggedModel] = []
    for some in _in_parts(ids):
        page = server.logged_models(list(around.experiments), some)
        models += page.items
        problems += page.problems
    versions: list[Version] = []
    for some in _in_parts([run.id for run in runs]):
        found = server.versions(f"run_id IN ({listed(some)})", limit=1000)
        versions += found.items
        problems += found.problems
    return Made(
        models={model.id: model for model in models},
        runs=_newest(_by_run(versions), around),
        registered=_newest({one.id: list(one.versions) for one in models}, around),
        problems=problems,
    )


def with_models_read(server: Mlflow, run: Run) -> Run:
    """MLflow's lists of runs leave out which logged models a run read. Only a run that read data,
    and made no model, can have evaluated one; it is asked for by itself."""
    if run.models_made or not run.inputs:
        return run
    try:
        alone = server.run(run.id)
    except UpstreamFailed as failure:
        if not is_unknown(failure):
            raise
        return run  # deleted since it was listed
    return replace(run, models_read=alone.models_read)


def _by_run(versions: Sequence[Version]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for version in versions:
        found.setdefault(version.run_id, []).append((version.model, version.number))
    return found


def _newest(
    versions: Mapping[str, Sequence[tuple[str, str]]], around: Surroundings
) -> Mapping[str, Subject]:
    """Of several versions the newest of a declared model, or else of any."""
    found = {
        key: max(several, key=lambda version: _rank(version, around))
        for key, several in versions.items()
        if several
    }
    return {key: Subject(around.links.model(name), number) for key, (name, number) in found.items()}


def _rank(version: tuple[str, str], around: Surroundings) -> tuple[bool, int, str]:
    name, number = version
    return (bool(around.links.of_model(name)), int(number) if number.isdecimal() else 0, name)


def _in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), A_REQUEST):
        yield ids[start : start + A_REQUEST]
