"""TensorFlow Model Analysis: metrics with slices and intervals, plots, and validations."""

from collections.abc import Sequence

from plugins.api import AttachmentType, Check, Panel, Reader, SearchField, hook
from plugins.panels import panel
from plugins.sidecars import sidecar_patterns
from plugins.tfma.checks import failures, is_rubber_stamped, is_validated
from plugins.tfma.reading import read
from plugins.tfma.validation import ValidationSchema


@hook
def readers() -> Sequence[Reader]:
    return [Reader(name="results", patterns=sidecar_patterns("tfma"), read=read)]


@hook
def attachments() -> Sequence[AttachmentType]:
    return [AttachmentType(name="validation", schema=ValidationSchema, title="TFMA validation")]


@hook
def search_fields() -> Sequence[SearchField]:
    of_failures = "evaluations[].failures[]"
    return [
        _field("outcome", "term", "evaluations[].outcome", "passed, failed or rubber-stamped."),
        _field("version", "term", "evaluations[].version", "A version that was validated."),
        _field("failures", "number", "evaluations[].failure_count", "How much was not enough."),
        _field("failed", "term", f"{of_failures}.metric", "A metric that was not good enough."),
        _field("slice", "term", f"{of_failures}.slice", "A slice that was not good enough."),
    ]


@hook
def checks() -> Sequence[Check]:
    return [
        Check(
            name="validated",
            type="boolean",
            about="The newest validation by TFMA was passed.",
            run=is_validated,
            attachments=["validation"],
        ),
        Check(
            name="failures",
            type="number",
            about="How many metrics of how many slices failed the newest validation.",
            run=failures,
            attachments=["validation"],
        ),
        Check(
            name="rubberstamped",
            type="boolean",
            about="The newest validation was passed without a baseline to compare with.",
            run=is_rubber_stamped,
            attachments=["validation"],
        ),
    ]


@hook
def panels() -> Sequence[Panel]:
    return [panel(__package__, "validation", "TFMA validation")]


def _field(name: str, type: str, path: str, about: str) -> SearchField:
    return SearchField(name=name, type=type, attachment="validation", path=path, about=about)
