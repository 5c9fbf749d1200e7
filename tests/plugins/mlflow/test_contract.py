"""The plugin keeps the contract, whatever an MLflow server answers."""

from plugins.testing import check_plugin
from tests.plugins.mlflow.recorded_server import answers
from tests.plugins.mlflow.story import MODEL_FILE

NAMED = {
    "mlflow.org/experiment": "podcast-search",
    "mlflow.org/registered-model": "podcast-search-ranker",
}


def test_the_contract_kit_finds_nothing_wrong() -> None:
    good = {**answers(), "MLmodel": MODEL_FILE}
    assert check_plugin("mlflow", upstream=good, annotations=NAMED) == []
