"""The query above a runs table: what is understood of it, and what is said of the rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.evaluations import RunFilter, RunsQuery, parse_runs_query, record_runs, runs_page
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from tests.catalog.evaluations.runs import NOW, SUBJECT, a_run
from tests.catalog.evaluations.seen import make_entity
from tests.parts.sqlite import empty_catalog


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = empty_catalog(tmp_path)
    make_entity(opened, SUBJECT)
    with opened.write() as connection:
        record_runs(connection, "api", [a_run(metrics={"auc": 1}, params={"lr": 1})], NOW)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "metric.auc>0.9",
            RunFilter("metric", "auc", low=0.9, include_low=False, include_high=False),
        ),
        ("metric.auc<=1e-3", RunFilter("metric", "auc", high=0.001)),
        ("metric.auc:0.5..", RunFilter("metric", "auc", low=0.5)),
        ("metric.auc=1", RunFilter("metric", "auc", low=1, high=1)),
        (
            "metric.auc[plays=2026, country=SE]:0..1",
            RunFilter("metric", "auc", "country=SE, plays=2026", low=0, high=1),
        ),
        ('metric."val loss: a">=1', RunFilter("metric", "val loss: a", low=1)),
        ("metric.precision[0]>=1", RunFilter("metric", "precision[0]", low=1)),
        ("param.opt:adam,sgd", RunFilter("param", "opt", values=("adam", "sgd"))),
        ('param.opt="a, b"', RunFilter("param", "opt", values=("a, b",))),
        ("-status:failed", RunFilter("status", values=("failed",), excluded=True)),
        ("words", RunFilter("name", values=("words",))),
        ('"two words"', RunFilter("name", values=("two words",))),
    ],
)
def test_a_filter_is_understood(text: str, expected: RunFilter) -> None:
    understood = parse_runs_query(text)
    assert understood.problems == ()
    assert understood.filters == (expected,)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("statsu:failed", "status"),
        ("metrics.auc>1", "metric"),
        ("metric.auc>high", "metric.auc>0.9"),
        ("metric.auc:1..x", "metric.auc>0.9"),
        ("metric.auc:..", "metric.auc>0.9"),
        ("status:done", ""),
        ("status>finished", ""),
    ],
)
def test_what_is_not_understood_is_said(text: str, hint: str) -> None:
    understood = parse_runs_query(text)
    assert understood.filters == ()
    (problem,) = understood.problems
    assert hint in problem.hint


_pieces = st.sampled_from(
    [
        *("metric.", "param.", "tag.", "auc", "lr", "status", "is:latest", "name", "dataset"),
        *(":", "=", ">", "<=", "..", "-", ",", "[", "]", '"', "\\", " ", "0.5", "1e999", "é", "%"),
    ]
)


@pytest.mark.slow
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_pieces, max_size=12).map("".join) | st.text(st.characters()) | st.just("\ud800\0"))
def test_any_text_is_understood_or_said_not_to_be_and_can_be_asked(
    database: Database, text: str
) -> None:
    filters = parse_runs_query(text).filters
    query = RunsQuery(subjects=(SUBJECT,), filters=filters, sort="-metric.auc")
    assert runs_page(database, EVERYONE, query).total in (0, 1)
