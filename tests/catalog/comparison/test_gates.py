"""What declared Evaluations ask, and the verdicts."""

import math
from dataclasses import replace
from typing import Any

from catalog.comparison.gate_report import (
    FORMATS,
    GateReport,
    Policy,
    gate_report,
    report_from,
    report_json,
)
from catalog.comparison.gates import STILL
from catalog.comparison.views import FAIL, FIRST_VERSION, INCONCLUSIVE, MISSING, PASS, Gate
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from tests.catalog.comparison.compared import (
    DATA,
    compared,
    measured,
    of_ranker,
    record,
    result,
    scored,
)
from tests.catalog.comparison.judged import judged_ranker
from tests.catalog.evaluations.runs import NOW, SUBJECT
from tests.catalog.evaluations.seen import make_entity

TWO = {"metric": "auc", "min": 0.9, "mustNotRegressBy": 0.01}


def report(database: Database, version: str = "7", **more: Any) -> GateReport:
    given = {"seconds": math.inf, "now": NOW, **more}
    found = gate_report(database, EVERYONE, f"{SUBJECT}@{version}", **given)
    assert isinstance(found, GateReport), found
    return found


def verdicts(gates: tuple[Gate, ...]) -> dict[str, str]:
    return {f"{one.metric} {one.slice}: {one.words}": one.verdict for one in gates}


def test_bounds_and_the_difference_to_the_baseline_are_judged(database: Database) -> None:
    judged_ranker(database, TWO, baseline="6")
    record(database, measured("6", {"auc": 0.95}), measured("7", {"auc": 0.92}))
    found = report(database)
    assert verdicts(found.gates) == {
        "auc : at least 0.9": PASS,
        "auc : at most 0.01 worse than 6": FAIL,
    }
    assert (found.verdict, found.passes, found.gates[0].baseline) == (FAIL, False, "6")
    assert found.gates[0].why == "0.03 worse: 0.92 beside 0.95"


def test_a_chosen_baseline_takes_the_place_of_the_declared_one(database: Database) -> None:
    judged_ranker(database, TWO, baseline="6")
    record(
        database,
        measured("5", {"auc": 0.91}),
        measured("6", {"auc": 0.95}),
        measured("7", {"auc": 0.92}),
    )
    assert report(database, baseline="5").passes
    assert report(database, baseline=f"{SUBJECT}@5").passes
    assert not report(database).passes


def test_a_first_version_is_compared_with_nothing(database: Database) -> None:
    judged_ranker(database, TWO)
    record(database, measured("1", {"auc": 0.92}))
    found = report(database, "1")
    assert [gate.verdict for gate in found.gates] == [FIRST_VERSION, PASS]
    assert found.passes
    assert report(database, "1", baseline="champion").passes


def test_a_baseline_that_is_not_there_is_a_problem_once_there_are_versions(
    database: Database,
) -> None:
    judged_ranker(database, TWO)
    record(database, measured("1", {"auc": 0.92}), measured("2", {"auc": 0.92}))
    found = gate_report(database, EVERYONE, f"{SUBJECT}@2", baseline="champion", now=NOW, seconds=0)
    assert isinstance(found, list)
    assert [problem.code for problem in found] == ["compare/version"]


def test_another_model_can_be_the_baseline(database: Database) -> None:
    judged_ranker(database, TWO, baseline="model:rules@1")
    make_entity(database, "model:default/rules")
    record(
        database,
        measured("7", {"auc": 0.92}),
        measured("1", {"auc": 0.98}, "rules", subject="model:default/rules"),
    )
    assert verdicts(report(database).gates)["auc : at most 0.01 worse than model:rules@1"] == FAIL


def test_what_was_not_measured_is_missing_and_the_policy_says_what_that_means(
    database: Database,
) -> None:
    judged_ranker(database, TWO, {"metric": "recall", "min": 0.5}, baseline="6")
    record(database, measured("7", {"auc": 0.92, "recal": 0.6}))
    found = report(database)
    assert verdicts(found.gates) == {
        "auc : at most 0.01 worse than 6": MISSING,
        "recall : at least 0.5": MISSING,
        "auc : at least 0.9": PASS,
    }
    assert "did you mean `recal`" in found.gates[1].why
    assert (found.verdict, found.passes) == (MISSING, False)
    assert report(database, policy=Policy(missing=False)).passes


