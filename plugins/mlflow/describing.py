"""What a descriptor alone tells: what of MLflow it names, and whether that can mean anything."""

from collections.abc import Iterator

from plugins.api import Attachment, Context, Entity, Problem, Report
from plugins.mlflow.links import DATASET, EXPERIMENT, MODEL, SERVER

_FIELDS = {
    "experiment": EXPERIMENT,
    "registered_model": MODEL,
    "dataset": DATASET,
    "server": SERVER,
}
_KINDS = {
    EXPERIMENT: ("model", "project", "experiment"),
    MODEL: ("model",),
    DATASET: ("dataset",),
}


def describe(entity: Entity, context: Context) -> Report:
    """Known before any server was asked, so that it is found and shown at once."""
    named = {
        field: entity.annotations.get(annotation, "").strip()
        for field, annotation in _FIELDS.items()
    }
    link = Attachment(entity=entity.ref, type="link", value=named)
    return Report(attachments=[link], problems=list(_problems(entity)), complete=True)


def _problems(entity: Entity) -> Iterator[Problem]:
    for annotation, kinds in _KINDS.items():
        name = entity.annotations.get(annotation)
        if name is None:
            continue
        if not name.strip():
            yield _problem(entity, annotation, "names nothing", "Give MLflow's name for it.")
        elif entity.ref.partition(":")[0] not in kinds:
            wanted = " or ".join(f"`{kind.capitalize()}`" for kind in kinds)
            yield _problem(entity, annotation, "means nothing here", f"It belongs on a {wanted}.")


def _problem(entity: Entity, annotation: str, what: str, hint: str) -> Problem:
    return Problem(
        code="mlflow/annotation",
        message=f"The annotation `{annotation}` {what}.",
        hint=hint,
        path="/metadata/annotations/" + annotation.replace("/", "~1"),
        entity_ref=entity.ref,
        severity="warning",
    )
