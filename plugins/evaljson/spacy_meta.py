"""`meta.json` of a trained spaCy pipeline: its name, its version, and what it scored.

Format: spacy.io/api/data-formats#meta. Many tools write a `meta.json`; one that is spaCy's says so
by `spacy_version`, and any other is none of ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from descriptors.refs import InvalidRef, parse_ref
from plugins.api import (
    DatasetUse,
    EvaluationRun,
    File,
    ModelVersion,
    Problem,
    Reading,
    Report,
    Value,
)
from plugins.beside import declared_beside, descriptors_beside, nearest
from plugins.contents import Unreadable, mapping, read_json
from plugins.evaljson import spacy_scores
from plugins.evaljson.contents import params, text

# `training/model-best/meta.json` is two folders below what people write descriptors in.
DESCRIPTORS = descriptors_beside(levels=3)
SIDECARS = [f"{up}spacy.{end}" for up in ("", "../", "../../") for end in ("yaml", "yml")]
BEST = "../model-best/meta.json"
_NAMELESS = ("pipeline", "0.0.0")  # what `spacy train` calls everything
_KEPT = ("lang", "license", "author", "spacy_version", "spacy_git_version")


@dataclass(frozen=True)
class Pipeline:
    """What a `meta.json` is of; `version` is empty where spaCy chose it."""

    model: str
    version: str
    content: Mapping[str, Value]


def read_meta(file: File) -> Reading:
    """The version that the file describes, and its evaluation; nothing for what is not spaCy's."""
    content = _content(file.data)
    if content is None:
        return Reading(report=Report(complete=True))
    needs = [*DESCRIPTORS, *SIDECARS, BEST, "*.spacy.yaml", "*.spacy.yml"]
    if missing := file.lacks(needs):
        return Reading(needs=missing)
    if _has_sidecar(file) or _is_last(file):
        return Reading(report=Report(complete=True))
    pipeline = _pipeline(file, content)
    if isinstance(pipeline, Problem):
        return Reading(problems=[pipeline], report=Report(complete=True))
    versions = [_version(pipeline)] if pipeline.version else []
    runs = evaluations(pipeline, file.path)
    return Reading(report=Report(evaluations=runs, model_versions=versions, complete=True))


def evaluations(pipeline: Pipeline, path: str) -> Sequence[EvaluationRun]:
    """One, if anything was measured. Which data it was, `meta.json` does not say."""
    results = spacy_scores.results(mapping(pipeline.content.get("performance")))
    if not results:
        return []
    return [
        EvaluationRun(
            id=path,
            subject=pipeline.model,
            version=pipeline.version,
            name=f"{text(pipeline.content.get('name'))} {pipeline.version}".strip(),
            group="spacy",
            evaluator="spaCy",
            params=meta_params(pipeline.content),
            tags=meta_tags(pipeline.content),
            results=results,
        )
    ]


def is_meta(content: Mapping[str, Value]) -> bool:
    """Whether it is what spaCy writes."""
    named = [content.get(key) for key in ("lang", "name", "version", "spacy_version")]
    return all(isinstance(it, str) and it.strip() for it in named)


def meta_params(content: Mapping[str, Value]) -> dict[str, str | float | int | bool]:
    names = content.get("pipeline")
    steps = [text(it) for it in names] if isinstance(names, list) else []
    vectors = params(content.get("vectors"), "vectors.")
    return {**({"pipeline": ", ".join(filter(None, steps))} if steps else {}), **vectors}


def meta_tags(content: Mapping[str, Value]) -> dict[str, str]:
    found = {f"spacy.{key.removeprefix('spacy_')}": text(content.get(key)) for key in _KEPT}
    return {name: value for name, value in found.items() if value}


def _content(data: bytes) -> Mapping[str, Value] | None:
    try:
        content = mapping(read_json(data))
    except Unreadable:
        return None
    return content if is_meta(content) else None


def _has_sidecar(file: File) -> bool:
    """Then it says whose the results are, and reads them itself."""
    beside = [name for name in file.near if "/" not in name and "*" not in name]
    own = [name for name in beside if name.endswith((".spacy.yaml", ".spacy.yml"))]
    return any(file.near[name] is not None for name in (*own, *SIDECARS))


def _is_last(file: File) -> bool:
    """`spacy train` leaves two pipelines of one name: the last, and the best."""
    is_last = file.path.split("/")[-2:-1] == ["model-last"]
    return is_last and file.near[BEST] is not None


def _pipeline(file: File, content: Mapping[str, Value]) -> Pipeline | Problem:
    name, version = text(content["name"]).strip(), text(content["version"]).strip()
    whole = f"{text(content['lang']).strip()}_{name}"
    if (name, version) == _NAMELESS:
        declared = nearest(file.near, DESCRIPTORS, "Model")
        return Pipeline(declared.ref, "", content) if declared else _nameless()
    try:
        own = str(parse_ref(f"model:default/{whole}"))
    except InvalidRef as error:
        return Problem("evaljson/name", f"This pipeline has no name: {error}", severity="warning")
    return Pipeline(_declared(file, name, whole) or own, version, content)


def _declared(file: File, *names: str) -> str:
    """The ref of a Model declared beside that is called like the pipeline, if there is one. Any
    other may be there for another reason."""
    wanted = {_plain(name) for name in names}
    found = declared_beside(file.near, DESCRIPTORS)
    called = [it.ref for it in found if it.kind == "Model" and _plain(it.name) in wanted]
    return called[0] if called else ""


def _plain(name: str) -> str:
    return "".join(it for it in name.lower() if it.isalnum())


def _nameless() -> Problem:
    return Problem(
        "evaljson/nameless",
        "This pipeline has the name and version that spaCy gives to every one",
        "declare one Model in a descriptor beside it, or say whose it is in a `spacy.yaml`",
        severity="warning",
    )


def _version(it: Pipeline) -> ModelVersion:
    checksum = text(it.content.get("checksum"))
    sources: Any = it.content.get("sources")
    names = [
        text(mapping(each).get("name")) for each in (sources if isinstance(sources, list) else ())
    ]
    return ModelVersion(
        model=it.model,
        version=it.version,
        digest=f"md5:{checksum}" if len(checksum) == 32 else checksum,
        description=text(it.content.get("description")),
        framework="spaCy",
        trained_on=[DatasetUse(name=name, split="train") for name in dict.fromkeys(names) if name],
        params=meta_params(it.content),
        tags=meta_tags(it.content),
    )
