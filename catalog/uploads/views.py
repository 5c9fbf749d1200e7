"""Uploads as pages, API and commands are given them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.api import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """A way in which a plugin reads files: `key` is `plugin/type`."""

    plugin: str
    type: str
    title: str
    suffixes: tuple[str, ...]
    about: str = ""

    @property
    def key(self) -> str:
        return f"{self.plugin}/{self.type}"

    def takes(self, filename: str) -> bool:
        return filename.lower().endswith(self.suffixes)


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadView:
    """An upload in short. `runs`, `results` and `problems` are how many there are."""

    key: str
    plugin: str
    type: str
    name: str
    is_draft: bool
    filename: str
    size: int
    runs: int
    results: int
    problems: int
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeUpload:
    """An upload with what was answered, and what its plugin made of it by that."""

    view: UploadView
    answers: Mapping[str, str] = field(default_factory=dict)
    draft: Draft = field(default_factory=Draft)
