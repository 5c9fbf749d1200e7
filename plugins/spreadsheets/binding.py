"""A mapping held against the heads of a sheet: which column is read for what."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from descriptors.problems import Problem
from plugins.spreadsheets.cells import letters
from plugins.spreadsheets.heads import find_column
from plugins.spreadsheets.mapping import Mapping
from plugins.spreadsheets.meaning import NOTHING, OF_METRIC, Meaning
from plugins.spreadsheets.subjects import columns_in

# What a row says once; further ones would contradict it.
ONCE = ("model", "version", "dataset", "split", "date", "run", "evaluator", "commit", "author")
SINGLE = (*ONCE, "url", "measure", "value")


@dataclass(slots=True)
class Measured:
    """Columns of one metric; `name` is empty where each row names its own."""

    column: int
    name: str
    unit: str = ""
    beside: dict[str, int] = field(default_factory=dict)  # n, low, high


@dataclass(slots=True)
class Binding:
    """Columns from 0. `once` by kind; `named` are the params, slices and notes with their names;
    `places` the columns that the subject is made of."""

    once: dict[str, int] = field(default_factory=dict)
    metrics: list[Measured] = field(default_factory=list)
    named: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    repeat: frozenset[int] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, message: str, hint: str = "") -> None:
        self.problems.append(Problem("spreadsheets/mapping", message, hint))


def bind(mapping: Mapping, heads: Sequence[str]) -> Binding:
    """Which columns are read; with problems, nothing can be."""
    bound = Binding()
    meanings = _meanings(bound, mapping, heads)
    for column, meaning in sorted(meanings.items()):
        if meaning.kind in SINGLE:
            _bind_once(bound, column, meaning, heads)
        elif meaning.kind == "metric":
            name = meaning.name or _called(column, heads)
            bound.metrics.append(Measured(column, name, meaning.unit))
        elif meaning.kind not in OF_METRIC:
            place = (column, meaning.name or _called(column, heads))
            bound.named.setdefault(meaning.kind, []).append(place)
    _bind_long(bound, meanings)
    _bind_beside(bound, meanings)
    _bind_subject(bound, mapping, heads)
    bound.repeat = _repeated(bound, mapping, heads)
    return bound


def _meanings(bound: Binding, mapping: Mapping, heads: Sequence[str]) -> dict[int, Meaning]:
    found: dict[int, Meaning] = {}
    for name, meaning in mapping.columns.items():
        column = find_column(name, heads)
        if isinstance(column, str):
            if meaning.kind != NOTHING:
                bound.wrong(column, f"the heads are: {_listed(heads)}")
        elif column in found:
            bound.wrong(f"column {letters(column)} is mapped twice")
        else:
            found[column] = meaning
    return {at: it for at, it in found.items() if it.kind != NOTHING}


def _bind_once(bound: Binding, column: int, meaning: Meaning, heads: Sequence[str]) -> None:
    kind = meaning.kind
    if kind in bound.once:
        both = " and ".join(_called(at, heads) for at in (bound.once[kind], column))
        bound.wrong(f"`{kind}` can't be both of {both}", "leave one out, or make it a `param`")
        return
    bound.once[kind] = column


def _bind_long(bound: Binding, meanings: dict[int, Meaning]) -> None:
    """Rows that have one number each, and the name of its metric beside it."""
    value, measure = bound.once.pop("value", None), bound.once.get("measure")
    if value is None and measure is not None:
        bound.wrong("a column names the `measure`, but none is its `value`")
    elif value is not None and measure is None:
        bound.wrong("a column is a `value`, but none names its `measure`", "make it a `metric`")
    elif value is not None and bound.metrics:
        bound.wrong("either columns are a `metric` each, or rows are a `measure` and a `value`")
    elif value is not None:
        bound.metrics.append(Measured(value, "", meanings[value].unit))
    elif not bound.metrics:
        bound.wrong("no column is a metric", "say `metric` of each that holds numbers of one")


def _bind_beside(bound: Binding, meanings: dict[int, Meaning]) -> None:
    """Give each metric its n and interval: those that name it, and those that name none."""
    for column, meaning in sorted(meanings.items(), key=lambda it: bool(it[1].of)):
        if meaning.kind not in OF_METRIC:
            continue
        of = [it for it in bound.metrics if not meaning.of or it.name == meaning.of]
        if not of and bound.metrics:
            bound.wrong(f"`{meaning}`: there is no metric of this name")
        if not meaning.of and meaning.kind != "n" and len(of) > 1:
            bound.wrong(f"`{meaning.kind}` of which metric?", f"write `{meaning.kind} of METRIC`")
        for metric in of:
            metric.beside[meaning.kind] = column


def _bind_subject(bound: Binding, mapping: Mapping, heads: Sequence[str]) -> None:
    for name in columns_in(mapping.subject):
        column = bound.once.get("model") if name == "model" else find_column(name, heads)
        if isinstance(column, int):
            bound.places[name] = column
        elif column is None:
            hint = "say which is it, or name the one there is: `subject: model:default/ranker`"
            bound.wrong("no column says which model was measured", hint)
        else:
            bound.wrong(f"`subject`: {column}")


def _repeated(bound: Binding, mapping: Mapping, heads: Sequence[str]) -> frozenset[int]:
    found = [find_column(name, heads) for name in mapping.repeat]
    for column in found:
        if isinstance(column, str):
            bound.wrong(f"`repeat`: {column}")
    return frozenset(it for it in found if isinstance(it, int))


def _called(column: int, heads: Sequence[str]) -> str:
    return (heads[column] if column < len(heads) else "") or letters(column)


def _listed(heads: Sequence[str]) -> str:
    named = [f"`{head[:40]}`" for head in heads if head]
    more = f" and {len(named) - 12} more" if len(named) > 12 else ""
    return ", ".join(named[:12]) + more or "none"
