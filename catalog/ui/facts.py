"""A descriptor's spec, laid out for reading: prose, tables, and short facts.

Kinds come from plugins too, so nothing here knows a kind: the shape of a value decides where it
goes. What the page shows as a relation is left out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.ui.addresses import as_ref
from catalog.ui.words import in_words

# A text with so many words is read, not looked up.
SENTENCE = 6
# A mapping of more than this is one cell of a table, not columns of its own.
WIDEST_CELL = 2
# Fields that name an entity of this kind without saying so.
NAMED_KINDS = {
    "metric": "metric",
    "defaultMetric": "metric",
    "dataset": "dataset",
    "datasets": "dataset",
    "baseline": "model",
}
# Tables that are better called by what they are for: title, and what is to be said below it.
_TABLES = {
    ("evaluation", "metrics"): ("Acceptance thresholds", "No result has been recorded."),
}
# What of a row is looked up by few, and stands folded below it.
_FOLDED = frozenset({"artifact", "commit", "digest", "params", "uri"})
# Texts that are for machines, and stay as they are.
_CODE_FIELDS = frozenset({"definition"})
_CODE_KINDS = frozenset({"api", "template"})


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is the dotted path inside a row; `numeric` columns are aligned right."""

    field: str
    label: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Values under the columns of its table; `folded` are further ones with their names."""

    cells: tuple[Any, ...]
    folded: tuple["Fact", ...] = ()


@dataclass(frozen=True, slots=True)
class FactTable:
    """`note` is a sentence to stand below the table; `field` is the key in the spec."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with its name; `field` is the key in the spec."""

    field: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Facts:
    """What a spec says: texts to read, code to show, tables and groups to look things up in,
    and short facts for the margin."""

    prose: tuple[Fact, ...] = ()
    code: tuple[Fact, ...] = ()
    tables: tuple[FactTable, ...] = ()
    groups: tuple[tuple[str, tuple[Fact, ...]], ...] = ()
    short: tuple[Fact, ...] = ()


def facts_of(kind: str, spec: Mapping[str, Any], related: Collection[str]) -> Facts:
    """Lay out a spec; `related` are the refs that the page shows as relations."""
    shown_elsewhere = _ways_to_write(related)
    sorted_out: dict[str, list[Any]] = {name: [] for name in Facts.__slots__}
    for field, value in spec.items():
        if not _is_empty(value) and not _all_in(value, shown_elsewhere):
            place, item = _place(kind, field, value)
            sorted_out[place].append(item)
    return Facts(**{name: tuple(items) for name, items in sorted_out.items()})


def _place(kind: str, field: str, value: Any) -> tuple[str, Any]:
    label = in_words(field)
    if field in _CODE_FIELDS and kind.lower() in _CODE_KINDS:
        return "code", Fact(field, label, value)
    if isinstance(value, str) and len(value.split()) >= SENTENCE:
        return "prose", Fact(field, label, value)
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        title, note = _TABLES.get((kind.lower(), field), (label, ""))
        return "tables", table_of(title, note, field, rows=value)
    if isinstance(value, Mapping):
        group = tuple(Fact(f"{field}.{path}", in_words(path), one) for path, one in flat(value))
        return "groups", (label, group)
    return "short", Fact(field, label, value)


def table_of(
    title: str, note: str = "", field: str = "", *, rows: Iterable[Mapping[str, Any]]
) -> FactTable:
    """Mappings as a table: one column for every path that any of them has, in order.

    What only few look up (where a file lies, its digest, parameters) is folded below its row.
    """
    flat_rows = [dict(flat(row, widest=WIDEST_CELL)) for row in rows]
    filled = (path for row in flat_rows for path, value in row.items() if value is not None)
    paths = sorted(set(filled), key=_order(flat_rows).index)
    folded = [path for path in paths[1:] if path.partition(".")[0] in _FOLDED]
    shown = [path for path in paths if path not in folded]
    columns = tuple(Column(path, in_words(path), _numeric(flat_rows, path)) for path in shown)
    return FactTable(title, columns, _rows(flat_rows, shown, folded), note, field)


def _rows(
    rows: Iterable[Mapping[str, Any]], shown: Iterable[str], folded: Iterable[str]
) -> tuple[Row, ...]:
    return tuple(_row(one, shown, folded) for one in rows)


def _row(values: Mapping[str, Any], shown: Iterable[str], folded: Iterable[str]) -> Row:
    facts = (Fact(path, in_words(path), values[path]) for path in folded if path in values)
    return Row(tuple(map(values.get, shown)), tuple(facts))


def flat(value: Mapping[str, Any], before: str = "", widest: int = 50) -> list[tuple[str, Any]]:
    """Nested mappings as dotted paths; lists, and mappings of more than `widest`, stay values."""
    found: list[tuple[str, Any]] = []
    for key, inner in value.items():
        if isinstance(inner, Mapping) and 0 < len(inner) <= widest:
            found += flat(inner, f"{before}{key}.", widest)
        else:
            found.append((f"{before}{key}", inner))
    return found


def mentions(value: Any, field: str = "") -> dict[tuple[str, str], str]:
    """What may be the name of another entity: (field, text as written) to its canonical ref."""
    if isinstance(value, str):
        ref = as_ref(value, NAMED_KINDS.get(field, ""))
        return {(field, value): ref} if ref else {}
    if isinstance(value, Mapping):
        pairs = [(key, inner) for key, inner in value.items()]
    else:
        pairs = [(field, inner) for inner in value] if isinstance(value, (list, tuple)) else []
    return {key: ref for name, inner in pairs for key, ref in mentions(inner, name).items()}


def _order(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(path for row in rows for path in row))


def _numeric(rows: list[dict[str, Any]], path: str) -> bool:
    values = [row[path] for row in rows if row.get(path) is not None]
    return all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in values)


def _ways_to_write(refs: Collection[str]) -> frozenset[str]:
    """Each ref as descriptors may write it: with and without kind and namespace."""
    ways: set[str] = set()
    for ref in refs:
        kind, _, rest = ref.partition(":")
        namespace, _, name = rest.partition("/")
        ways |= {ref, rest, name, f"{kind}:{name}"} if namespace == "default" else {ref, rest}
    return frozenset(ways)


def _all_in(value: Any, ways: frozenset[str]) -> bool:
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(isinstance(one, str) and one.lower() in ways for one in items)


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}
