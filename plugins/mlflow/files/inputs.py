"""What a run in a folder read: data sets, and models that were logged before.

`inputs/<id>/meta.yaml` names a data set of the experiment, `../datasets/<id>/meta.yaml`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from plugins.api import DatasetUse, Problem, Value
from plugins.mlflow.files.contents import said, yaml_mapping
from plugins.mlflow.links import Links
from plugins.mlflow.records import Input, rows_of

_ID = re.compile(r"[0-9A-Za-z_-]{1,128}")
_MOST = 50


@dataclass(frozen=True, slots=True)
class Named:
    """A data set by its id in the folder, and what it was read for."""

    id: str
    context: str
    split: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """`datasets` are there as soon as their files are."""

    entries: Sequence[Named] = ()
    models: Sequence[str] = ()
    datasets: Sequence[Input] = ()
    problems: Sequence[Problem] = field(default=())

    def needs(self) -> list[str]:
        return [_dataset(it.id) for it in self.entries]

    def with_data(self, near: Mapping[str, bytes | None]) -> "Inputs":
        found = [(it, yaml_mapping(near.get(_dataset(it.id)) or b"", "")) for it in self.entries]
        data = [_input(it, meta) for it, meta in found if not isinstance(meta, Problem)]
        return replace(self, datasets=[it for it in data if it.name])

    def named(self, name: str, digest: str, links: Links) -> DatasetUse:
        """A data set of which only a metric knows."""
        return DatasetUse(name=name, digest=digest, ref=links.dataset(name))


def inputs_of(near: Mapping[str, bytes | None]) -> Inputs:
    """What the files under `inputs/` say; one that is broken is told."""
    entries, models, problems = [], [], []
    for path, data in near.items():
        if data is None or not path.startswith("inputs/"):
            continue
        meta = yaml_mapping(data, path)
        if isinstance(meta, Problem):
            problems.append(replace(meta, severity="warning", line=0, column=0))
        elif said(meta.get("source_type")) == "DATASET":
            entries.append(_entry(meta))
        elif said(meta.get("destination_type")) == "MODEL_INPUT":
            models.append(said(meta.get("destination_id")))
    known = [it for it in entries if _ID.fullmatch(it.id)]
    return Inputs(known[:_MOST], [it for it in models if _ID.fullmatch(it)], problems=problems)


def _entry(meta: Mapping[str, Value]) -> Named:
    given = meta.get("tags")
    tags = given if isinstance(given, dict) else {}
    context, split = said(tags.get("mlflow.data.context")), said(tags.get("split"))
    return Named(said(meta.get("source_id")), context.lower(), split)


def _input(it: Named, meta: Mapping[str, Value]) -> Input:
    return Input(
        name=said(meta.get("name")),
        digest=said(meta.get("digest")),
        source=said(meta.get("source")),
        rows=rows_of(said(meta.get("profile"))),
        context=it.context,
        split=it.split,
    )


def _dataset(id: str) -> str:
    return f"../datasets/{id}/meta.yaml"
