"""Uploads on the wire."""

from marshmallow import Schema, fields, validate

from catalog.api.mlhome.shapes import ProblemShape
from catalog.uploads.uploading import NAME


class Name(fields.String):
    """A name of an upload; empty: like the file."""

    def __init__(self) -> None:
        rule = validate.Regexp(rf"\A({NAME.pattern})?\Z", error="expected small letters and digits")
        super().__init__(load_default="", validate=rule, metadata={"example": "results-q1"})


class NewUpload(Schema):
    """A file, in base64. `reads` is the `plugin/type` that reads it, where its name does not say;
    `answers` are to its questions, by their names."""

    filename = fields.String(required=True, metadata={"example": "results.csv"})
    content = fields.String(required=True, metadata={"format": "byte"})
    name = Name()
    reads = fields.String(load_default="", metadata={"example": "spreadsheets/sheet"})
    answers = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)


class Answers(Schema):
    name = Name()
    answers = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)


class UploadShape(Schema):
    """`key` is what a draft is found by; `runs`, `results` and `problems` are how many."""

    key = fields.String(required=True)
    plugin = fields.String(required=True)
    type = fields.String(required=True)
    name = fields.String(required=True)
    isDraft = fields.Boolean(required=True)
    filename = fields.String(required=True)
    size = fields.Integer(required=True)
    runs = fields.Integer(required=True)
    results = fields.Integer(required=True)
    problems = fields.Integer(required=True)
    at = fields.Float(required=True)


class OptionShape(Schema):
    value = fields.String(required=True)
    label = fields.String(required=True)


class QuestionShape(Schema):
    """Without `options`, or if it is `free`, any text is an answer."""

    name = fields.String(required=True)
    label = fields.String(required=True)
    answer = fields.String(required=True)
    options = fields.List(fields.Nested(OptionShape), required=True)
    free = fields.Boolean(required=True)
    column = fields.String(required=True)
    about = fields.String(required=True)


class PreviewRowShape(Schema):
    name = fields.String(required=True)
    cells = fields.List(fields.String(), required=True)


class PreviewShape(Schema):
    columns = fields.List(fields.String(), required=True)
    rows = fields.List(fields.Nested(PreviewRowShape), required=True)


class NumberShape(Schema):
    """One number of a file; its slices and params stand under their own names."""

    class Meta:
        unknown = "include"

    model = fields.String()
    metric = fields.String()
    value = fields.Raw()


class WholeUploadShape(Schema):
    """An upload with its questions and the first of what it says."""

    upload = fields.Nested(UploadShape, required=True)
    questions = fields.List(fields.Nested(QuestionShape), required=True)
    preview = fields.Nested(PreviewShape, required=True)
    numbers = fields.List(fields.Nested(NumberShape), required=True)
    undeclared = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Models that nobody has declared: shown once somebody does."},
    )
    problems = fields.List(fields.Nested(ProblemShape), required=True)


class ReadsShape(Schema):
    """Who reads which files."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    suffixes = fields.List(fields.String(), required=True)
    about = fields.String(required=True)


class UploadsShape(Schema):
    uploads = fields.List(fields.Nested(UploadShape), required=True)
    drafts = fields.List(fields.Nested(UploadShape), required=True)
    reads = fields.List(fields.Nested(ReadsShape), required=True)
