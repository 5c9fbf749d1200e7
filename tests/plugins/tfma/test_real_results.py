"""Results that TFMA itself wrote are read as TFMA's own messages say.

`tfma_metrics_decoded.json` was made by TFMA's generated code. What is expected of a config was read
off the file by eye.
"""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from plugins.tfma.config import Config, read_config
from tests.plugins.tfma.results import folder_files, read_results, run_of

TOOLKIT = "tensorflow__model-card-toolkit/model_card_toolkit/utils/testdata/tfx_oss_0_21"
TAXI = {
    "signature_name": "eval",
    "slices": "overall; each trip_start_hour",
    "threshold.accuracy.lower_bound": 0.6,
}
CONFIGS = {
    f"{TOOLKIT}/Evaluator/evaluation/7": ("0.21.6", {"slices": "overall", "min_slice_size": 1}),
    f"{TOOLKIT}/Evaluator/evaluation/8": (
        "0.21.6",
        {"slices": "each weekday; overall", "min_slice_size": 1},
    ),
    "tensorflow__tfx/@d5f553a9/tfx/experimental/pipeline_testing/testdata/Evaluator/evaluation": (
        "0.21.6",
        TAXI,
    ),
    "tensorflow__tfx/@fddf5c6f/tfx/experimental/pipeline_testing/testdata/Evaluator/evaluation": (
        "0.21.6",
        TAXI,
    ),
    "tensorflow__tfx/@297e48ee/tfx/recorded/chicago_taxi_beam/Evaluator/evaluation": (
        "0.21.6",
        TAXI,
    ),
}


@pytest.fixture(scope="module")
def sample(shared: Path) -> Path:
    return shared / "ml-samples" / "tfx"


def test_every_metric_is_that_of_tfma_s_own_messages(sample: Path) -> None:
    decoded = json.loads((sample / "tfma_metrics_decoded.json").read_text())
    found = read_results(folder_files(sample / "tfma_eval"))
    assert found.problems == []
    expected = {
        (it["key"]["name"], _slice(each)): it["value"]["doubleValue"]
        for each in decoded
        for it in each["metricKeysAndValues"]
    }
    results = {(it.metric, tuple(it.slice.items())): it.value for it in run_of(found).results}
    assert results == expected
    assert len(results) == 9


def _slice(decoded: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (it["column"], base64.b64decode(it["bytesValue"]).decode())
        for it in decoded["sliceKey"].get("singleSliceKeys", ())
    )


def test_the_sample_is_a_whole_run(sample: Path) -> None:
    found = read_results(folder_files(sample / "tfma_eval"))
    run = run_of(found)
    assert (run.subject, run.version, run.evaluator) == ("model:default/ranker", "7", "TFMA 0.52.0")
    assert {(it.slice.get("market"), it.n) for it in run.results} == {
        (None, 200),
        ("se", 99),
        ("us", 101),
    }
    assert run.params == {
        "label_key": "label",
        "prediction_key": "prediction",
        "slices": "overall; each market",
        "threshold.BinaryAccuracy.lower_bound": 0.5,
    }
    assert run.tags == {"validation": "passed"}
    (attachment,) = found.report.attachments
    (outcome,) = attachment.value["evaluations"]
    assert (outcome["outcome"], outcome["failures"]) == ("passed", [])
    assert outcome["checked"] == [{"slices": "overall", "matching": 3}]


@pytest.mark.parametrize("folder", CONFIGS)
def test_configs_of_real_pipelines_are_understood(shared: Path, folder: str) -> None:
    file = shared / "corpus" / "eval-json" / folder / "eval_config.json"
    config = read_config(file.read_bytes())
    assert (config.version, config.params) == CONFIGS[folder]
    assert (list(config.models), config.candidates, config.data) == ([""], [""], "")
    (location,) = config.locations.values()
    assert "/Trainer/model/" in location


def test_a_config_may_use_the_fields_own_names() -> None:
    text = b"""{"eval_config": {"model_specs": [{"name": "a"}, {"name": "b", "is_baseline": true}],
      "slicing_specs": [{"feature_values": {"homeTown": "Oslo"}}],
      "metrics_specs": [{"metrics": [{"class_name": "AUC", "config": "{\\"name\\": \\"myAuc\\"}",
        "threshold": {"change_threshold": {"direction": "HIGHER_IS_BETTER", "absolute": -1e-10}},
        "per_slice_thresholds": [{"slicing_specs": [{"feature_keys": ["x"]}],
          "threshold": {"value_threshold": {"upper_bound": 0.9}}}]}],
        "per_slice_thresholds": {"camelCase": {"thresholds": [{"slicing_specs": [{}],
          "threshold": {"value_threshold": {"lower_bound": 0.1}}}]}}}],
      "options": {"confidence_intervals": {"method": 1}}}, "data_location": "gs://clicks/test"}"""
    assert read_config(text) == Config(
        models=["a", "b"],
        baselines=["b"],
        method="Poisson bootstrap",
        data="gs://clicks/test",
        params={
            "slices": "homeTown=Oslo",
            "threshold.myAuc.change.absolute": -1e-10,
            "threshold.myAuc.change.direction": "HIGHER_IS_BETTER",
            "threshold.myAuc[each x].upper_bound": 0.9,
            "threshold.camelCase[overall].lower_bound": 0.1,
        },
    )
