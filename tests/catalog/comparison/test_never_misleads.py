"""Whatever is set side by side: a difference is shown only where it can't mislead."""

import math

from hypothesis import given
from hypothesis import strategies as st

from catalog.comparison.comparability import Compared, comparability
from catalog.comparison.metric_rows import Columns, metric_rows
from catalog.comparison.shared_examples import Overlap
from catalog.comparison.views import COMPARABLE, NOT, MetricRow, Subject
from catalog.comparison.withheld import metrics_withheld, withheld
from catalog.evaluations import MetricDefinitions, RunRow
from catalog.evaluations.side_by_side import Measured, Side
from plugins.facts import DatasetUse

NOTHING = MetricDefinitions({})
WORDS = st.sampled_from(["", "a", "b"])
DATA = st.none() | st.builds(
    DatasetUse, name=st.sampled_from(["a", "b"]), ref=WORDS, digest=WORDS, split=WORDS
)
NUMBERS = st.floats() | st.integers(0, 1).map(float)
MEASURED = st.builds(
    Measured,
    value=NUMBERS,
    n=st.none() | st.integers(0, 50),
    low=st.none(),
    high=st.none(),
    level=st.none(),
    method=st.just(""),
)


@st.composite
def sides(draw: st.DrawFn) -> Compared:
    """Two to four subjects, some without a run, with numbers of some of three metrics."""
    count = draw(st.integers(2, 4))
    subjects = [_subject(draw, place) for place in range(count)]
    measured: Side = {}
    for metric in ("auc", "loss", "unheard"):
        runs = [one.run.id for one in subjects if one.run and draw(st.booleans())]
        measured[metric] = {"": {run: draw(MEASURED) for run in runs}}
    counts = st.integers(0, 2)
    overlaps = {
        place: draw(st.builds(Overlap, counts, counts, counts))
        for place in range(1, count)
        if subjects[0].run and subjects[place].run and draw(st.booleans())
    }
    doubts = draw(
        st.dictionaries(st.sampled_from(range(1, len(subjects))), st.just("other examples"))
    )
    return Compared(subjects, 0, measured, {}, NOTHING, overlaps, doubts)


def _subject(draw: st.DrawFn, place: int) -> Subject:
    run = RunRow(
        id=place + 1,
        uid=str(place),
        name="the same",
        subject="model:default/m",
        version=str(place),
        type=draw(st.sampled_from(["evaluation", "training"])),
        status="finished",
        group="",
        started_at=None,
        ended_at=None,
        began=0.0,
        dataset=draw(DATA),
        source="test",
        url="",
        latest=True,
        clock_ahead=False,
        recorded_at=0.0,
        changed_at=0.0,
    )
    return Subject(
        asked="",
        ref="model:default/m",
        version=str(place),
        name=str(place),
        title="",
        run=run if draw(st.integers(0, 4)) else None,
        missing="nothing was measured of it",
        evaluator=draw(WORDS),
    )


def rows_of(compared: Compared) -> tuple[MetricRow, ...]:
    trust = comparability(compared)
    of_metrics = metrics_withheld(compared.subjects, compared.baseline, compared.measured)
    columns = Columns(compared.subjects, compared.baseline, withheld(trust), of_metrics, {})
    return metric_rows(compared.measured, columns, NOTHING)


@given(sides())
def test_differences_are_of_finite_numbers_of_the_same_kind_and_data(compared: Compared) -> None:
    base = compared.subjects[compared.baseline].run
    for row in rows_of(compared):
        for place, cell in enumerate(row.cells):
            if cell is None or cell.difference is None:
                continue
            run = compared.subjects[place].run
            assert run is not None
            assert base is not None
            assert run.type == base.type
            assert math.isfinite(cell.value)
            assert math.isfinite(cell.difference.value)
            assert _same_data(run.dataset, base.dataset)
            assert cell.difference.label in ("the same", "no interval", "underpowered")


def _same_data(one: DatasetUse | None, other: DatasetUse | None) -> bool:
    if one is None or other is None:
        return one is other
    named = bool({one.name, one.ref} & {other.name, other.ref} - {""})
    if one.digest and other.digest:
        named = one.digest == other.digest
    return one.split == other.split and named


@given(sides())
def test_what_is_withheld_says_why_and_every_value_is_shown(compared: Compared) -> None:
    for row in rows_of(compared):
        for place, cell in enumerate(row.cells):
            run = compared.subjects[place].run
            reported = compared.measured[row.metric][""].get(run.id) if run else None
            assert (cell is None) == (reported is None)
            if cell is not None and place != compared.baseline:
                assert bool(cell.why) == (cell.difference is None)


@given(sides())
def test_the_verdict_agrees_with_what_is_shown(compared: Compared) -> None:
    trust = comparability(compared)
    shown = [cell for row in rows_of(compared) for cell in row.cells if cell and cell.difference]
    if trust.verdict == NOT:
        assert not shown
    if trust.verdict == COMPARABLE:
        assert not trust.mismatches
        assert len([one for one in compared.subjects if one.run]) == len(compared.subjects)
