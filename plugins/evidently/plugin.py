"""Evidently: drift of data, its quality, and metrics of models, from its reports."""

from collections.abc import Sequence

from plugins.api import AttachmentType, Check, Panel, Reader, SearchField, hook
from plugins.evidently.attachment import ReportsSchema
from plugins.evidently.checks import drift_share, is_drifted, is_tested
from plugins.evidently.reading import read
from plugins.panels import panel
from plugins.sidecars import sidecar_patterns


@hook
def readers() -> Sequence[Reader]:
    return [Reader(name="reports", patterns=sidecar_patterns("evidently"), read=read)]


@hook
def attachments() -> Sequence[AttachmentType]:
    return [AttachmentType(name="report", schema=ReportsSchema, title="Evidently reports")]


@hook
def search_fields() -> Sequence[SearchField]:
    return [
        _field("drift", "number", "drift_share", "The share of columns that drifted."),
        _field("drifted", "term", "drifted", "Whether the data drifted: true or false."),
        _field("column", "term", "columns[].column", "A column that was looked at for drift."),
        _field("tests", "term", "outcome", "passed, failed, or none where there are no tests."),
        _field("failed", "term", "not_passed[].name", "A test that was not passed."),
    ]


@hook
def checks() -> Sequence[Check]:
    return [
        Check(
            name="drifted",
            type="boolean",
            about="The newest report says that the data drifted.",
            run=is_drifted,
            attachments=["report"],
        ),
        Check(
            name="driftshare",
            type="number",
            about="The share of columns that drifted in the newest report.",
            run=drift_share,
            attachments=["report"],
        ),
        Check(
            name="tested",
            type="boolean",
            about="All critical tests of the newest report were passed.",
            run=is_tested,
            attachments=["report"],
        ),
    ]


@hook
def panels() -> Sequence[Panel]:
    return [panel(__package__, "report", "Evidently")]


def _field(name: str, type: str, path: str, about: str) -> SearchField:
    return SearchField(
        name=name, type=type, attachment="report", path=f"reports[].{path}", about=about
    )
