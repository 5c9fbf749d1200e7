"""Reads a server as the catalog does: page by page, keeping what it is told."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from plugins.api import (
    Attachment,
    Connection,
    Context,
    Entity,
    EvaluationRun,
    Http,
    ModelVersion,
    Problem,
    Proposal,
    Report,
)
from plugins.http import HostHttp
from plugins.mlflow.sync import refresh
from tests.plugins.mlflow.recorded_server import SETTINGS


@dataclass
class Reader:
    """What was reported so far, by id. `now` is the time by the catalog's clock."""

    url: str
    entities: list[Entity] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=lambda: dict(SETTINGS))
    cursor: str = ""
    now: float = field(default_factory=time.time)
    runs: dict[str, EvaluationRun] = field(default_factory=dict)
    curves: dict[str, set[str]] = field(default_factory=dict)
    versions: dict[tuple[str, str], ModelVersion] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)

    def names(self) -> list[str]:
        return sorted(run.name for run in self.runs.values())

    def http(self) -> Http:
        return HostHttp.of(Connection(name="lab", url=self.url), "", [], deadline=60)

    def call(self, http: Http | None = None) -> Report:
        """One call, of which everything is kept."""
        context = Context(
            settings=self.settings,
            http=http or self.http(),
            now=self.now,
            connection=Connection(name="lab", url=self.url),
            entities=self.entities,
            cursor=self.cursor,
        )
        report = refresh(context)
        self.keep(report)
        return report

    def keep(self, report: Report) -> None:
        for run in report.evaluations:
            self.runs[run.id] = run
            kept = self.curves.get(run.id, set()) if run.continues else set()
            self.curves[run.id] = kept | {series.metric for series in run.series}
        self.versions |= {(it.model, it.version): it for it in report.model_versions}
        for id in report.gone:
            self.runs.pop(id, None)
        for gone in report.gone_versions:
            self.versions.pop(gone, None)
        self.attachments += report.attachments
        self.proposals += report.proposals
        self.problems += report.problems
        self.reported += [run.id for run in report.evaluations]
        self.cursor = report.cursor

    def read(self, http: Http | None = None, most: int = 200) -> list[Report]:
        """A whole pass; anew what it reported."""
        for kept in (self.attachments, self.proposals, self.problems, self.reported):
            kept.clear()
        reports = []
        for _ in range(most):
            reports.append(self.call(http))
            if not reports[-1].more:
                return reports
        raise AssertionError(f"no end after {most} calls")

    @property
    def step(self) -> str:
        return str(json.loads(self.cursor)["step"]) if self.cursor else ""

    def later(self, seconds: float) -> None:
        self.now += seconds
