"""What the columns of a sheet probably mean, told by their heads and by what stands below. A guess
is shown to people, who put it right and agree; it is never used without."""

import re
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from itertools import islice

from plugins.spreadsheets.cells import Cell, is_blank, text_of
from plugins.spreadsheets.heads import heads_of, is_head_row, name_of
from plugins.spreadsheets.mapping import Mapping
from plugins.spreadsheets.meaning import NOTHING, Meaning
from plugins.spreadsheets.numbers import is_number
from plugins.spreadsheets.opening import FileFormat
from plugins.spreadsheets.sheet import Sheet

LOOKED_AT = 200  # rows
MOSTLY = 0.6  # of the cells that are not empty
NUMBERS = 0.5  # of them: then it is a column of numbers, and the others are wrong
ONCE: MappingOf[str, str] = {
    "model": "model|models|model name|architecture|arch|system|network|method|algorithm|modell",
    "version": "version|model version|ver|revision|rev|release|checkpoint",
    "dataset": "dataset|data set|datasets|data|benchmark|corpus|eval set|evaluation set|test set",
    "split": "split|subset|partition|fold",
    "measure": "metric|metric name|measure|metrik",
    "value": "value|score|result|metric value|wert",
    "date": "date|day|timestamp|evaluated at|evaluated on|datum|when|measured at",
    "run": "run|run id|run name|experiment|trial|id",
    "evaluator": "evaluator|tool|framework|harness",
    "commit": "commit|sha|git commit|git sha|commit hash",
    "author": "author|by|who|owner|evaluated by|measured by",
    "url": "url|link|report",
}
BESIDE: MappingOf[str, str] = {
    "n": "n|samples|examples|support|n examples|num examples|n samples|num samples|rows|count",
    "low": "low|lower|ci low|lower bound|ci lower|2.5%|lower ci|lo",
    "high": "high|upper|ci high|upper bound|ci upper|97.5%|upper ci|hi",
}
SLICE = re.compile(r"slice|segment|cohort|country|region|market|locale|language|device|gender|age")
NOTE = re.compile(r"notes?|comments?|remarks?|bemerkung(en)?|kommentare?")
PARAM = re.compile(
    r"(.* )?(size|batch|lr|rate|seed|epochs?|steps?|dropout|layers?|depth|dim|width|heads?|params?|"
    r"parameters|param count|gmacs|macts|flops|pct|decay|momentum|hidden|temperature|top k|k|"
    r"shots?|num .*|n .*|max .*|min .*|optimizer|interpolation|precision mode)"
)
NUMBERING = re.compile(r"#|no|nr|rank|index|row|unnamed:? ?\d*|(.* )?rank diff")
UNIT = re.compile(r"(?P<name>.*\S)\s*[\[(](?P<unit>%|[^\W\d_][^\s\])]{0,9})[\])]")


def guessed(sheet: Sheet, format: FileFormat | None = None, header: int | None = None) -> Mapping:
    """A mapping of every column; raises UnreadableSheet. `header`: how many rows the head has."""
    skip, found = _head(sheet) if header is None else (0, header)
    heads = heads_of(sheet, found, skip)
    rows = list(islice(sheet.rows(), skip + found, skip + found + LOOKED_AT))
    width = max([len(heads), *(len(row) for row in rows)])
    heads += [""] * (width - len(heads))
    columns = _Columns(heads, [[row[at] for row in rows if at < len(row)] for at in range(width)])
    return Mapping(
        columns={name_of(at, heads): columns.meaning(at) for at in columns.order()},
        header=found,
        skip=skip,
        format=format or FileFormat(),
    )


def _head(sheet: Sheet) -> tuple[int, int]:
    """How many rows stand above the head, and how many it has: a title has one cell, a head has
    texts only, and below it numbers begin."""
    rows = list(islice(sheet.rows(), 12))
    skip = 0
    while skip < len(rows) - 1 and sum(not is_blank(cell) for cell in rows[skip]) <= 1:
        skip += 1
    if not rows or sum(not is_blank(cell) for cell in rows[skip]) <= 1:
        skip = 0
    below = rows[skip:]
    if not below or not is_head_row(below[0]) or any(map(is_number, below[0])):
        return skip, 1 if below and is_head_row(below[0]) else 0
    return skip, 2 if len(below) > 2 and _is_second(below, skip, sheet) else 1


def _is_second(rows: Sequence[Sequence[Cell]], skip: int, sheet: Sheet) -> bool:
    """Whether the second row belongs to the head: the first has gaps or merged cells that it
    fills, it has no number, and the third has some."""
    upper, lower, data = rows[0], rows[1], rows[2]
    fills = any(
        is_blank(cell) and at < len(lower) and not is_blank(lower[at])
        for at, cell in enumerate(upper)
    )
    is_merged = any(area.top == skip + 1 and area.right > area.left for area in sheet.merged)
    texts = is_head_row(lower) and not any(is_number(it) for it in lower if not is_blank(it))
    return (fills or is_merged) and texts and any(is_number(it) for it in data if not is_blank(it))


