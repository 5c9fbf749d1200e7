"""A plugin as the host loads it, with no function that needs a child process."""

import marshmallow

from plugins.api import AttachmentType, SearchField
from plugins.host.loading import LoadedPlugin


class Runs(marshmallow.Schema):
    best = marshmallow.fields.Float()
    stages = marshmallow.fields.List(marshmallow.fields.Dict())
    checked = marshmallow.fields.String()


LAB = LoadedPlugin(
    name="lab",
    module=None,
    attachments=(
        AttachmentType(name="runs", schema=Runs, title="Runs of the lab"),
        AttachmentType(name="latest", schema=Runs, keep_days=0),
    ),
    search_fields=(
        SearchField(name="best", type="number", attachment="runs", path="best", about="Best."),
        SearchField(
            name="stage", type="term", attachment="runs", path="stages[].name", about="A stage."
        ),
        SearchField(name="checked", type="date", attachment="runs", path="checked", about="When."),
    ),
)
