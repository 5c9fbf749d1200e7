"""Descriptors for what is on a server and declared nowhere: drafts for people to commit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plugins.api import Entity, Proposal
from plugins.mlflow.addresses import experiment_page, model_page
from plugins.mlflow.attachments import NOTE
from plugins.mlflow.links import EXPERIMENT, MODEL, SERVER, is_proposed, proposed_name, proposed_ref
from plugins.mlflow.records import Experiment, RegisteredModel
from plugins.mlflow.survey import Server

# Where people write whose something is that has no field for it.
_OWNER_TAGS = ("owner", "team")
_NOBODY = "unknown"
_GROUP = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_RUNS_A_REQUEST = 100
_DEFAULT_EXPERIMENT = "0"


def proposals(server: Server, models: Sequence[RegisteredModel]) -> Iterator[Proposal]:
    """A Project for each experiment, and a Model for each registered model, that no descriptor
    names. Raises UpstreamFailed."""
    if not server.settings["propose"]:
        return
    for experiment in server.experiments.values():
        declared = _is_declared(server.links.of_experiment(experiment), experiment.name)
        if not declared and not _is_unused(server, experiment):
            yield _project(server, experiment)
    undeclared = [it for it in models if not _is_declared(server.links.of_model(it.name), it.name)]
    projects = _projects(server, undeclared)
    yield from (_model(server, it, projects[it.name]) for it in undeclared if it.name in projects)
    if homeless := [it for it in undeclared if it.name not in projects]:
        yield from _apart(server, homeless)


def _is_declared(entities: Sequence[Entity], name: str) -> bool:
    """What was proposed before may be an entity by now, with the same annotation."""
    return any(not is_proposed(entity, name) for entity in entities)


def _is_unused(server: Server, experiment: Experiment) -> bool:
    """Every server has an experiment for runs that name none; most people never use it."""
    if experiment.id != _DEFAULT_EXPERIMENT:
        return False
    return not server.mlflow.runs([experiment.id], "", (), 1).items


def _project(server: Server, experiment: Experiment) -> Proposal:
    draft = _Draft(
        kind="Project",
        name=experiment.name,
        description=experiment.tags.get(NOTE, ""),
        annotation=EXPERIMENT,
        page=experiment_page(server.connection.url, experiment.id),
        spec={"owner": _owner(experiment.tags), "lifecycle": "experimental"},
    )
    return draft.proposal(server, "experiment")


def _model(server: Server, model: RegisteredModel, project: str) -> Proposal:
    draft = _Draft(
        kind="Model",
        name=model.name,
        description=model.description,
        annotation=MODEL,
        page=model_page(server.connection.url, model.name),
        spec={"project": project, "lifecycle": "experimental"},
    )
    return draft.proposal(server, "registered model")


def _apart(server: Server, models: Sequence[RegisteredModel]) -> Iterator[Proposal]:
    """A model needs a project. Those that no run leads to one get one together."""
    name = f"{server.connection.name} models"
    draft = _Draft(
        kind="Project",
        name=name,
        description=f"Registered models of {server.connection.url} of which no run is known.",
        annotation="",
        page=server.connection.url,
        spec={"owner": _NOBODY, "lifecycle": "experimental"},
    )
    yield draft.proposal(server, "registered models without runs, and so the project")
    yield from (_model(server, model, proposed_ref("project", name)) for model in models)


@dataclass(frozen=True, slots=True)
class _Draft:
    kind: str
    name: str
    description: str
    annotation: str
    page: str
    spec: Mapping[str, Any]

    def proposal(self, server: Server, what: str) -> Proposal:
        reason = f"{server.connection.url} has the {what} `{self.name}`"
        return Proposal(document=self._document(server), reason=reason)

    def _document(self, server: Server) -> Mapping[str, Any]:
        names = {self.annotation: self.name} if self.annotation else {}
        described = {"description": self.description} if self.description else {}
        return {
            "apiVersion": "mlhome/v1",
            "kind": self.kind,
            "metadata": {
                "name": proposed_name(self.name),
                "title": self.name,
                **described,
                "annotations": {**names, SERVER: server.connection.name},
                "links": [{"url": self.page, "title": "MLflow"}],
            },
            "spec": dict(self.spec),
        }


def _projects(server: Server, models: Sequence[RegisteredModel]) -> Mapping[str, str]:
    """The projects of models, by their names: that of the run which made the newest version."""
    newest = {
        model.name: max(model.latest, key=lambda version: version.created or 0).run_id
        for model in models
        if model.latest
    }
    ids = sorted(set(newest.values()) - {""})
    projects: dict[str, str] = {}
    for start in range(0, len(ids), _RUNS_A_REQUEST):
        some = ids[start : start + _RUNS_A_REQUEST]
        for run in server.mlflow.runs_by_id(list(server.experiments), some).items:
            projects[run.id] = server.links.project(server.experiments[run.experiment])
    return {name: projects[run] for name, run in newest.items() if run in projects}


def _owner(tags: Mapping[str, str]) -> str:
    named = (tags.get(name, "") for name in _OWNER_TAGS)
    return next((owner for owner in named if _GROUP.fullmatch(owner)), _NOBODY)