class _Columns:
    """All columns with what stands in them; what a row says once goes to the first that fits."""

    def __init__(self, heads: Sequence[str], cells: Sequence[Sequence[Cell]]) -> None:
        self._heads, self._cells = heads, cells
        self._words = [_words(head) for head in heads]
        self._numeric = [_is_numeric(column) for column in cells]
        self._once = self._all_once()

    def order(self) -> range:
        return range(len(self._heads))

    def meaning(self, at: int) -> Meaning:
        words = self._words[at]
        if at in self._once:
            return Meaning(self._once[at])
        if beside := self._beside(at):
            return beside
        if not any(not is_blank(cell) for cell in self._cells[at]) or NUMBERING.fullmatch(words):
            return Meaning(NOTHING)
        if self._numeric[at]:
            return self._of_numbers(at, words)
        return self._of_texts(at, words)

    def _all_once(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for kind, known in ONCE.items():
            names = known.split("|")
            fitting = [at for at, words in enumerate(self._words) if words in names]
            fitting = [at for at in fitting if at not in found and self._fits(kind, at)]
            fitting.sort(key=lambda at: names.index(self._words[at]))
            found |= dict.fromkeys(fitting[:1], kind)
        if "measure" not in found.values() or "value" not in found.values():
            found = {at: kind for at, kind in found.items() if kind not in ("measure", "value")}
        if "model" not in found.values():
            found |= dict.fromkeys(self._like_model(found), "model")
        return found

    def _fits(self, kind: str, at: int) -> bool:
        """Only a value is a number; a version or a run may look like one."""
        return self._numeric[at] == (kind == "value") or kind in ("version", "run", "date", "split")

    def _like_model(self, taken: MappingOf[int, str]) -> list[int]:
        """The first column, if it holds texts that are all different."""
        texts = (
            [text_of(cell) for cell in self._cells[0] if not is_blank(cell)] if self._cells else []
        )
        distinct = len(set(texts)) > MOSTLY * len(texts)
        return [0] if texts and distinct and not self._numeric[0] and 0 not in taken else []

    def _beside(self, at: int) -> Meaning | None:
        """n and ends of an interval, of all metrics or (`auc low`) of one of them."""
        if not self._numeric[at]:
            return None
        for kind, known in BESIDE.items():
            if self._words[at] in known.split("|"):
                return Meaning(kind, of="" if kind == "n" else self._only_metric(at))
            for other, head in enumerate(self._heads):
                rest = self._words[at].removeprefix(self._words[other]).strip()
                is_of = other != at and self._words[other] and rest != self._words[at]
                if is_of and rest in known.split("|") and self._numeric[other]:
                    return Meaning(kind, of=_without_unit(head)[0])
        return None

    def _only_metric(self, at: int) -> str:
        """Of an interval that names no metric: the metric before it, where rows don't name it."""
        if "value" in self._once.values():
            return ""
        before = [it for it in range(at) if self._numeric[it] and it not in self._once]
        ends = [*BESIDE["low"].split("|"), *BESIDE["high"].split("|"), *BESIDE["n"].split("|")]
        named = [it for it in before if self._words[it] not in ends]
        return _without_unit(self._heads[named[-1]])[0] if named else ""

    def _of_numbers(self, at: int, words: str) -> Meaning:
        if PARAM.fullmatch(words) or "value" in self._once.values():
            return Meaning("param")
        name, unit = _without_unit(self._heads[at])
        return Meaning("metric", name=name if unit else "", unit=unit)

    def _of_texts(self, at: int, words: str) -> Meaning:
        if NOTE.fullmatch(words):
            return Meaning("note")
        return Meaning("slice" if SLICE.fullmatch(words) else "param")


def _without_unit(head: str) -> tuple[str, str]:
    """`Latency [ms]` is `Latency` in ms."""
    parts = UNIT.fullmatch(head)
    return (parts["name"], parts["unit"]) if parts else (head, "")


def _is_numeric(cells: Sequence[Cell]) -> bool:
    there = [cell for cell in cells if not is_blank(cell)]
    numbers = sum(is_number(cell) for cell in there)
    return bool(numbers) and numbers >= NUMBERS * len(there)


def _words(head: str) -> str:
    """A head as plain words: `infer_img-size` is `infer img size`."""
    bare = _without_unit(head)[0]
    return " ".join(re.sub(r"[_\-.:]+", " ", bare.casefold()).split()) or bare.casefold()