def test_a_limit_inside_of_an_interval_is_inconclusive(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "min": 0.9})
    record(database, measured("7", results=[result(value=0.92, low=0.89, high=0.95, level=0.95)]))
    assert [gate.verdict for gate in report(database).gates] == [INCONCLUSIVE]
    assert report(database).passes
    assert report(database).gates[0].by_value == PASS
    assert not report(database, policy=Policy(inconclusive=FAIL)).passes


def test_a_value_below_its_limit_does_not_pass_for_being_uncertain(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "min": 0.9})
    record(database, measured("7", results=[result(value=0.88, low=0.85, high=0.91, level=0.95)]))
    (gate,) = report(database).gates
    assert (gate.verdict, gate.by_value) == (INCONCLUSIVE, FAIL)
    assert gate.why == (
        "0.88 (0.85 to 0.91): the limit is inside the interval, the value does not keep it"
    )
    assert not report(database).passes
    assert report(database, policy=Policy(inconclusive=PASS)).passes


def test_slices_are_judged_one_by_one(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "min": 0.9, "slices": ["*", "country=FR"]})
    record(
        database,
        measured(
            "7",
            results=[
                result(value=0.95),
                result(value=0.8, slice={"country": "SE"}),
                result(value=0.93, slice={"country": "DE"}),
            ],
        ),
    )
    assert verdicts(report(database).gates) == {
        "auc country=SE: at least 0.9": FAIL,
        "auc country=FR: at least 0.9": MISSING,
        "auc : at least 0.9": PASS,
        "auc country=DE: at least 0.9": PASS,
    }


def test_what_is_asked_of_one_version_is_not_asked_of_another(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "min": 0.9}, subject=f"{SUBJECT}@7")
    record(database, measured("6", {"auc": 0.1}), measured("7", {"auc": 0.95}))
    assert report(database).passes
    six = report(database, "6")
    assert (six.gates, six.passes, six.verdict) == ((), False, MISSING)
    assert "no Evaluation asks anything" in six.why


def test_the_data_a_model_learnt_from_proves_nothing(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "min": 0.9})
    for version, split in (("7", "train"), ("8", "Training"), ("9", "train[:80%]")):
        train = replace(DATA, split=split, digest="sha256:t")
        record(database, measured(version, {"auc": 0.99}, dataset=train))
        (gate,) = report(database, version).gates
        why = f"measured on clicks/{split} only, which it learnt from"
        assert (gate.verdict, gate.why) == (MISSING, why)


def test_the_test_split_counts_before_the_others(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "min": 0.9})
    validation = replace(DATA, split="validation", digest="sha256:v")
    record(
        database,
        measured("7", {"auc": 0.8}),
        measured("7", {"auc": 0.95}, "v", dataset=validation, started_at=NOW),
    )
    assert report(database).gates[0].value == 0.8
    assert report(database, dataset="clicks/validation").gates[0].value == 0.95
    assert report(database, dataset="sales").gates == ()


def test_a_baseline_on_other_data_is_missing(database: Database) -> None:
    judged_ranker(database, TWO, baseline="6")
    other = replace(DATA, digest="sha256:2")
    record(database, measured("6", {"auc": 0.5}, dataset=other), measured("7", {"auc": 0.92}))
    assert report(database).gates[0].why == "the baseline 6: it was not measured on clicks/test"


def test_a_metric_of_the_training_is_not_the_metric(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "min": 0.9}, {"metric": "train-loss", "max": 1})
    record(database, measured("7", {"train_auc": 0.99, "train_loss": 0.5}))
    assert verdicts(report(database).gates) == {
        "auc : at least 0.9": MISSING,
        "train-loss : at most 1": PASS,
    }


def test_what_was_measured_at_several_ranks_is_not_chosen_from(database: Database) -> None:
    judged_ranker(database, {"metric": "ndcg", "min": 0.5}, {"metric": "ndcg-at-5", "min": 0.5})
    make_entity(database, "metric:default/ndcg", direction="higher")
    record(database, measured("6", {"ndcg@5": 0.9}))
    record(database, measured("7", {"ndcg@5": 0.9, "ndcg@50": 0.1}))
    assert {gate.verdict for gate in report(database, "6").gates} == {PASS}
    missing, five = report(database).gates
    assert (missing.verdict, five.verdict) == (MISSING, PASS)
    assert missing.why == "it is not clear which is asked about: `ndcg@5` or `ndcg@50`"


