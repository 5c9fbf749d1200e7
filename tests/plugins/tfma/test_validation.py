"""Whether a model was good enough is attached to it, shown, found and checked."""

import json
from typing import Any

import pytest

from plugins.api import Entity, Reading
from plugins.host.loading import LoadedPlugin, load_plugins
from plugins.host.templates import rendered
from plugins.tfma.checks import failures, is_rubber_stamped, is_validated
from tests.plugins.tfma.results import read_results
from tests.plugins.tfma.wire import Field, double, key, message, metric, records, slice_key

RANKER = Entity(
    ref="model:default/ranker",
    kind="Model",
    namespace="default",
    name="ranker",
    title="ranker",
    document={"metadata": {"name": "ranker"}},
)
METRICS = records(message(slice_key(), metric(key("auc"), double(0.5))))
# metric_key, metric_threshold, metric_value, message. Bounds of 0.6 and above; the change has to
# be above 0.01: value_threshold is 1, change_threshold 2 with absolute 1 and direction 3.
FAILURE: list[Field] = [
    (1, key("auc")),
    (2, [(1, [(1, [(1, 0.6)])]), (2, [(1, [(1, 0.01)]), (3, 2)])]),
    (3, double(0.5)),
    (4, "Metric value is not good enough"),
]
FAILED = message(
    (2, [(2, [(1, [(1, "country"), (2, "SE")])]), (3, FAILURE)]),
    (3, [(1, "hour")]),
    (4, [(1, [(1, []), (2, 1)]), (1, [(1, [(1, "country")]), (2, 4)])]),
)


def validated(*outcomes: bytes, sidecar: str = "model: ranker@7\n") -> Reading:
    files = {"metrics": METRICS, "eval_config.json": b"{}"}
    return read_results({**files, "validations.tfrecord": records(*outcomes)}, sidecar)


def value_of(found: Reading) -> Any:
    (attachment,) = found.report.attachments
    assert (attachment.entity, attachment.type) == ("model:default/ranker", "validation")
    return attachment.value


@pytest.fixture(scope="module")
def loaded() -> LoadedPlugin:
    found = load_plugins().get("tfma")
    assert found
    return found


def test_what_was_not_good_enough_is_named() -> None:
    found = validated(FAILED)
    (it,) = value_of(found)["evaluations"]
    assert (it["outcome"], it["version"], it["failure_count"]) == ("failed", "7", 1)
    assert it["failures"] == [
        {
            "slice": "country=SE",
            "metric": "auc",
            "value": "0.5",
            "wanted": "at least 0.6; change from the baseline above 0.01",
            "message": "Metric value is not good enough",
        }
    ]
    assert it["missing_slices"] == ["each hour"]
    assert it["checked"] == [
        {"slices": "overall", "matching": 1},
        {"slices": "each country", "matching": 4},
    ]
    assert found.report.evaluations[0].tags["validation"] == "failed"


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        (message((1, 1)), "passed"),
        (message((1, 1), (7, 1)), "rubber-stamped"),
        (message((6, 1)), "failed"),
        (b"", "failed"),
    ],
)
def test_a_validation_has_one_of_three_outcomes(record: bytes, outcome: str) -> None:
    assert value_of(validated(record))["evaluations"][0]["outcome"] == outcome


def test_a_comparison_of_slices_is_told_with_its_baseline() -> None:
    cross = (4, [(1, []), (2, [(1, [(1, "country"), (2, "SE")])])])
    found = validated(message((2, [cross, (3, FAILURE)]), (5, [(1, []), (2, [(1, "hour")])])))
    (it,) = value_of(found)["evaluations"]
    assert it["failures"][0]["slice"] == "country=SE against overall"
    assert it["missing_slices"] == ["overall against each hour"]


def test_what_is_attached_fits_its_schema_and_is_shown_escaped(loaded: LoadedPlugin) -> None:
    odd = FAILED.replace(b"country", b"<b>odd<")
    value = value_of(validated(odd))
    kind = loaded.attachment("validation")
    assert kind
    assert kind.schema().validate(json.loads(json.dumps(value))) == {}
    html = rendered(loaded.panels[0].template, {"value": value, "attachment": {}, "entity": RANKER})
    assert "<b>Failed</b>, version 7: tfma" in html
    assert "&lt;b&gt;odd&lt;=SE" in html
    assert "at least 0.6; change from the baseline above 0.01" in html


def test_checks_look_at_the_newest_validation() -> None:
    sidecar = """
model: ranker
evaluations:
- {version: '2', evaluated_at: 2026-02-01, files: .}
- {version: '1', evaluated_at: 2026-01-01, files: old}
"""
    files = {
        "metrics": METRICS,
        "validations.tfrecord": records(message((1, 1), (7, 1))),
        "old/metrics": METRICS,
        "old/validations.tfrecord": records(FAILED),
    }
    value = value_of(read_results(files, sidecar))
    assert [it["outcome"] for it in value["evaluations"]] == ["rubber-stamped", "failed"]
    attached = {"validation": [value]}
    assert is_validated(RANKER, attached) is True
    assert is_rubber_stamped(RANKER, attached) is True
    assert failures(RANKER, attached) == 0
    both = {"validation": [value, value_of(validated(FAILED))]}
    assert (is_validated(RANKER, both), failures(RANKER, both)) == (False, 1)


def test_nothing_is_known_of_what_was_not_validated() -> None:
    assert read_results({"metrics": METRICS}).report.attachments == []
    for check in (is_validated, failures, is_rubber_stamped):
        assert check(RANKER, {"validation": [{"evaluations": []}]}) is None
