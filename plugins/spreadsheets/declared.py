"""Mapping files, `*.sheet.yaml`: what people declare about the sheets beside it."""

from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import Any

from descriptors.parse import Document, parse
from descriptors.problems import Problem, Steps
from descriptors.suggest import did_you_mean
from plugins.spreadsheets.delimited import DELIMITERS
from plugins.spreadsheets.mapping import ALWAYS, DEFAULT_SUBJECT, Mapping
from plugins.spreadsheets.meaning import Meaning, NoMeaning, read_meaning
from plugins.spreadsheets.numbers import COMMA, POINT
from plugins.spreadsheets.opening import ENCODINGS, SUFFIXES, FileFormat

MOST_SHEETS = 50  # of one mapping file
MOST_HEADER = 10
KEYS = (
    *("sheet", "tab", "columns", "subject", "always", "header", "skip", "decimal", "repeat"),
    *("level", "delimiter", "encoding"),
)
SHAPES: MappingOf[str, tuple[type, ...]] = {
    "tab": (str,),
    "columns": (dict,),
    "subject": (str,),
    "always": (dict,),
    "header": (int,),
    "skip": (int,),
    "decimal": (str,),
    "repeat": (str, list),
    "level": (float,),
    "delimiter": (str,),
    "encoding": (str,),
}
SAID = {str: "a text", dict: "a mapping", int: "a whole number", float: "a number", list: "a list"}


@dataclass(frozen=True)
class DeclaredSheet:
    """A sheet, by its path from the mapping file, with its mapping, declared in a line."""

    path: str
    mapping: Mapping
    line: int


def declared_sheets(data: bytes) -> tuple[list[DeclaredSheet], list[Problem]]:
    """All that a mapping file declares, and what is wrong with it, where."""
    documents, problems = parse(data)
    sheets: list[DeclaredSheet] = []
    for document in documents:
        reading = _Declaration(document)
        found = reading.sheets()
        problems += reading.problems
        sheets += found if not reading.problems else ()
    if len(sheets) > MOST_SHEETS:
        message = f"{len(sheets):,} sheets are more than the {MOST_SHEETS} of one file"
        problems.append(Problem("spreadsheets/mapping", message, "split it", line=1))
    return sheets[:MOST_SHEETS], problems


class _Declaration:
    """One document of a mapping file."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = []

    def sheets(self) -> list[DeclaredSheet]:
        value = self._document.value
        for key in value.keys() - set(KEYS):
            known = did_you_mean(str(key), KEYS) or f"one of: {', '.join(KEYS)}"
            self._wrong(f"`{key}` is nothing that can be said of a sheet", (str(key),), known)
        for key, types in SHAPES.items():
            self._check_type(key, types)
        paths = list(self._paths(value.get("sheet")))
        if self.problems:
            return []
        mapping = self._mapping(value)
        return [DeclaredSheet(path, mapping, self._document.line) for path in paths]

    def _mapping(self, value: MappingOf[str, Any]) -> Mapping:
        repeat = value.get("repeat", ())
        return Mapping(
            columns=dict(self._columns(value.get("columns") or {})),
            header=self._count(value, "header", 1),
            skip=self._count(value, "skip", 0),
            decimal=self._one_of(value, "decimal", (POINT, COMMA)),
            subject=value.get("subject") or DEFAULT_SUBJECT,
            always=dict(self._always(value.get("always") or {})),
            repeat=[repeat] if isinstance(repeat, str) else [str(it) for it in repeat],
            level=self._level(value),
            format=FileFormat(
                tab=value.get("tab") or "",
                delimiter=self._one_of(value, "delimiter", (*DELIMITERS, *DELIMITERS.values())),
                encoding=self._one_of(value, "encoding", ENCODINGS),
            ),
        )

    def _paths(self, given: Any) -> Iterator[str]:
        paths = given if isinstance(given, list) else [given]
        if not given:
            self._wrong("which sheet is it?", ("sheet",), "`sheet: results.csv`")
            return
        for path in paths:
            if not isinstance(path, str) or not path.lower().endswith(SUFFIXES):
                hint = f"a file beside this one that ends in {', '.join(SUFFIXES)}"
                self._wrong(f"`{str(path)[:80]}` is no sheet", ("sheet",), hint)
            else:
                yield path

    def _columns(self, given: MappingOf[Any, Any]) -> Iterator[tuple[str, Meaning]]:
        for name, text in given.items():
            meaning = read_meaning("" if text is None else str(text))
            if isinstance(meaning, NoMeaning):
                self._wrong(meaning.message, ("columns", name), meaning.hint)
            else:
                yield str(name), meaning

    def _always(self, given: MappingOf[Any, Any]) -> Iterator[tuple[str, str]]:
        for name, text in given.items():
            if name not in ALWAYS:
                hint = did_you_mean(str(name), ALWAYS) or f"one of: {', '.join(ALWAYS)}"
                self._wrong(f"`{name}` can't be said of all rows", ("always", name), hint)
            elif isinstance(text, dict | list):
                self._wrong(f"`{name}` must be a text", ("always", name))
            elif text is not None:
                yield str(name), str(text)

    def _count(self, value: MappingOf[str, Any], key: str, usual: int) -> int:
        found = int(value.get(key, usual))
        most = MOST_HEADER if key == "header" else 1_000
        if not 0 <= found <= most:
            self._wrong(f"`{key}` must be between 0 and {most}", (key,))
        return found

    def _level(self, value: MappingOf[str, Any]) -> float | None:
        level = value.get("level")
        if level is not None and not 0 < level < 1:
            self._wrong("`level` must be between 0 and 1", ("level",), "0.95 is 95 %")
        return level

    def _one_of(self, value: MappingOf[str, Any], key: str, known: tuple[str, ...]) -> str:
        found = str(value.get(key) or "")
        if found and found not in known:
            self._wrong(f"`{found[:40]}` is no {key}", (key,), f"one of: {', '.join(known)}")
        return found

    def _check_type(self, key: str, types: tuple[type, ...]) -> None:
        value = self._document.value.get(key)
        if value is None or (isinstance(value, types) and not isinstance(value, bool)):
            return
        self._wrong(f"`{key}` must be {' or '.join(SAID[it] for it in types)}", (key,))

    def _wrong(self, message: str, steps: Steps, hint: str = "") -> None:
        problem = Problem("spreadsheets/mapping", message, hint)
        self.problems.append(self._document.locate(problem, steps, ""))
