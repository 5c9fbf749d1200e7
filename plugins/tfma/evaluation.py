"""One folder of results becomes evaluation runs, and what was validated."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from google.protobuf.message import DecodeError

from descriptors.problems import Problem
from descriptors.refs import InvalidRef
from plugins.api import Curve, DatasetUse, EvaluationRun, File, Value
from plugins.contents import Unreadable
from plugins.sidecars import Evaluated, subject_of
from plugins.tfma.config import Config, read_config
from plugins.tfma.folder import CONFIG, Folder
from plugins.tfma.measured import (
    MOST_CURVES,
    MOST_RESULTS,
    Measured,
    add_attributions,
    add_metrics,
    add_plots,
)
from plugins.tfma.messages import message
from plugins.tfma.records import Broken, records
from plugins.tfma.validation import outcome

MODELS = "models"  # the key of a sidecar that says which model each name is
SAID = 5  # of many problems of one kind, those that are told
FEWER_SLICES = "name fewer slices in `slicing_specs`; those of no slice are kept first"


@dataclass
class Evaluation:
    """One folder on its way to runs; what is wrong is collected, and what is good is kept."""

    file: File
    it: Evaluated
    folder: Folder
    is_one_of_many: bool
    problems: list[Problem] = field(default_factory=list)
    outcome: Value = None

    def runs(self) -> list[EvaluationRun]:
        if not self.folder.files["metrics"] and not self.folder.files["plots"]:
            self.nothing_there()
            return []
        for text in self.folder.missing:
            self.warn("missing-shard", f"`{self.folder.path}`: {text}", "copy them all")
        config = self.config()
        measured = self.measured(config)
        self.validated()
        made = [self.run(name, config, measured) for name in measured.models]
        return [run for run in made if run is not None]

    def measured(self, config: Config) -> Measured:
        found = Measured()
        for record in self.messages("metrics", "Metrics"):
            add_metrics(found, record, config.method)
        for record in self.messages("plots", "Plots"):
            add_plots(found, record)
        for record in self.messages("attributions", "Attributions"):
            add_attributions(found, record)
        self.told(found)
        return found

    def told(self, found: Measured) -> None:
        hint = "it is told by TFMA, which kept the other slices"
        for text in found.failed[:SAID]:
            self.warn("not-measured", f"TFMA measured nothing of a slice: {text}", hint)
        if len(found.failed) > SAID:
            message = f"TFMA measured nothing of {len(found.failed) - SAID} further slices"
            self.warn("not-measured", message, hint)
        if found.unread:
            names = ", ".join(f"`{name[:60]}`" for name in sorted(found.unread)[:SAID])
            more = f" and {len(found.unread) - SAID} more" if len(found.unread) > SAID else ""
            message = f"{names}{more} hold no number and no curve that is known here"
            self.warn("no-number", message, "the other metrics are kept")
        if found.count > MOST_RESULTS:
            message = f"Of {found.count:,} results {MOST_RESULTS:,} are kept"
            self.warn("too-many", message, FEWER_SLICES)

    def run(self, name: str, config: Config, measured: Measured) -> EvaluationRun | None:
        whose = self.subject(name, config)
        if whose is None:
            return None
        subject, version = whose
        texts = measured.texts.get(name, {})
        return replace(
            self.it.run(self.id(name)),
            subject=subject,
            version=version,
            name=self.it.name or self.title,
            dataset=self.it.dataset or (DatasetUse(name=config.data) if config.data else None),
            evaluator=f"TFMA {config.version}".strip(),
            params={**config.params, **self.it.params},
            tags={**texts, **self.tags(name, config), **self.it.tags},
            results=measured.results.get(name, ()),
            curves=self.curves(measured.curves.get(name, ())),
        )

    @property
    def title(self) -> str:
        """The folder, or the name of the sidecar that lies in it."""
        if self.folder.path != ".":
            return self.folder.path
        return posixpath.basename(self.file.path).removesuffix(".yaml").removesuffix(".yml")

    def id(self, name: str) -> str:
        return self.it.id(self.file.path, self.folder.path if self.is_one_of_many else "", name)

    def subject(self, name: str, config: Config) -> tuple[str, str] | None:
        """Whose results those of a name are: as the sidecar says, else those of the only model
        that is no baseline are of the model it names."""
        named = self.it.further.get(MODELS)
        given = named.get(name) if isinstance(named, dict) else None
        if given is not None:
            try:
                return subject_of(str(given))
            except InvalidRef as error:
                message = f"`{MODELS}.{name}` names nothing: {error}"
                self.warn("model", message, f"a model, as in `{name}: ranker@1`")
                return None
        candidates = config.candidates
        if not name or candidates == [name] or (not candidates and name not in config.baselines):
            return self.it.subject, self.it.version
        hint = f"say it in the sidecar: `{MODELS}: {{{name}: ranker@1}}`"
        self.warn("model", f"Results of `{name}` are left out: it is not said which model", hint)
        return None

    def tags(self, name: str, config: Config) -> dict[str, str]:
        found = {"model_location": config.locations.get(name, "")}
        is_candidate = self.outcome is not None and name not in config.baselines
        found["validation"] = self.outcome["outcome"] if is_candidate else ""
        return {key: value for key, value in found.items() if value}

    def curves(self, drawn: Sequence[Curve]) -> list[Curve]:
        """The first ones, beginning with those of no slice."""
        if len(drawn) > MOST_CURVES:
            message = f"Of {len(drawn)} curves {MOST_CURVES} are kept"
            self.warn("too-many", message, FEWER_SLICES)
        return sorted(drawn, key=lambda curve: len(curve.slice))[:MOST_CURVES]

    def validated(self) -> None:
        for record in self.messages("validations", "Validation"):
            about = {
                "name": self.it.name or self.title,
                "version": self.it.version,
                "evaluated_at": self.it.evaluated_at,
            }
            self.outcome = {**about, **outcome(record)}

    def config(self) -> Config:
        name = posixpath.join(self.folder.path, CONFIG)
        if self.folder.config is None:
            hint = "TFMA writes it beside the metrics; without it there are no params"
            self.warn("config", f"`{posixpath.normpath(name)}` is not there", hint)
            return Config()
        try:
            return read_config(self.folder.config)
        except Unreadable as error:
            message = f"`{posixpath.normpath(name)}` {error}"
            self.warn("config", message, "copy it again; without it there are no params")
            return Config()

    def messages(self, kind: str, name: str) -> Iterator[Any]:
        """The records of all files of a kind as messages; those that are none are told."""
        made = message(name)
        for path in self.folder.files[kind]:
            wrong: list[str] = []
            for record in records(self.file.near.get(path) or b""):
                if isinstance(record, Broken):
                    wrong.append(str(record))
                    continue
                try:
                    yield made.FromString(record)
                except DecodeError:
                    wrong.append(f"holds a record that is no result of TFMA (`{name}`)")
            self.broken(path, wrong)

    def broken(self, path: str, wrong: Sequence[str]) -> None:
        hint = "write or copy it again; the records that are whole are kept"
        for text in wrong[:SAID]:
            self.wrong("record", f"`{path}` {text}", hint)
        if len(wrong) > SAID:
            self.wrong("record", f"`{path}` has {len(wrong) - SAID} further broken records", hint)

    def nothing_there(self) -> None:
        path = self.folder.path
        if self.folder.other:
            message = f"`{self.folder.other[0]}` is Parquet, of which nothing is read"
            hint = "let TFMA write TFRecord: `output_file_format='tfrecord'`, its default"
        else:
            message = f"There are no results in `{path}`"
            hint = "`files` names the folder with `eval_config.json` and `metrics-*`"
        self.wrong("nothing", message, hint)

    def wrong(self, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(f"tfma/{code}", message, hint, line=self.it.line))

    def warn(self, code: str, message: str, hint: str) -> None:
        problem = Problem(f"tfma/{code}", message, hint, line=self.it.line, severity="warning")
        self.problems.append(problem)
