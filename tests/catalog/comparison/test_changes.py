"""What changed between subjects."""

import pytest

from catalog.comparison.views import Change, Comparison
from catalog.evaluations.record_versions import record_model_versions
from catalog.store.database import Database
from plugins.facts import DatasetUse, ModelVersion
from tests.builders import Workshop, a_descriptor
from tests.catalog.comparison.compared import compared, measured, of_ranker, record
from tests.catalog.evaluations.runs import NOW, SUBJECT
from tests.catalog.evaluations.seen import make_entity


def change(found: Comparison, group: str, name: str) -> Change:
    return next(one for one in found.changes if (one.group, one.name) == (group, name))


@pytest.fixture
def ranker(database: Database) -> None:
    make_entity(database, SUBJECT)


@pytest.mark.usefixtures("ranker")
def test_params_data_code_and_environment_are_set_side_by_side(database: Database) -> None:
    clicks = DatasetUse(name="clicks", split="train", digest="sha256:9", rows=1000)
    record(
        database,
        measured(
            "6",
            {"auc": 0.9},
            params={"lr": 0.001, "depth": 6},
            tags={"python": "3.11"},
            commit="abc1234",
            trained_on=[clicks],
            evaluator="eval 1",
        ),
        measured("7", {"auc": 0.9}, params={"lr": "1e-3", "depth": 8}, tags={"python": "3.12"}),
    )
    found = compared(database, *of_ranker("6", "7"))
    assert change(found, "params", "depth").values == ("6", "8")
    assert change(found, "params", "depth").differs
    assert not change(found, "params", "lr").differs
    assert change(found, "environment", "python").values == ("3.11", "3.12")
    assert change(found, "environment", "evaluator").values == ("eval 1", "")
    assert change(found, "code", "commit").values == ("abc1234", "")
    trained = change(found, "data", "trained on clicks/train")
    assert trained.values == ("sha256:9, 1,000 rows", "")
    assert not change(found, "data", "measured on").differs


@pytest.mark.usefixtures("ranker")
def test_the_training_run_of_a_version_says_what_it_was_made_with(database: Database) -> None:
    training = measured("6", {"auc": 1.0}, "train-6", type="training", params={"lr": 1, "seed": 3})
    record(
        database,
        training,
        measured("6", {"auc": 0.9}, params={"seed": 4, "batch": 5}),
        measured("7", {"auc": 0.9}),
    )
    version = ModelVersion(model=SUBJECT, version="6", run="train-6", params={"lr": 2})
    with database.write() as connection:
        record_model_versions(connection, "test", [version], NOW)
    found = compared(database, *of_ranker("6", "7"))
    values = {one.name: one.values[0] for one in found.changes if one.group == "params"}
    assert values == {"lr": "2", "seed": "3", "batch": "5"}


def test_features_are_those_the_descriptor_named_with_the_version(workshop: Workshop) -> None:
    def model(*versions: str, features: list[str]) -> str:
        declared = [{"version": version} for version in versions]
        return a_descriptor("ranker", "Model", {"versions": declared, "usesFeatures": features})

    project = a_descriptor("churn", "Project")
    workshop.write("a.yaml", project, model("1", features=["clicks", "default/age"]))
    workshop.ingest()
    workshop.write("a.yaml", project, model("2", "1", features=["clicks", "pay/spend"]))
    workshop.ingest()
    found = compared(workshop.database, *of_ranker("1", "2"))
    features = {one.name: one.values for one in found.changes if one.group == "features"}
    assert features == {
        "age": ("used", ""),
        "clicks": ("used", "used"),
        "pay/spend": ("", "used"),
    }
    assert found.comparability.verdict == "not"


@pytest.mark.usefixtures("ranker")
def test_a_value_that_is_missing_is_a_difference(database: Database) -> None:
    record(database, measured("6", {"a": 1}, params={"x": 1}), measured("7", {"a": 1}))
    assert change(compared(database, *of_ranker("6", "7")), "params", "x").differs
