"""Numbers for names, slices, subjects, sources and data: given once, never taken back."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, func, select, update

from catalog.evaluations.limits import LONGEST_NAME
from catalog.store.among import among
from catalog.store.fact_tables import (
    OVERALL,
    fact_dataset,
    fact_name,
    fact_slice,
    fact_source,
    fact_subject,
)
from catalog.store.rows import insert_rows
from plugins.facts import DatasetUse

Data = tuple[int, int]  # number of the data set, and of the first one that is the same data
NO_DATA: Data = (0, 0)


def source_number(connection: Connection, source: str) -> int:
    return _numbers(connection, fact_source, "name", [source])[source]


def locked_source(connection: Connection, source: str) -> int:
    """The number of a source, of whose facts nobody else writes until this transaction is over:
    the same report sent twice at the same time is taken one after the other."""
    number = source_number(connection, source)
    _lock(connection, fact_source, [number])
    return number


def lock_subjects(connection: Connection, numbers: Iterable[int]) -> None:
    """Let nobody else say which run of them counts until this transaction is over."""
    _lock(connection, fact_subject, numbers)


def _lock(connection: Connection, table: Table, numbers: Iterable[int]) -> None:
    # SQLite, which has one writer, ignores FOR UPDATE. One order for all, so that nobody waits
    # in a circle.
    rows = select(table.c.id).where(among(connection, table.c.id, numbers))
    connection.execute(rows.order_by(table.c.id).with_for_update())


def subject_numbers(connection: Connection, refs: Iterable[str]) -> dict[str, int]:
    return _numbers(connection, fact_subject, "ref", refs)


def name_numbers(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    return _numbers(connection, fact_name, "name", names, _folded)


def slice_numbers(connection: Connection, slices: Iterable[str]) -> dict[str, int]:
    wanted = {slice for slice in slices if slice}
    return {"": OVERALL, **_numbers(connection, fact_slice, "slice", wanted)}


def dataset_numbers(connection: Connection, uses: Iterable[DatasetUse]) -> dict[str, Data]:
    """By `dataset_key`."""
    wanted = {dataset_key(use): use for use in uses}
    known = _known_data(connection, wanted)
    missing = [wanted[key] for key in sorted(wanted.keys() - known.keys())]
    if missing:
        columns = ("digest_of", "name", "ref", "digest", "split", "same_as", "same_id", "folded")
        rows = [_dataset_row(use) for use in missing]
        insert_rows(connection, fact_dataset, columns, rows, "ON CONFLICT DO NOTHING")
        _say_which_are_the_same(connection)
        known = _known_data(connection, wanted)
    return known


def dataset_key(use: DatasetUse) -> str:
    return _digest([use.name, use.ref, use.digest, use.split])


def _dataset_row(use: DatasetUse) -> tuple[Any, ...]:
    same = ["digest", use.digest] if use.digest else ["name", use.ref or use.name]
    texts = (use.name, use.ref, use.digest, use.split)
    folded = use.name.lower()[:LONGEST_NAME]
    return (dataset_key(use), *texts, _digest([*same, use.split]), 0, folded)


def _say_which_are_the_same(connection: Connection) -> None:
    first = fact_dataset.alias("first")
    lowest = select(func.min(first.c.id)).where(first.c.same_as == fact_dataset.c.same_as)
    new = fact_dataset.c.same_id == 0
    connection.execute(update(fact_dataset).where(new).values(same_id=lowest.scalar_subquery()))


def _known_data(connection: Connection, wanted: Iterable[str]) -> dict[str, Data]:
    columns = (fact_dataset.c.digest_of, fact_dataset.c.id, fact_dataset.c.same_id)
    known = select(*columns).where(among(connection, fact_dataset.c.digest_of, wanted))
    return {key: (number, same) for key, number, same in connection.execute(known)}


def _numbers(
    connection: Connection,
    table: Table,
    column: str,
    texts: Iterable[str],
    more: tuple[str, ...] = (),
) -> dict[str, int]:
    """The numbers of texts in a table; those it lacks are added, in one order everywhere, so that
    two writers never wait for each other in a circle."""
    wanted = set(texts)
    known = _known(connection, table, column, wanted)
    missing = sorted(wanted - known.keys())
    if missing:
        rows = [(text, *(text.lower()[:LONGEST_NAME] for _ in more)) for text in missing]
        insert_rows(connection, table, (column, *more), rows, "ON CONFLICT DO NOTHING")
        known |= _known(connection, table, column, missing)
    return known


_folded = ("folded",)


def _known(
    connection: Connection, table: Table, column: str, texts: Iterable[str]
) -> dict[str, int]:
    found = select(table.c[column], table.c.id).where(among(connection, table.c[column], texts))
    return {row[0]: row[1] for row in connection.execute(found)}


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha1(orjson.dumps(parts), usedforsecurity=False).hexdigest()
