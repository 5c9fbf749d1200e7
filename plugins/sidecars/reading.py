"""From a sidecar to the evaluations that it describes."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from descriptors.parse import parse
from descriptors.problems import Problem
from descriptors.refs import InvalidRef
from plugins.facts import DatasetUse
from plugins.sidecars.evaluated import Evaluated, subject_of
from plugins.sidecars.values import At, Values, said

KEYS = (
    *("model", "subject", "version", "dataset", "split", "files", "name", "group", "commit"),
    *("evaluated_at", "url", "params", "tags", "evaluations"),
)
DATASET_KEYS = ("name", "ref", "digest", "split", "rows")
MOST_EVALUATIONS = 1000


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
    values = Values(documents[0], plugin)
    evaluated = _Evaluations(values, (*KEYS, *further), tuple(files)).all()
    return evaluated, [*problems, *values.problems]


def _told(problem: Problem) -> Problem:
    """What is wrong with the YAML; the hint is about descriptors where it is no mapping."""
    is_other = problem.code == "yaml/not-a-mapping"
    return replace(problem, hint="a sidecar begins with `model:`") if is_other else problem


def _not_one(plugin: str, documents: int) -> Problem:
    message = f"A sidecar is one YAML document, but there are {documents}"
    hint = "several evaluations are a list under `evaluations:`"
    return Problem(f"{plugin}/sidecar", message, hint, line=1, column=1)


@dataclass(frozen=True)
class _Evaluations:
    """A sidecar on its way to evaluations. `keys` are all that it may have, `files` those that
    are meant where none are named."""

    values: Values
    keys: Sequence[str]
    files: Sequence[str]

    def all(self) -> list[Evaluated]:
        places = list(self.places())  # what is wrong with keys is told before their values
        made = [self.one(at) for at in places]
        return [it for it in made if it is not None]

    def places(self) -> Iterator[At]:
        given = self.values.document.value
        self.values.check_keys(given, self.keys, ())
        if "evaluations" not in given:
            yield At(given, given, ())
            return
        above = {key: value for key, value in given.items() if key != "evaluations"}
        for place, own in enumerate(self.listed(given["evaluations"])):
            steps = ("evaluations", place)
            if isinstance(own, dict):
                self.values.check_keys(own, self.keys, steps)
                yield At(_below(above, own), own, steps)
            else:
                hint = "such as `{files: x}`"
                self.values.wrong("key", "An evaluation is a mapping", hint, steps)

    def listed(self, given: Any) -> list[Any]:
        if isinstance(given, list):
            return given[:MOST_EVALUATIONS]
        message, hint = "`evaluations` must be a list", "`- {…}` for each"
        self.values.wrong("key", message, hint, ("evaluations",))
        return []

    def one(self, at: At) -> Evaluated | None:
        subject, files, version = self.subject(at), self.paths(at), self.values.text(at, "version")
        if subject is None or not files or version is None:
            return None
        texts = {key: self.values.text(at, key) or "" for key in ("name", "group", "commit", "url")}
        tags = self.values.mapping(at, "tags")
        further = [key for key in self.keys[len(KEYS) :] if at.it.get(key) is not None]
        return Evaluated(
            subject=subject[0],
            version=version or subject[1],
            dataset=self.dataset(at),
            files=files,
            evaluated_at=self.values.time(at, "evaluated_at"),
            params=self.values.params(at, "params"),
            tags={key: said(value) for key, value in tags.items()},
            further={key: at.it[key] for key in further},
            place=str(at.steps[-1]) if at.steps else "",
            line=self.values.line(at.steps),
            **texts,
        )

    def subject(self, at: At) -> tuple[str, str] | None:
        named = [key for key in ("model", "subject") if at.it.get(key) is not None]
        hint = "`model: ranker@7`, or `subject: dataset:default/clicks` for what is no model"
        if len(named) != 1:
            what = "both `model` and `subject`" if named else "no `model`"
            self.values.wrong("subject", f"It names {what}", hint, at.steps)
            return None
        text = self.values.text(at, named[0])
        if text is None:
            return None
        try:
            return subject_of(text, "model" if named == ["model"] else "")
        except InvalidRef as error:
            self.values.wrong(
                "subject", f"It is about nothing that has a name: {error}", hint, at(*named)
            )
            return None

    def paths(self, at: At) -> tuple[str, ...]:
        given = at.it.get("files", self.files)
        listed = [given] if isinstance(given, str) else given
        hint = "paths relative to this file, as in `files: [results/report.json]`"
        if not isinstance(listed, (list, tuple)) or not all(_is_path(it) for it in listed):
            self.values.wrong(
                "files", "`files` must be a list of relative paths", hint, at("files")
            )
            return ()
        if not listed:
            self.values.wrong("files", "It names no `files`", hint, at.steps)
        return tuple(dict.fromkeys(posixpath.normpath(it.strip()) for it in listed))

    def dataset(self, at: At) -> DatasetUse | None:
        given, split = at.it.get("dataset"), self.values.text(at, "split") or ""
        if isinstance(given, dict):
            self.values.check_keys(given, DATASET_KEYS, at("dataset"))
            texts = {key: said(given[key]) for key in DATASET_KEYS[:4] if given.get(key)}
            rows = given.get("rows")
            use = DatasetUse(**texts, rows=rows if type(rows) is int and rows >= 0 else None)
            ref = self.dataset_ref(use.ref, at) if use.ref else ""
            return replace(use, ref=ref, split=split or use.split)
        if given is None:
            return DatasetUse(split=split) if split else None
        return DatasetUse(
            ref=self.dataset_ref(self.values.text(at, "dataset") or "", at), split=split
        )

    def dataset_ref(self, text: str, at: At) -> str:
        try:
            return subject_of(text, "dataset")[0]
        except InvalidRef as error:
            hint = "`dataset: clicks`, or `{name: clicks}` for what no descriptor declares"
            self.values.wrong("dataset", f"The data has no name: {error}", hint, at("dataset"))
            return ""


def _below(above: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for all, except where an evaluation says otherwise."""
    hidden = {"model", "subject"} if {"model", "subject"} & own.keys() else set()
    return {**{key: value for key, value in above.items() if key not in hidden}, **own}


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not value.strip().startswith("/")
