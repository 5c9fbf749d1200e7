"""Which way a metric is better: what is declared, what is built in, and what is not known."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from catalog.evaluations.metrics import BUILT_IN, built_in, metric_definitions
from catalog.store.database import Database
from tests.catalog.evaluations.seen import make_entity
from tests.parts.sqlite import empty_catalog


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = empty_catalog(tmp_path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("metric", "direction"),
    [
        ("auc", "higher"),
        ("AUC", "higher"),
        ("val_loss", "lower"),
        ("eval/loss", "lower"),
        ("training_f1_score", "higher"),
        ("test_ndcg@10", "higher"),
        ("recall_at_5", "higher"),
        ("acc,none", "higher"),
        ("calibration", "target"),
        ("example_count", "none"),
        ("neg_log_loss", "higher"),
        ("mystery", ""),
        ("val_", ""),
        ("value_loss", ""),
        ("auc_budget", ""),
    ],
)
def test_the_direction_of_a_metric(database: Database, metric: str, direction: str) -> None:
    assert metric_definitions(database).direction(metric) == direction


def test_a_metric_entity_comes_before_the_built_in_list(database: Database) -> None:
    make_entity(
        database,
        "metric:default/loss",
        direction="higher",
        unit="EUR",
        range=[0, None],
        aliases=["Profit/Loss"],
    )
    known = metric_definitions(database)
    assert known.direction("val_loss") == "higher"
    found = known.of("profit/loss")
    assert found is not None
    assert (found.source, found.unit, found.range) == ("metric:default/loss", "EUR", (0, None))


def test_entities_that_disagree_leave_a_metric_without_direction(database: Database) -> None:
    make_entity(database, "metric:a/auc", direction="higher")
    make_entity(database, "metric:b/auc", direction="lower")
    make_entity(database, "metric:c/f1", direction="higher")
    known = metric_definitions(database)
    assert known.direction("auc") == known.direction("val_auc") == ""
    assert known.direction("f1") == "higher"
    assert [problem.entity_ref for problem in known.problems] == ["metric:a/auc", "metric:b/auc"]
    assert "metric:b/auc" in known.problems[0].message


def test_entities_that_agree_do_not_disagree(database: Database) -> None:
    make_entity(database, "metric:a/auc", direction="higher", unit="1")
    make_entity(database, "metric:b/auc", direction="higher")
    assert metric_definitions(database).direction("auc") == "higher"


def test_every_built_in_metric_names_its_source_and_is_there_once() -> None:
    document = yaml.safe_load(BUILT_IN.read_text(encoding="utf-8"))
    names = [name for one in document["metrics"] for name in one["names"]]
    assert len(names) == len(set(names)) == len(built_in())
    assert all(name == name.lower() for name in names)
    assert {one["source"] for one in document["metrics"]} == set(document["sources"])
    assert all(re.search("https://", text) for text in document["sources"].values())
    assert {one["direction"] for one in document["metrics"]} == {
        "higher",
        "lower",
        "target",
        "none",
    }


def test_no_prefix_or_suffix_is_part_of_a_built_in_name() -> None:
    """Else a shortened spelling could mean another metric than the whole one."""
    assert not [name for name in built_in() if re.match(r"(val|test|eval|train)[_/]", name)]
