"""A run in a folder of runs: `mlruns/<experiment>/<run>/meta.yaml`, with the files beside it.

Format: mlflow/store/tracking/file_store.py. Metrics, params and tags are a file each, nested where
there is a `/` in the name; a line of a metric is `<milliseconds> <value> <step>`, since MLflow 3
followed by the name and digest of the data set it was measured on.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from plugins.api import EvaluationRun, File, Problem, Reading, Report, Result, Value
from plugins.mlflow.files.contents import milliseconds, said, text_file, yaml_mapping
from plugins.mlflow.files.inputs import Inputs, inputs_of
from plugins.mlflow.files.logged import logged_models, registered_names, subject_of
from plugins.mlflow.files.metrics import Histories, histories_of
from plugins.mlflow.files.places import Owners, Place, owners
from plugins.mlflow.histories import series, with_history
from plugins.mlflow.records import Experiment, Metric, Run
from plugins.mlflow.runs import Surroundings, dataset_use, run_fact

PARAMS, TAGS = "params/", "tags/"
EXPERIMENT = "../meta.yaml"
PATTERNS = ("metrics/**", "params/**", "tags/**", "inputs/*/meta.yaml", "outputs/*/meta.yaml")
# Before patterns are served, which take what is left: what a run is known by.
FIRST = [
    f"tags/mlflow.{name}"
    for name in ("runName", "user", "source.git.commit", "source.name", "note.content")
]
_STATUS = ("", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED")  # by number, from 1
_ID = re.compile(r"[0-9A-Za-z_-]{1,128}")


def read_run(file: File, place: Place, *, machine: bool) -> Reading:
    """The run as a fact, and one for each data set that a model was measured on."""
    meta = yaml_mapping(file.data, "meta.yaml")
    if isinstance(meta, Problem):
        return Reading(problems=[meta])
    if not _is_run(meta, place) or said(meta.get("lifecycle_stage")) == "deleted":
        return Reading(report=Report(complete=True))
    needs = [EXPERIMENT, *place.descriptors, *FIRST, *PATTERNS]
    if missing := file.lacks(needs):
        return Reading(needs=missing)
    inputs = inputs_of(file.near)
    models = logged_models(file.near, inputs)
    further = [*inputs.needs(), *registered_names(models)]
    if missing := file.lacks(further):
        return Reading(needs=missing)
    folder = RunFolder(file, place, meta, inputs.with_data(file.near), models)
    return folder.reading(machine=machine)


@dataclass(frozen=True)
class RunFolder:
    """All there is of one run. `models` are ids of the models it logged."""

    file: File
    place: Place
    meta: Mapping[str, Value]
    inputs: Inputs
    models: Sequence[str]

    def reading(self, *, machine: bool) -> Reading:
        histories = histories_of(self.file.near)
        whose = owners(self.file.near, self.place.descriptors)
        around = Surroundings("", {self.experiment.id: self.experiment}, whose.links, machine)
        return Reading(
            report=Report(evaluations=self._facts(histories, whose, around), complete=True),
            problems=[*histories.problems, *self.inputs.problems],
        )

    @property
    def experiment(self) -> Experiment:
        """Named by its id, where its own file is not there or broken."""
        meta = yaml_mapping(self.file.near.get(EXPERIMENT) or b"", "meta.yaml")
        name = "" if isinstance(meta, Problem) else said(meta.get("name"))
        id = self.place.inside[0]
        return Experiment(id, name or id, {}, None, None, "")

    def _facts(
        self, histories: Histories, whose: Owners, around: Surroundings
    ) -> list[EvaluationRun]:
        run = self._run(histories)
        subject = subject_of(self.file.near, whose, self.experiment, self.models)
        measured = _by_dataset(histories)
        fact = run_fact(
            run,
            around,
            subject,
            series=[series(name, histories.found[name]) for name in with_history(run, around)],
            measured_apart=bool(measured),
        )
        # Nobody can follow a path of the machine that ran it.
        fact = replace(fact, url="", artifacts=())
        return [
            fact,
            *(self._measured(fact, key, found, around) for key, found in measured.items()),
        ]

    def _run(self, histories: Histories) -> Run:
        tags = dict(_texts(self.file.near, TAGS))
        meta = self.meta
        return Run(
            id=self.place.inside[1],
            experiment=self.experiment.id,
            name=said(meta.get("run_name")) or tags.get("mlflow.runName") or said(meta.get("name")),
            user=tags.get("mlflow.user") or said(meta.get("user_id")),
            status=_status(meta.get("status")),
            started=milliseconds(meta.get("start_time")),
            ended=milliseconds(meta.get("end_time")),
            deleted=False,
            metrics=[max(found, key=_order) for found in histories.found.values()],
            params=dict(_texts(self.file.near, PARAMS)),
            tags=tags,
            inputs=self.inputs.datasets,
            models_read=self.inputs.models,
            models_made=[it for it in self.models if it not in self.inputs.models],
        )

    def _measured(
        self,
        fact: EvaluationRun,
        dataset: tuple[str, str],
        found: Sequence[Metric],
        around: Surroundings,
    ) -> EvaluationRun:
        """What was measured on one data set, which MLflow 3 notes with each value."""
        name, digest = dataset
        known = [it for it in self.inputs.datasets if (it.name, it.digest) == dataset]
        use = dataset_use(known[0], around.links) if known else None
        which = hashlib.sha256(f"{name}\n{digest}".encode()).hexdigest()[:12]
        latest = {it.key: it for it in sorted(found, key=_order)}
        return replace(
            fact,
            id=f"{fact.id}.{which}",
            type="evaluation",
            name=f"{fact.name or fact.id} on {name}",
            dataset=use or self.inputs.named(name, digest, around.links),
            results=[Result(metric=key, value=it.value) for key, it in latest.items()],
            series=(),
            tags={**fact.tags, "mlflow.runId": fact.id},
        )


def _is_run(meta: Mapping[str, Value], place: Place) -> bool:
    """Whether it is MLflow's: folders of artefacts lie there as well. The id is the folder's name,
    since YAML takes some for numbers."""
    named = "run_id" in meta or "run_uuid" in meta
    return named and all(_ID.fullmatch(it) for it in place.inside[:2])


def _status(value: Value) -> str:
    """MLflow writes a number; what it does not know goes on, as MLflow takes it."""
    if isinstance(value, int) and 0 < value < len(_STATUS):
        return _STATUS[value]
    return "RUNNING"


def _texts(near: Mapping[str, bytes | None], folder: str) -> Iterator[tuple[str, str]]:
    for path, data in near.items():
        if data is not None and path.startswith(folder):
            yield path.removeprefix(folder), text_file(data)


def _by_dataset(histories: Histories) -> dict[tuple[str, str], list[Metric]]:
    found: dict[tuple[str, str], list[Metric]] = {}
    for values in histories.found.values():
        for metric in values:
            if metric.dataset:
                found.setdefault((metric.dataset, metric.digest), []).append(metric)
    return found


def _order(metric: Metric) -> tuple[int, int]:
    return metric.step, metric.timestamp
