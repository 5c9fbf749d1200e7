"""Scores of single examples as columns, for those who compute with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, select

from catalog.evaluations.blobs import digest_of, unpack_arrays
from catalog.evaluations.examples import slice_columns
from catalog.evaluations.stored import EXAMPLES
from catalog.store.fact_tables import evaluation_run, fact_subject, run_blob
from catalog.store.reader import Reader
from catalog.store.tables import entity


@dataclass(frozen=True, slots=True)
class ExampleSlices:
    """`values[places[i]]` is that of example i; empty: not known."""

    values: Sequence[str]
    places: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ExampleScores:
    """`scores[metric][i]` belongs to `ids[i]`; `clusters` are empty where none were reported.
    `digest` is that of the content."""

    digest: str
    ids: Sequence[str]
    clusters: Sequence[str]
    scores: Mapping[str, NDArray[np.float64]]
    slices: Mapping[str, ExampleSlices] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExamplesKept:
    digest: str
    count: int


def examples_kept(connection: Connection, reader: Reader, run_id: int) -> ExamplesKept | None:
    """What can be told without reading them; None where there are none, or the reader may not see
    what the run is about."""
    seen = (
        select(run_blob.c.note, run_blob.c.points)
        .join(evaluation_run, evaluation_run.c.id == run_blob.c.run_id)
        .join(fact_subject, fact_subject.c.id == evaluation_run.c.subject_id)
        .join(entity, entity.c.ref == fact_subject.c.ref)
        .where(*_of(run_id), reader.sees())
    )
    row = connection.execute(seen).first()
    if row is None:
        return None
    # Those that were kept by a release without digests have none yet.
    return ExamplesKept(row.note or digest_of(_body(connection, run_id) or b""), row.points)


def example_scores(connection: Connection, run_id: int) -> ExampleScores | None:
    """All of them, whoever asks."""
    body = _body(connection, run_id)
    if body is None:
        return None
    kept = unpack_arrays(body)
    slices = {
        name: ExampleSlices(values, places)
        for name, values, places in slice_columns(kept.integers, kept.texts)
    }
    ids, clusters = kept.texts["ids"], kept.texts["clusters"]
    return ExampleScores(digest_of(body), ids, clusters, kept.numbers, slices)


def _body(connection: Connection, run_id: int) -> bytes | None:
    return connection.scalar(select(run_blob.c.body).where(*_of(run_id)))


def _of(run_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return run_blob.c.run_id == run_id, run_blob.c.type == EXAMPLES
