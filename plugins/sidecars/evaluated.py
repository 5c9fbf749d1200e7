"""An evaluation as a sidecar describes it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from descriptors.refs import parse_ref
from plugins.facts import DatasetUse, EvaluationRun

LONGEST_ID = 255

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


def subject_of(text: str, default_kind: str = "model") -> tuple[str, str]:
    """Ref and version of `ranker@7`, `model:default/ranker`. Raises InvalidRef."""
    ref, _, version = text.strip().partition("@")
    return str(parse_ref(ref, default_kind=default_kind)), version
