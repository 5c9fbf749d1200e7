"""Columns of runs tables as people name them: `metric.auc[country=SE]`, `param.lr`, `tag.team`."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from catalog.evaluations.slices import InvalidSlice, parse_slice, slice_text
from catalog.store.among import among
from catalog.store.fact_tables import METRIC, OVERALL, PARAM, TAG, fact_name, fact_slice

PLACES = {"metric": METRIC, "param": PARAM, "tag": TAG}


@dataclass(frozen=True, slots=True)
class Measure:
    """`on` is metric, param or tag; `slice` canonical text, of a metric only. `whole` is the name
    with what looked like a slice, for a metric that is really called that."""

    on: str
    name: str
    slice: str = ""
    whole: str = ""

    def __str__(self) -> str:
        return f"{self.on}.{self.name}[{self.slice}]" if self.slice else f"{self.on}.{self.name}"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where a measure is kept."""

    place: int
    name: int
    slice: int = OVERALL


def parse_measure(text: str) -> Measure | None:
    """None for what names no metric, param or tag."""
    on, _, name = text.partition(".")
    if on not in PLACES or not name:
        return None
    return sliced(name) if on == "metric" else Measure(on, name)


def sliced(name: str) -> Measure:
    """A metric, perhaps over a slice in brackets behind its name."""
    metric, bracket, slice = name.removesuffix("]").partition("[")
    if not (bracket and metric and name.endswith("]")):
        return Measure("metric", name)
    try:
        canonical = slice_text(parse_slice(slice))
    except InvalidSlice:  # brackets that belong to the name
        return Measure("metric", name)
    return Measure("metric", metric, canonical, name if canonical else "")


def numbers_of(connection: Connection, measures: Collection[Measure]) -> Mapping[Measure, Numbers]:
    """Where each is kept; what no run ever had is left out."""
    names = name_ids(connection, {text for m in measures for text in (m.name, m.whole) if text})
    slices = _slice_ids(connection, {measure.slice for measure in measures})
    found = {}
    for measure in measures:
        whole = names.get(measure.whole) if measure.whole else None
        name, slice = names.get(measure.name), slices.get(measure.slice)
        if whole is not None and (slice is None or name is None):
            name, slice = whole, OVERALL
        if name is not None and slice is not None:
            found[measure] = Numbers(PLACES[measure.on], name, slice)
    return found


def name_ids(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """As written, else the one that differs in its case only."""
    wanted = set(names)
    folded = {name.lower() for name in wanted}
    rows = connection.execute(
        select(fact_name)
        .where(among(connection, fact_name.c.folded, folded))
        .order_by(fact_name.c.id.desc())
    ).all()
    exact = {row.name: row.id for row in rows}
    loose = {row.folded: row.id for row in rows}
    found = {name: exact.get(name, loose.get(name.lower())) for name in wanted}
    return {name: number for name, number in found.items() if number is not None}


def _slice_ids(connection: Connection, slices: Iterable[str]) -> dict[str, int]:
    wanted = {slice for slice in slices if slice}
    rows = connection.execute(
        select(fact_slice).where(among(connection, fact_slice.c.slice, wanted))
    )
    return {"": OVERALL, **{row.slice: row.id for row in rows}}
