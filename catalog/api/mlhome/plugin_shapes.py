"""Plugins, attachments and pushes on the wire."""

from marshmallow import Schema, fields, validate

from catalog.api.mlhome.shapes import ProblemShape


class RefreshShape(Schema):
    """One function that asks one upstream; `calls` are more than one where it asks for each entity
    by itself, `failing` how many of them fail."""

    name = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["new", "ok", "failing"]))
    calls = fields.Integer(required=True)
    failing = fields.Integer(required=True)
    lastError = fields.Nested(ProblemShape, allow_none=True, required=True)
    lastStartedAt = fields.Float(allow_none=True, required=True)
    lastOkAt = fields.Float(allow_none=True, required=True)
    seconds = fields.Float(allow_none=True, required=True)
    nextAt = fields.Float(required=True)
    isRunning = fields.Boolean(required=True)


class ConnectionShape(Schema):
    """An upstream server; the number 0 stands for calls that need none."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    url = fields.String(required=True)
    hasSecret = fields.Boolean(required=True)
    addedBy = fields.String(required=True)
    refreshes = fields.List(fields.Nested(RefreshShape), required=True)


class DueShape(Schema):
    """Entities that wait; `failing` of them were tried in vain."""

    due = fields.Integer(required=True)
    failing = fields.Integer(required=True)
    nextAt = fields.Float(allow_none=True, required=True)


class PluginShape(Schema):
    name = fields.String(required=True)
    version = fields.String(required=True)
    state = fields.String(
        required=True, validate=validate.OneOf(["ok", "failing", "disabled", "removed"])
    )
    lastError = fields.Nested(ProblemShape, allow_none=True, required=True)
    seenAt = fields.Float(required=True)
    connections = fields.List(fields.Nested(ConnectionShape), required=True)
    describe = fields.Nested(DueShape, required=True)
    check = fields.Nested(DueShape, required=True)
    attachments = fields.Integer(required=True)
    entities = fields.Integer(required=True)
    problems = fields.Integer(required=True)


class PluginWithProblems(PluginShape):
    """With what it finds wrong, newest first."""

    found = fields.List(fields.Nested(ProblemShape), required=True)


class PushSourceShape(Schema):
    name = fields.String(required=True)
    title = fields.String(required=True)
    schemas = fields.Dict(keys=fields.String(), values=fields.Raw(), required=True)
    createdAt = fields.Float(required=True)
    lastUsedAt = fields.Float(allow_none=True, required=True)


class PluginsShape(Schema):
    """All plugins that were ever seen, and the systems that push."""

    plugins = fields.List(fields.Nested(PluginShape), required=True)
    pushSources = fields.List(fields.Nested(PushSourceShape), required=True)


class RefreshAsked(Schema):
    fromTheStart = fields.Boolean(
        load_default=False, metadata={"description": "Ask for everything, not for what is new."}
    )


class RefreshAnswer(Schema):
    calls = fields.Integer(required=True)


class AttachmentsQuery(Schema):
    at = fields.Float(
        load_default=None,
        metadata={"description": "What was known at this time (seconds since 1970); else now."},
    )


class AttachmentShape(Schema):
    """What one plugin knows about an entity. It was so from `since` (until `until`, of a past
    time); its source was last heard at `freshAt`, and `staleReason` says why not lately. `kept` is
    false where all that is known of that time is that there was something."""

    plugin = fields.String(required=True)
    type = fields.String(required=True)
    title = fields.String(required=True)
    value = fields.Raw(allow_none=True, required=True)
    version = fields.Integer(required=True)
    source = fields.String(required=True)
    url = fields.String(required=True)
    observedAt = fields.Float(required=True)
    since = fields.Float(required=True)
    until = fields.Float(allow_none=True, required=True)
    freshAt = fields.Float(required=True)
    staleReason = fields.String(required=True)
    pluginState = fields.String(required=True)
    kept = fields.Boolean(required=True)


class Attachments(Schema):
    entityRef = fields.String(required=True)
    attachments = fields.List(fields.Nested(AttachmentShape), required=True)


class PushedValue(Schema):
    """`value` has to fit the schema that the source registered for the type."""

    value = fields.Raw(required=True, allow_none=True)
    url = fields.String(load_default="", metadata={"description": "Where people can see it."})
    observedAt = fields.Float(load_default=None, allow_none=True)


class PushedAttachmentShape(PushedValue):
    entityRef = fields.String(required=True, metadata={"example": "model:default/ranker"})
    type = fields.String(required=True)


class PushedAttachments(Schema):
    """All are kept, or none where one is wrong. `complete`: these are all there are, and others
    of the source are over."""

    attachments = fields.List(fields.Nested(PushedAttachmentShape), required=True)
    complete = fields.Boolean(load_default=False)


class PushedAnswer(Schema):
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    over = fields.Integer(required=True)
