"""Sidecars: small YAML files beside the results of a tool, which say whose results they are.

What evaluation tools write seldom names a model that a catalog knows. A sidecar does:

    # ranker.tfma.yaml
    model: ranker@2024-06
    dataset: clicks-test
    split: test
    files: eval/2024-06

It is named like the format it speaks of: `tfma.yaml`, or anything before it, `ranker.tfma.yaml`.
With `evaluations: […]` it speaks of several; what stands above holds for each of them.
"""

import hashlib
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as with_changes
from typing import Any

from descriptors.parse import Document, parse
from descriptors.problems import Problem, Steps
from descriptors.refs import InvalidRef, parse_ref
from descriptors.suggest import did_you_mean
from plugins.contents import moment
from plugins.facts import DatasetUse, EvaluationRun

KEYS = (
    *("model", "subject", "version", "dataset", "split", "files", "name", "group", "commit"),
    *("evaluated_at", "url", "params", "tags", "evaluations"),
)
DATASET_KEYS = ("name", "ref", "digest", "split", "rows")
MOST_EVALUATIONS, LONGEST_ID = 1000, 255

Param = str | float | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """One evaluation as a sidecar describes it: what it is about, and which files hold it.

    `subject` is a ref in lower case, `files` are paths or patterns relative to the sidecar,
    `further` the values of the format's own keys. `place` tells several of one sidecar apart
    (`0`, `1`, …; empty: there is but one), and `line` is where it begins.
    """

    subject: str
    version: str = ""
    dataset: DatasetUse | None = None
    files: Sequence[str] = ()
    name: str = ""
    group: str = ""
    commit: str = ""
    evaluated_at: float | None = None
    url: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    further: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""
    line: int = 1

    def id(self, sidecar: str, *parts: str) -> str:
        """The same at every reading: the sidecar's path, and what tells several of it apart. One
        that is too long to be kept ends in its digest."""
        place = f"#{self.place}" if self.place else ""
        id = "/".join([f"{sidecar}{place}", *filter(None, parts)])
        if len(id) <= LONGEST_ID:
            return id
        end = hashlib.sha256(id.encode("utf-8", "replace")).hexdigest()
        return f"{id[: LONGEST_ID - 65]}-{end}"

    def run(self, id: str) -> EvaluationRun:
        """All that the sidecar says of a run; what its results say is put in by `replace`."""
        return EvaluationRun(
            id=id,
            subject=self.subject,
            version=self.version,
            name=self.name,
            group=self.group,
            started_at=self.evaluated_at,
            ended_at=self.evaluated_at,
            dataset=self.dataset,
            commit=self.commit,
            url=self.url,
            params=self.params,
            tags=self.tags,
        )


def sidecar_patterns(format: str) -> tuple[str, ...]:
    """How the sidecars of a format are named, for a Reader."""
    names = (f"{format}.yaml", f"{format}.yml")
    return tuple(pattern for name in names for pattern in (name, f"*.{name}"))


def read_sidecar(
    data: bytes, plugin: str, *, further: Sequence[str] = (), files: Sequence[str] = ()
) -> tuple[list[Evaluated], list[Problem]]:
    """The evaluations that a sidecar describes, and what is wrong with it, each with its line.

    `further` are keys of the format's own, `files` those that are meant where none are named.
    Codes of problems begin with the plugin's name.
    """
    documents, problems = parse(data)
    if len(documents) != 1:
        return [], [_told(it) for it in problems] or [_not_one(plugin, len(documents))]
    reading = _Reading(documents[0], plugin, (*KEYS, *further), tuple(files))
    return reading.all(), [*problems, *reading.problems]


def _told(problem: Problem) -> Problem:
    """What is wrong with the YAML; the hint is about descriptors where it is no mapping."""
    is_other = problem.code == "yaml/not-a-mapping"
    return with_changes(problem, hint="a sidecar begins with `model:`") if is_other else problem


def _not_one(plugin: str, documents: int) -> Problem:
    message = f"A sidecar is one YAML document, but there are {documents}"
    hint = "several evaluations are a list under `evaluations:`"
    return Problem(f"{plugin}/sidecar", message, hint, line=1, column=1)


def subject_of(text: str, default_kind: str = "model") -> tuple[str, str]:
    """Ref and version of `ranker@7`, `model:default/ranker`. Raises InvalidRef."""
    ref, _, version = text.strip().partition("@")
    return str(parse_ref(ref, default_kind=default_kind)), version


