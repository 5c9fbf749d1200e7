"""What people name when they compare."""

import pytest

from catalog.store.database import Database
from catalog.store.reader import Reader
from plugins.facts import DatasetUse
from tests.catalog.comparison.compared import compared, measured, of_ranker, record, refused, row
from tests.catalog.evaluations.runs import NOW, SUBJECT
from tests.catalog.evaluations.seen import make_entity


@pytest.fixture(autouse=True)
def ranker(database: Database) -> None:
    declared = {"version": "7", "aliases": ["champion"], "description": "More clicks."}
    make_entity(database, SUBJECT, versions=[declared, {"version": "5"}])
    record(database, measured("6", {"auc": 0.9}), measured("7", {"auc": 0.92}))


def test_a_version_is_found_by_an_alias(database: Database) -> None:
    found = compared(database, *of_ranker("6", "champion"))
    assert [one.version for one in found.subjects] == ["6", "7"]
    assert found.subjects[1].aliases == ("champion",)
    assert found.subjects[1].notes == ("More clicks.",)


def test_a_ref_alone_is_its_newest_version(database: Database) -> None:
    assert compared(database, "ranker@6", "ranker").subjects[1].version == "7"


def test_a_model_without_declared_versions_is_its_newest_run(database: Database) -> None:
    make_entity(database, "model:default/other")
    older = measured("1", {"auc": 1}, "a", subject="model:default/other", started_at=NOW - 900)
    newer = measured("2", {"auc": 2}, "b", subject="model:default/other")
    record(database, older, newer)
    assert compared(database, "ranker@6", "other").subjects[1].version == "2"


def test_a_declared_version_without_any_run_has_a_column(database: Database) -> None:
    found = compared(database, *of_ranker("6", "7", "5"))
    assert (found.subjects[2].run, found.subjects[2].missing) == (
        None,
        "nothing was measured of it",
    )
    assert row(found).cells[2] is None


def test_runs_that_share_a_name_are_told_apart(database: Database) -> None:
    ids = record(
        database,
        measured("8", {"auc": 1}, "a", name="nightly"),
        measured("8", {"auc": 2}, "b", name="nightly"),
        measured("9", {"auc": 3}, "c", name="nightly"),
    )
    found = compared(database, *(f"run:{id}" for id in ids))
    names = [one.name for one in found.subjects]
    assert names == [
        f"nightly (run {ids[0]})",
        f"nightly (run {ids[1]})",
        "nightly of ranker@9",
    ]


def test_models_that_share_a_name_are_told_apart(database: Database) -> None:
    make_entity(database, "model:payments/ranker")
    record(database, measured("6", {"auc": 1}, "p", subject="model:payments/ranker"))
    found = compared(database, "ranker@6", "payments/ranker@6")
    assert [one.name for one in found.subjects] == ["default/ranker@6", "payments/ranker@6"]


@pytest.mark.parametrize("baseline", ["7", "champion", "ranker@7", f"{SUBJECT}@champion"])
def test_the_baseline_is_found_by_each_of_its_names(database: Database, baseline: str) -> None:
    assert compared(database, "ranker@6", "ranker@7", baseline=baseline).baseline == 1


def test_a_baseline_that_is_not_among_them_comes_first(database: Database) -> None:
    record(database, measured("4", {"auc": 0.5}))
    found = compared(database, *of_ranker("6", "7"), baseline="4")
    assert [one.version for one in found.subjects] == ["4", "6", "7"]
    assert found.baseline == 0


@pytest.mark.parametrize(
    ("subjects", "code"),
    [
        (("ranker@6", "ranker@99"), "compare/version"),
        (("ranker@6", "nobody@1"), "compare/unknown"),
        (("ranker@6", "run:999999999999"), "compare/unknown"),
        (("ranker@6", "run:99999"), "compare/run"),
        (("ranker@6", "model:"), "compare/subject"),
        (("ranker@6",), "compare/few"),
        ((), "compare/few"),
        (("ranker@7", "ranker@champion"), "compare/twice"),
    ],
)
def test_what_can_not_be_compared_is_a_problem(
    database: Database, subjects: tuple[str, ...], code: str
) -> None:
    assert refused(database, *subjects) == [code]


def test_more_than_ten_are_a_problem(database: Database) -> None:
    record(database, *(measured(f"v{i}", {"auc": i}) for i in range(11)))
    assert refused(database, *of_ranker(*(f"v{i}" for i in range(11)))) == ["compare/many"]
    assert len(compared(database, *of_ranker(*(f"v{i}" for i in range(10)))).subjects) == 10


def test_every_wrong_subject_is_told(database: Database) -> None:
    assert refused(database, "nobody", "model:", "run:77") == [
        "compare/subject",
        "compare/unknown",
        "compare/run",
    ]


def test_what_a_reader_does_not_see_is_not_there(database: Database) -> None:
    make_entity(database, "model:default/secret", audience=3)
    (number,) = record(database, measured("1", {"auc": 1}, "s", subject="model:default/secret"))
    assert refused(database, "ranker@6", "secret@1") == ["compare/unknown"]
    assert refused(database, "ranker@6", f"run:{number}") == ["compare/run"]
    insider = Reader(frozenset({0, 3}))
    assert len(compared(database, "ranker@6", "secret@1", reader=insider).subjects) == 2


def test_the_data_can_be_chosen(database: Database) -> None:
    sales = DatasetUse(name="sales", split="test")
    record(
        database,
        measured("6", {"auc": 0.1}, "s6", dataset=sales),
        measured("7", {"auc": 0.2}, "s7", dataset=sales),
    )
    for text in ("sales", "sales/test"):
        found = compared(database, *of_ranker("6", "7"), dataset=text)
        assert [one and one.value for one in row(found).cells] == [0.1, 0.2]
    for text in ("clicks/test", "dataset:default/clicks", "sha256:1"):
        found = compared(database, *of_ranker("6", "7"), dataset=text)
        assert [one and one.value for one in row(found).cells] == [0.9, 0.92]
    assert refused(database, *of_ranker("6", "7"), dataset="click") == ["compare/dataset"]


def test_the_newest_run_of_a_version_counts(database: Database) -> None:
    record(database, measured("6", {"auc": 0.3}, "again", started_at=NOW - 10))
    assert row(compared(database, *of_ranker("6", "7"))).cells[0] is not None
    assert [one and one.value for one in row(compared(database, *of_ranker("6", "7"))).cells] == [
        0.3,
        0.92,
    ]


def test_a_metric_that_tools_spell_differently_is_one(database: Database) -> None:
    record(
        database, measured("8", {"recall@10": 0.5, "x": 1}), measured("9", {"recall_at_10": 0.6})
    )
    found = compared(database, *of_ranker("8", "9"))
    assert [one.metric for one in found.metrics] == ["recall@10", "x"]
    assert [one and one.value for one in found.metrics[0].cells] == [0.5, 0.6]


def test_two_metrics_of_one_run_are_never_put_together(database: Database) -> None:
    record(
        database,
        measured("8", {"recall@10": 0.5, "recall_at_10": 0.7}),
        measured("9", {"recall_at_10": 0.6}),
    )
    found = compared(database, *of_ranker("8", "9"))
    assert {one.metric for one in found.metrics} == {"recall@10", "recall_at_10"}


def test_metrics_can_be_chosen(database: Database) -> None:
    record(database, measured("8", {"a": 1, "b": 2, "c": 3}), measured("9", {"a": 1}))
    found = compared(database, *of_ranker("8", "9"), metrics=("c", "A", "unheard"))
    assert [one.metric for one in found.metrics] == ["c", "a"]
