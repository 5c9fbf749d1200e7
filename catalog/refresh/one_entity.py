"""Reports about one entity: nothing in them is about another."""

from collections.abc import Sequence
from dataclasses import replace

from descriptors.problems import Problem
from plugins.api import Entity, Report
from plugins.host.loading import LoadedPlugin


def about(entity: Entity, report: Report, plugin: LoadedPlugin) -> Report:
    """The report with all its problems on the entity, and without what is about others."""
    own = [it for it in report.attachments if it.entity.lower() == entity.ref]
    problems = list(report.problems)
    if len(own) < len(report.attachments):
        problems.append(_about_others(entity, report, plugin))
    return replace(
        report,
        attachments=own,
        problems=[replace(it, entity_ref=entity.ref) for it in problems],
    )


def together(reports: Sequence[Report]) -> Report:
    """What several functions tell of one entity, which is all there is."""
    return Report(
        attachments=[it for report in reports for it in report.attachments],
        evaluations=[it for report in reports for it in report.evaluations],
        model_versions=[it for report in reports for it in report.model_versions],
        problems=[it for report in reports for it in report.problems],
        gone=[it for report in reports for it in report.gone],
        gone_versions=[it for report in reports for it in report.gone_versions],
        complete=True,
    )


def _about_others(entity: Entity, report: Report, plugin: LoadedPlugin) -> Problem:
    other = next(it.entity for it in report.attachments if it.entity.lower() != entity.ref)
    message = f"Asked about {entity.ref}, plugin `{plugin.name}` told something of `{other}`"
    hint = "this is a fault in the plugin: it reports about others when it is asked about them"
    return Problem("report/other-entity", message, hint)
