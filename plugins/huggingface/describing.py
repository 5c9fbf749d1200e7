"""What a descriptor alone tells: what of the Hub it names, and whether that can mean anything."""

from collections.abc import Iterator

from marshmallow import Schema, fields

from plugins.api import Attachment, Context, Entity, Problem, Report
from plugins.huggingface.hub import ANNOTATIONS, is_id, page

ANNOTATION = "huggingface/annotation"


class LinkSchema(Schema):
    """What the Hub calls the entity."""

    id = fields.String(required=True)


def describe(entity: Entity, context: Context) -> Report:
    """The link to the Hub is there at once, whether a card was read or not."""
    kind = next((it for it in ANNOTATIONS if it.lower() == entity.kind.lower()), "")
    id = entity.annotations.get(ANNOTATIONS.get(kind, ""), "").strip()
    problems = list(_problems(entity, kind))
    if not is_id(id):
        return Report(problems=problems, complete=True)
    url = page(context.settings["hub"], kind, id)
    link = Attachment(entity=entity.ref, type="link", value={"id": id}, url=url)
    return Report(attachments=[link], problems=problems, complete=True)


def _problems(entity: Entity, kind: str) -> Iterator[Problem]:
    for meant, annotation in ANNOTATIONS.items():
        id = entity.annotations.get(annotation)
        if id is None:
            continue
        if meant != kind:
            yield _problem(entity, annotation, "means nothing here", f"It belongs on a `{meant}`.")
        elif not is_id(id.strip()):
            yield _problem(entity, annotation, "is no id of the Hub", "Write `organisation/name`.")


def _problem(entity: Entity, annotation: str, what: str, hint: str) -> Problem:
    return Problem(
        ANNOTATION,
        f"The annotation `{annotation}` {what}.",
        hint,
        path="/metadata/annotations/" + annotation.replace("/", "~1"),
        entity_ref=entity.ref,
        severity="warning",
    )
