"""What a runs table is asked for, and the query people type above it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalog.evaluations.measures import parse_measure
from catalog.evaluations.texts import as_number, clean
from descriptors.problems import Problem
from descriptors.suggest import did_you_mean
from plugins.facts import RUN_STATES, RUN_TYPES

MOST_FILTERS = 30
WORDS = ("status", "type", "dataset", "version", "name", "group", "source", "is")
_CHOICES = {"status": RUN_STATES, "type": RUN_TYPES, "is": ("latest",)}
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_BRACKETS = rf'\[(?:{_QUOTED}|[^\]"])*\]'
_TOKEN = re.compile(rf'(?:{_QUOTED}|{_BRACKETS}|[^\s"\[])+|\S')
_ASKED = re.compile(
    rf"(?P<not>-?)(?P<on>[a-z]+)(?:\.(?P<name>{_QUOTED}|[^:=<>\s\"\[]+)(?P<slice>{_BRACKETS})?)?"
    r"(?P<sign>>=|<=|[:=<>])(?P<value>.*)",
    re.DOTALL,
)
_VALUE = re.compile(rf"{_QUOTED}|[^,]+")


@dataclass(frozen=True, slots=True)
class RunFilter:
    """`on` is metric, param or tag, then with a `name` (and a canonical `slice`), or one of WORDS.

    Either a range, or any of `values`; `excluded` keeps the runs for which neither holds. Of
    `name` and `group` a value is a part, whatever its case; all others are whole.
    """

    on: str
    name: str = ""
    slice: str = ""
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    include_low: bool = True
    include_high: bool = True
    excluded: bool = False

    @property
    def column(self) -> str:
        return f"{self.on}.{self.name}" + (f"[{self.slice}]" if self.slice else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsQuery:
    """`subjects` are refs. `sort` is one of SORTS or a column, `-` before it for descending;
    what lacks it comes last either way. `columns` are `metric.auc[country=SE]`, `param.lr`, …"""

    subjects: tuple[str, ...]
    filters: tuple[RunFilter, ...] = ()
    sort: str = "-started"
    columns: tuple[str, ...] = ()
    limit: int = 50
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class RunFilters:
    """What was understood of a query, and what was not."""

    filters: tuple[RunFilter, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def parse_runs_query(text: str) -> RunFilters:
    """Never raises: `metric.auc>0.9 metric.auc[country=SE]:0.5..0.8 param.lr=0.1 tag.team:x
    status:finished,failed -is:latest words of a name`."""
    filters: list[RunFilter] = []
    problems: list[Problem] = []
    for token in _TOKEN.findall(clean(text))[:MOST_FILTERS]:
        read = _read(token)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            filters.append(read)
    return RunFilters(tuple(filters), tuple(problems))


def _read(token: str) -> RunFilter | Problem:
    asked = _ASKED.fullmatch(token)
    if asked is None:
        excluded = token.startswith("-") and len(token) > 1
        return RunFilter("name", values=(_plain(token[excluded:]),), excluded=excluded)
    on, excluded = asked["on"], bool(asked["not"])
    if asked["name"] is None:
        return _word(on, asked["sign"], tuple(_values(asked["value"])), excluded)
    name = _plain(asked["name"]) + (asked["slice"] or "")
    measure = parse_measure(f"{on}.{name}")
    if measure is None:
        return _unknown(f"{on}.{name}")
    where = RunFilter(on, measure.name, measure.slice, excluded=excluded)
    return _measured(where, asked["sign"], asked["value"])


def _word(on: str, sign: str, values: tuple[str, ...], excluded: bool) -> RunFilter | Problem:
    if on not in WORDS or sign not in (":", "="):
        return _unknown(on)
    wrong = [value for value in values if on in _CHOICES and value not in _CHOICES[on]]
    if wrong:
        known = ", ".join(_CHOICES[on])
        return Problem("runs/value", f"`{on}` is {known}, not {wrong[0]!r}")
    return RunFilter(on, values=values, excluded=excluded)


def _measured(where: RunFilter, sign: str, text: str) -> RunFilter | Problem:
    on, name, slice, excluded = where.on, where.name, where.slice, where.excluded
    if sign in (":", "=") and ".." in text:
        low, _, high = text.partition("..")
    elif sign in (":", "="):
        if on != "metric":
            return RunFilter(on, name, slice, tuple(_values(text)), excluded=excluded)
        low = high = text
    else:
        low, high = (text, "") if sign[0] == ">" else ("", text)
    bounds = [as_number(bound) for bound in (low, high)]
    if any(bound is None and text for bound, text in zip(bounds, (low, high), strict=True)) or (
        bounds == [None, None]
    ):
        return Problem("runs/number", f"{text!r} is no number", f"write `{where.column}>0.9`")
    include = sign not in ("<", ">")
    least, most = bounds
    return RunFilter(on, name, slice, (), least, most, include, include, excluded)


def _unknown(on: str) -> Problem:
    known = [*WORDS, "metric.", "param.", "tag."]
    return Problem("runs/field", f"runs have no `{on}`", did_you_mean(on, known))


def _values(text: str) -> Iterator[str]:
    return (_plain(value) for value in _VALUE.findall(text))


def _plain(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text
