"""The last step of a pass: all experiments and registered models there are."""

from collections.abc import Iterator, Sequence

from plugins.api import Entity, Problem, Report
from plugins.mlflow.attachments import experiment_attachments, model_attachments
from plugins.mlflow.cursor import Cursor
from plugins.mlflow.links import EXPERIMENT, MODEL, SERVER
from plugins.mlflow.proposals import proposals
from plugins.mlflow.records import RegisteredModel
from plugins.mlflow.survey import Server, registered_models


def list_all(server: Server, cursor: Cursor) -> tuple[Report, Cursor]:
    """Attachments and proposals. Raises UpstreamFailed."""
    models, problems = registered_models(server.mlflow)
    report = Report(
        attachments=[
            *experiment_attachments(server),
            *model_attachments(server, models),
        ],
        proposals=list(proposals(server, models)),
        problems=[*problems, *_dead_links(server, models)],
        # What could not be read may be there all the same.
        complete=not server.problems and not problems,
    )
    return report, cursor.next_step()


def _dead_links(server: Server, models: Sequence[RegisteredModel]) -> Iterator[Problem]:
    """Annotations that name what is not on the server."""
    experiments = server.experiments.values()
    known = {
        EXPERIMENT: {one.name for one in experiments} | {one.id for one in experiments},
        MODEL: {model.name for model in models},
    }
    linked = {EXPERIMENT: server.links.experiments, MODEL: server.links.models}
    for annotation, named in linked.items():
        for name in named.keys() - known[annotation]:
            yield from (_dead_link(server, annotation, name, it) for it in named[name])


def _dead_link(server: Server, annotation: str, name: str, entity: Entity) -> Problem:
    what = "experiment" if annotation == EXPERIMENT else "registered model"
    return Problem(
        code="mlflow/no-such-thing",
        message=f"{server.connection.url} has no {what} `{name}`.",
        hint=f"Correct the annotation `{annotation}`; with several servers, say in `{SERVER}` "
        "which one is meant.",
        entity_ref=entity.ref,
        severity="warning",
    )
