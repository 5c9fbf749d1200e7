"""Files of locations that are not descriptors, and how they are read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from descriptors.problems import Problem
from plugins.api.given import Context
from plugins.api.reports import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that a Reader's patterns matched. `path` is relative to the location; `near` holds
    the bytes of files it asked for by `Reading.needs`, None for those that are not there; those
    of a pattern by their paths from the file's folder, and None under the pattern itself.
    `found_at` is how people find it: an absolute path, a URL, or a repository with the path in
    it (`https://git.example/org/repo.git/ml/dvc.yaml`); empty where nobody could."""

    path: str
    data: bytes
    near: Mapping[str, bytes | None] = field(default_factory=dict)
    found_at: str = ""

    def lacks(self, needs: Iterable[str]) -> list[str]:
        """Those of the files that a reader needs which it has not asked for yet:

        if needs := file.lacks(["../dvc.lock", "metrics/*"]):
            return Reading(needs=needs)
        """
        return [need for need in dict.fromkeys(needs) if need not in self.near]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a Reader made of a file: documents in the shape of descriptors (each with the line it
    came from), and facts about them. `needs` names further files, relative to the file's folder:
    then nothing else is heeded, and `read` is called again with all of them in `File.near`.

    A name with `*` is a pattern (`metrics/*`, `params/**`: in folders below as well) of files in
    the file's folder and below it. They come in the order of the patterns, then of their paths, as
    many as fit into the 1,000 files of 8 MiB together that may lie beside one file; people are
    told of the rest. At an http(s) address files can't be listed, so a pattern brings none, and
    is told of."""

    documents: Sequence[tuple[Mapping[str, Any], int]] = ()
    report: Report = field(default_factory=Report)
    problems: Sequence[Problem] = ()
    needs: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads files that are not descriptors: `read(file, context)` for each file of a location
    whose path matches one of `patterns` (`dvc.yaml`, `**/MLmodel`)."""

    name: str
    patterns: Sequence[str]
    read: Callable[[File, Context], Reading]