@dataclass
class _Reading:
    """A sidecar on its way to evaluations; what is wrong is collected."""

    document: Document
    plugin: str
    keys: tuple[str, ...]
    files: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    def all(self) -> list[Evaluated]:
        given = self.document.value
        self.check_keys(given, self.keys, ())
        if "evaluations" not in given:
            return self.several([(given, given, ())])
        listed = given["evaluations"]
        if not isinstance(listed, list):
            self.wrong("key", "`evaluations` must be a list", "`- {…}` for each", ("evaluations",))
            return []
        above = {key: value for key, value in given.items() if key != "evaluations"}
        rows = []
        for place, own in enumerate(listed[:MOST_EVALUATIONS]):
            steps = ("evaluations", place)
            if isinstance(own, dict):
                self.check_keys(own, self.keys, steps)
                rows.append((_below(above, own), own, steps))
            else:
                self.wrong("key", "An evaluation is a mapping", "such as `{files: x}`", steps)
        return self.several(rows)

    def several(
        self, rows: Sequence[tuple[Mapping[str, Any], Mapping[str, Any], Steps]]
    ) -> list[Evaluated]:
        made = [self.one(given, own, steps) for given, own, steps in rows]
        return [it for it in made if it is not None]

    def one(self, it: Mapping[str, Any], own: Mapping[str, Any], steps: Steps) -> Evaluated | None:
        """`it` with what holds for all, `own` without: problems point to where a value stands."""
        at = _At(it, own, steps)
        subject = self.subject(at)
        files = self.paths(at)
        version = self.text(at, "version")
        if subject is None or not files or version is None:
            return None
        known = [key for key in self.keys[len(KEYS) :] if it.get(key) is not None]
        return Evaluated(
            subject=subject[0],
            version=version or subject[1],
            dataset=self.dataset(at),
            files=files,
            name=self.text(at, "name") or "",
            group=self.text(at, "group") or "",
            commit=self.text(at, "commit") or "",
            evaluated_at=self.time(at),
            url=self.text(at, "url") or "",
            params=self.params(at),
            tags={key: _said(value) for key, value in self.mapping(at, "tags").items()},
            further={key: it[key] for key in known},
            place=str(steps[-1]) if steps else "",
            line=self.document.locate(Problem("", ""), steps, "").line,
        )

    def subject(self, at: "_At") -> tuple[str, str] | None:
        named = [key for key in ("model", "subject") if at.it.get(key) is not None]
        hint = "`model: ranker@7`, or `subject: dataset:default/clicks` for what is no model"
        if len(named) != 1:
            what = "both `model` and `subject`" if named else "no `model`"
            self.wrong("subject", f"It names {what}", hint, at.steps)
            return None
        text = self.text(at, named[0])
        if text is None:
            return None
        try:
            return subject_of(text, "model" if named == ["model"] else "")
        except InvalidRef as error:
            self.wrong("subject", f"It is about nothing that has a name: {error}", hint, at(*named))
            return None

    def paths(self, at: "_At") -> tuple[str, ...]:
        given = at.it.get("files", self.files)
        listed = [given] if isinstance(given, str) else given
        hint = "paths relative to this file, as in `files: [results/report.json]`"
        if not isinstance(listed, (list, tuple)) or not all(_is_path(it) for it in listed):
            self.wrong("files", "`files` must be a list of relative paths", hint, at("files"))
            return ()
        if not listed:
            self.wrong("files", "It names no `files`", hint, at.steps)
        return tuple(dict.fromkeys(posixpath.normpath(it.strip()) for it in listed))

    def dataset(self, at: "_At") -> DatasetUse | None:
        given, split = at.it.get("dataset"), self.text(at, "split") or ""
        if isinstance(given, dict):
            self.check_keys(given, DATASET_KEYS, at("dataset"))
            texts = {key: _said(given[key]) for key in DATASET_KEYS[:4] if given.get(key)}
            rows = given.get("rows")
            use = DatasetUse(**texts, rows=rows if type(rows) is int and rows >= 0 else None)
            ref = self.dataset_ref(use.ref, at) if use.ref else ""
            return with_changes(use, ref=ref, split=split or use.split)
        if given is None:
            return DatasetUse(split=split) if split else None
        return DatasetUse(ref=self.dataset_ref(self.text(at, "dataset") or "", at), split=split)

    def dataset_ref(self, text: str, at: "_At") -> str:
        try:
            return subject_of(text, "dataset")[0]
        except InvalidRef as error:
            hint = "`dataset: clicks`, or `{name: clicks}` for what no descriptor declares"
            self.wrong("dataset", f"The data has no name: {error}", hint, at("dataset"))
            return ""

    def time(self, at: "_At") -> float | None:
        text = self.text(at, "evaluated_at") or ""
        found = moment(text)
        if text and found is None:
            hint = "such as `2026-06-01T12:00:00Z`"
            self.wrong("key", f"`{text[:60]}` is no time", hint, at("evaluated_at"))
        return found

    def text(self, at: "_At", key: str) -> str | None:
        """The text, empty where there is none, or None where it is something else: YAML takes
        `version: 1.10` for the number 1.1."""
        given = at.it.get(key)
        if given is None or isinstance(given, str):
            return (given or "").strip()
        self.wrong("key", f"`{key}` must be a text", "put it in quotes", at(key))
        return None

    def params(self, at: "_At") -> dict[str, Param]:
        given = self.mapping(at, "params")
        return {
            key: value if isinstance(value, (str, int, float, bool)) else _said(value)
            for key, value in given.items()
        }

    def mapping(self, at: "_At", key: str) -> Mapping[str, Any]:
        given = at.it.get(key)
        if given is not None and not isinstance(given, dict):
            self.wrong("key", f"`{key}` must be a mapping", "lines of `name: value`", at(key))
        return given if isinstance(given, dict) else {}

    def check_keys(self, given: Mapping[str, Any], known: Sequence[str], steps: Steps) -> None:
        for key in given:
            if key not in known:
                hint = did_you_mean(key, known) or f"there is {', '.join(known)}"
                message = f"`{key[:60]}` means nothing in a sidecar"
                self.wrong("unknown-key", message, hint, (*steps, key), "warning")

    def wrong(
        self, code: str, message: str, hint: str, steps: Steps, severity: str = "error"
    ) -> None:
        problem = Problem(f"{self.plugin}/sidecar-{code}", message, hint, severity=severity)
        self.problems.append(self.document.locate(problem, steps, ""))


@dataclass(frozen=True)
class _At:
    """Where in the sidecar a value stands: in the evaluation itself, or above all of them."""

    it: Mapping[str, Any]
    own: Mapping[str, Any]
    steps: Steps

    def __call__(self, key: str) -> Steps:
        return (*self.steps, key) if key in self.own else (key,)


def _below(above: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for all, except where an evaluation says otherwise."""
    hidden = {"model", "subject"} if {"model", "subject"} & own.keys() else set()
    return {**{key: value for key, value in above.items() if key not in hidden}, **own}


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not value.strip().startswith("/")


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