def test_a_metric_is_not_compared_with_the_same_at_another_rank(database: Database) -> None:
    judged_ranker(database, {"metric": "ndcg", "mustImproveBy": 0.01}, baseline="6")
    make_entity(database, "metric:default/ndcg", direction="higher", aliases=["gain"])
    record(
        database,
        measured("6", {"ndcg@5": 0.4}),
        measured("7", {"ndcg@10": 0.5}),
        measured("8", {"ndcg_at_5": 0.5}),
    )
    (gate,) = report(database).gates
    assert gate.verdict == MISSING
    assert gate.why.startswith("the baseline 6: not measured")
    assert report(database, "8").passes


def test_a_part_that_is_no_longer_reported_does_not_pass(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "min": 0.7, "slices": ["*"]})
    parts = [result(value=0.9, slice={"country": name}) for name in ("SE", "DE")]
    record(
        database,
        measured("6", results=[result(value=0.9), *parts]),
        measured("7", results=[result(value=0.9), parts[0]]),
    )
    assert verdicts(report(database, baseline="6").gates) == {
        "auc country=DE: at least 0.7": MISSING,
        "auc : at least 0.7": PASS,
        "auc country=SE: at least 0.7": PASS,
    }


def test_other_numbers_of_examples_are_not_compared_without_a_digest(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "mustImproveBy": 0.01}, baseline="6")
    nameless = replace(DATA, digest="")
    few, many = result(value=0.99, n=30), result(value=0.8, n=3000)
    record(
        database,
        measured("6", results=[many], dataset=nameless),
        measured("7", results=[few], dataset=nameless),
    )
    (gate,) = report(database).gates
    assert (gate.verdict, gate.why) == (MISSING, "30 examples, 3,000 of the baseline 6")


def test_a_percentage_keeps_no_bound_of_a_share(database: Database) -> None:
    judged_ranker(database, {"metric": "auc", "min": 0.8})
    record(database, measured("7", {"auc": 75.0}))
    (gate,) = report(database).gates
    assert (gate.verdict, gate.why) == (
        MISSING,
        "75 is outside of what the metric can be, 0 to 1",
    )


def test_single_examples_decide_where_there_are_some(database: Database) -> None:
    judged_ranker(database, {"metric": "accuracy", "mustImproveBy": 0.01}, baseline="6")

    def right(count: int) -> dict[str, list[float]]:
        return {"accuracy": [1.0] * count + [0.0] * (200 - count)}

    record(
        database,
        measured("6", {"accuracy": 0.8}, examples=scored(right(160))),
        measured("7", {"accuracy": 0.9}, examples=scored(right(180))),
        measured("8", {"accuracy": 0.815}, examples=scored(right(163))),
    )
    assert [gate.verdict for gate in report(database).gates] == [PASS]
    assert [gate.verdict for gate in report(database, "8").gates] == [INCONCLUSIVE]
    open_ = report(database, "6", baseline="8", seconds=0)
    assert (open_.gates[0].why, open_.running, open_.passes) == (STILL, True, False)


def test_gates_are_part_of_a_comparison(database: Database) -> None:
    judged_ranker(database, TWO)
    record(database, measured("6", {"auc": 0.95}), measured("7", {"auc": 0.92}))
    found = compared(database, *of_ranker("6", "7")).gates
    assert [(one.subject, one.words, one.verdict) for one in found] == [
        (0, "at least 0.9", PASS),
        (1, "at least 0.9", PASS),
        (1, "at most 0.01 worse than 6", FAIL),
    ]


def test_a_report_goes_over_the_wire_and_into_a_pull_request(database: Database) -> None:
    judged_ranker(database, TWO, {"metric": "loss", "max": 1}, baseline="6")
    record(database, measured("6", {"auc": 0.95}), measured("7", {"auc": 0.92, "loss": math.nan}))
    found = report(database)
    again = report_from(report_json(found))
    assert replace(again, gates=()) == replace(found, gates=())
    assert FORMATS["markdown"](again) == FORMATS["markdown"](found)
    text = FORMATS["markdown"](found)
    assert text.startswith("## model:default/ranker@7 does not pass\n")
    assert "1 fail, 1 missing, 1 pass" in text
    assert "| fail | auc | at most 0.01 worse than 6 |" in text
    assert "what was measured is not a number" in text
