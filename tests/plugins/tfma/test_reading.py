"""Metrics of an evaluation become results, each with its slice, interval and count."""

import math
import struct
from typing import Any

import pytest

from plugins.api import Result
from tests.plugins.tfma.results import (
    codes_of,
    metrics_of,
    read_results,
    run_of,
    values_of,
)
from tests.plugins.tfma.wire import double, key, message, metric, records, slice_key, varint

COUNT = metric(key("example_count"), double(200.0))
AUC = metric(key("auc"), double(0.75))


def test_a_metric_has_its_slice_and_the_number_of_examples() -> None:
    overall = message(slice_key(), COUNT, AUC)
    swedish = message(
        slice_key(country="SE", hour=3),
        metric(key("auc"), double(0.5)),
        metric(key("example_count"), double(20.0)),
    )
    found = metrics_of(overall, swedish)
    assert found.problems == []
    assert Result(metric="auc", value=0.75, n=200) in run_of(found).results
    sliced = {"country": "SE", "hour": "3"}
    assert Result(metric="auc", value=0.5, slice=sliced, n=20) in run_of(found).results


def test_a_float_of_a_slice_is_written_as_people_do() -> None:
    raw = message((1, "price")) + varint(3 << 3 | 5) + struct.pack("<f", 0.1)
    (result, *_) = run_of(metrics_of(message((1, [(1, raw)]), AUC))).results
    assert result.slice == {"price": "0.1"}


def test_an_interval_is_of_95_percent_and_says_how_it_was_found() -> None:
    interval = (3, [(1, double(0.8)), (2, double(0.7)), (3, double(0.02)), (4, [(1, 19)])])
    config = {
        "evalConfig": {
            "options": {
                "computeConfidenceIntervals": True,
                "confidenceIntervals": {"method": "JACKKNIFE"},
            }
        }
    }
    found = metrics_of(
        message(slice_key(), metric(key("auc"), double(0.75), interval)), config=config
    )
    assert run_of(found).results == [
        Result(
            metric="auc",
            value=0.75,
            low=0.7,
            high=0.8,
            level=0.95,
            method="jackknife, t with 19 degrees of freedom",
        )
    ]


def test_a_t_distribution_of_old_files_is_an_interval() -> None:
    # sample_mean 0.74, sample_standard_deviation 0.01, 19 degrees of freedom, unsampled 0.75.
    # The 97.5 % quantile of Student's t with 19 degrees of freedom is 2.093 (any printed table).
    value = [(9, [(1, [(1, 0.74)]), (2, [(1, 0.01)]), (3, [(1, 19)]), (4, [(1, 0.75)])])]
    (it,) = run_of(metrics_of(message(slice_key(), metric(key("auc"), value)))).results
    assert (it.value, it.level) == (0.75, 0.95)
    assert it.low == pytest.approx(0.74 - 0.02093, abs=1e-5)
    assert it.high == pytest.approx(0.74 + 0.02093, abs=1e-5)


def test_bounds_of_an_integral_are_no_interval() -> None:
    bounds = [(1, [(1, 0.7)]), (2, [(1, 0.8)]), (3, [(1, 0.75)])]
    found = metrics_of(
        message(
            slice_key(),
            metric(key("riemann"), [(2, [*bounds, (4, 1)])]),
            metric(key("bootstrap"), [(2, [*bounds, (4, 2)])]),
        )
    )
    riemann, bootstrap = run_of(found).results
    assert (riemann.value, riemann.low, riemann.level) == (0.75, None, None)
    assert (bootstrap.low, bootstrap.high, bootstrap.level) == (0.7, 0.8, 0.95)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"output": "clicks"}, "auc,clicks"),
        ({"weighted": [(1, 1)]}, "auc,weighted"),
        ({"weighted": []}, "auc"),
        ({"sub_key": [(3, [(1, 5)])]}, "auc@5"),
        ({"sub_key": [(2, [(1, 2)])]}, "auc,k2"),
        ({"sub_key": [(1, [(1, 3)])]}, "auc{'class_id': '3'}"),
        ({"sub_key": [(1, [])]}, "auc{'class_id': '0'}"),
        ({"aggregation": [(1, 1)]}, "auc,micro"),
        ({"aggregation": [(3, 1)], "output": "a", "diff": 1}, "auc,a-weighted-macro-diff"),
    ],
)
def test_what_tells_two_metrics_apart_is_in_the_name(fields: dict[str, Any], name: str) -> None:
    it = metric(key("auc", **fields), double(0.75))
    assert values_of(metrics_of(message(slice_key(), it))) == {name: 0.75}


def test_values_of_many_numbers_are_many_results() -> None:
    cutoffs = [(4, [(1, [(1, 5), (2, 0.5)]), (1, [(1, 10), (2, 0.6)]), (1, [(2, 0.7)])])]
    threshold = [(1, 0.5), (3, 40.0), (4, 10.0), (5, 45.0), (2, 5.0), (6, 45 / 55)]
    array = [(7, [(1, 5), (2, 2), (7, struct.pack("<dd", 1.5, 2.5))])]
    scalar = [(7, [(1, 3), (4, varint(7))])]
    found = metrics_of(
        message(
            slice_key(),
            metric(key("ndcg"), cutoffs),
            metric(key("matrix"), [(5, [(1, threshold)])]),
            metric(key("vector"), array),
            metric(key("scalar"), scalar),
            metric(key("words"), [(6, "as a text")]),
        )
    )
    assert found.problems == []
    assert values_of(found) == {
        "ndcg@5": 0.5,
        "ndcg@10": 0.6,
        "ndcg": 0.7,
        "matrix/true_positives,0.5": 45.0,
        "matrix/true_negatives,0.5": 40.0,
        "matrix/false_positives,0.5": 10.0,
        "matrix/false_negatives,0.5": 5.0,
        "matrix/precision,0.5": 45 / 55,
        "vector/0": 1.5,
        "vector/1": 2.5,
        "scalar": 7.0,
    }
    (curve,) = run_of(found).curves
    assert (curve.type, curve.matrix) == ("confusion", [[40, 10], [5, 45]])
    assert run_of(found).tags["words"] == "as a text"


def test_nan_and_infinities_stay_what_they_are() -> None:
    found = metrics_of(
        message(
            slice_key(),
            metric(key("a"), double(math.nan)),
            metric(key("b"), double(-math.inf)),
            metric(key("example_count"), double(math.nan)),
        )
    )
    first, second, count = run_of(found).results
    assert math.isnan(first.value)
    assert second.value == -math.inf
    assert (count.n, first.n) == (None, None)


def test_two_slices_that_are_compared_have_no_name_with_a_direction() -> None:
    cross = (3, [(1, []), (2, [(1, [(1, "country"), (2, "SE")])])])
    found = metrics_of(message(cross, AUC, COUNT))
    auc, _ = run_of(found).results
    assert auc.metric == "auc (baseline slice - slice)"
    assert auc.slice == {"country": "SE", "baseline_slice": "overall"}
    assert auc.n is None


def test_old_files_have_names_without_keys() -> None:
    named = [(2, [(1, "post_export_metrics/example_count"), (2, double(12.0))])]
    loss = (2, [(1, "average_loss"), (2, double(0.5))])
    found = read_results({"metrics": records(message(slice_key(), *named, loss))})
    assert values_of(found) == {"example_count": 12.0, "average_loss": 0.5}
    assert {it.n for it in run_of(found).results} == {12}
    assert codes_of(found) == ["tfma/config"]


TWO = {
    "evalConfig": {"modelSpecs": [{"name": "candidate"}, {"name": "baseline", "isBaseline": True}]},
    "version": "0.46.0",
}


def both() -> bytes:
    return message(
        slice_key(),
        metric(key("auc", model="candidate"), double(0.8)),
        metric(key("auc", model="baseline"), double(0.75)),
        metric(key("auc", model="candidate", diff=1), double(0.05)),
        metric(key("example_count", model="candidate"), double(200.0)),
    )


def test_the_baseline_is_nobody_s_until_the_sidecar_says_whose() -> None:
    found = metrics_of(both(), config=TWO)
    assert values_of(found) == {"auc": 0.8, "auc,diff": 0.05, "example_count": 200.0}
    assert run_of(found).evaluator == "TFMA 0.46.0"
    assert codes_of(found) == ["tfma/model"]
    assert found.problems[0].hint == "say it in the sidecar: `models: {baseline: ranker@1}`"


def test_each_model_has_a_run_of_its_own() -> None:
    files = {"metrics": records(both())}
    sidecar = "model: ranker@2\nmodels: {baseline: ranker@1}\n"
    found = read_results(files, sidecar)
    runs = {(it.subject, it.version): it for it in found.report.evaluations}
    assert set(runs) == {("model:default/ranker", "2"), ("model:default/ranker", "1")}
    assert len({run.id for run in runs.values()}) == 2
    (auc,) = runs["model:default/ranker", "1"].results
    assert (auc.metric, auc.value) == ("auc", 0.75)


def test_of_several_candidates_each_has_to_be_named() -> None:
    config = {"evalConfig": {"modelSpecs": [{"name": "a"}, {"name": "b"}]}}
    slices = message(
        slice_key(),
        metric(key("auc", model="a"), double(0.8)),
        metric(key("auc", model="b"), double(0.7)),
    )
    found = metrics_of(slices, config=config)
    assert found.report.evaluations == []
    assert codes_of(found) == ["tfma/model", "tfma/model"]


def test_what_a_feature_counts_for_is_a_slice() -> None:
    values = [(2, [(1, "age"), (2, double(0.3))]), (2, [(1, "plays"), (2, double(0.7))])]
    attributions = message(slice_key(), (2, [(1, [(1, "total_attributions")]), *values]))
    files = {"metrics": records(message(slice_key(), AUC)), "attributions": records(attributions)}
    assert values_of(read_results(files)) == {
        "auc": 0.75,
        "total_attributions{'feature': 'age'}": 0.3,
        "total_attributions{'feature': 'plays'}": 0.7,
    }


def test_slices_without_metrics_and_values_without_numbers_are_told() -> None:
    found = metrics_of(
        message(slice_key(), AUC, metric(key("odd"), [(3, [(1, "TypeError")])])),
        message(slice_key(country="AX"), (2, [(1, "__ERROR__"), (2, [(10, "too few examples")])])),
    )
    assert values_of(found) == {"auc": 0.75}
    assert codes_of(found) == ["tfma/not-measured", "tfma/no-number"]
    assert "country=AX: too few examples" in found.problems[0].message


def test_shards_are_read_together_and_one_that_lacks_is_told() -> None:
    shard = {
        "metrics-00000-of-00003.tfrecord": records(message(slice_key(), AUC)),
        "metrics-00002-of-00003.tfrecord": records(message(slice_key(a="b"), AUC)),
    }
    found = read_results({"eval_config.json": b"{}", **shard})
    assert values_of(found) == {"auc": 0.75, "auc{'a': 'b'}": 0.75}
    assert codes_of(found) == ["tfma/missing-shard"]


@pytest.mark.parametrize(
    ("data", "kept"),
    [
        (records(message(slice_key(), AUC), b"\xff\xff\xff garbage"), 1),
        (records(message(slice_key(), AUC)) + b"rubbish", 1),
        (records(message(slice_key(), AUC))[:-1], 0),
        (records(b"\x0b" * 5000), 0),  # groups in groups
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", 0),
    ],
)
def test_of_a_broken_file_what_is_whole_is_kept(data: bytes, kept: int) -> None:
    found = read_results({"eval_config.json": b"{}", "metrics": data})
    assert codes_of(found) == ["tfma/record"]
    assert len(found.report.evaluations) == kept


def test_fields_that_nobody_knows_are_passed_over() -> None:
    slices = message(slice_key(), AUC, (900, "new"), (901, 7), (902, [(1, 1.5)]))
    found = metrics_of(slices)
    assert (values_of(found), found.problems) == ({"auc": 0.75}, [])


def test_names_that_are_no_text_are_kept_readable() -> None:
    odd = metric([(1, b"\xffauc")], double(0.5))
    assert values_of(metrics_of(message(slice_key(), odd))) == {"\ufffdauc": 0.5}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "There are no results in `.`"),
        ({"metrics-00000-of-00001.parquet": b"PAR1"}, "is Parquet"),
    ],
)
def test_a_folder_without_results_is_a_problem(files: dict[str, bytes], said: str) -> None:
    found = read_results(files)
    assert codes_of(found) == ["tfma/nothing"]
    assert said in found.problems[0].message


@pytest.mark.parametrize("config", [b"\xff", b"[]", b"{", b"[" * 100_000, b'{"evalConfig": 3}'])
def test_a_config_that_can_not_be_read_costs_only_the_params(config: bytes) -> None:
    found = read_results(
        {"eval_config.json": config, "metrics": records(message(slice_key(), AUC))}
    )
    assert values_of(found) == {"auc": 0.75}
    assert set(codes_of(found)) <= {"tfma/config"}


def test_several_folders_of_one_sidecar_are_several_runs() -> None:
    one = records(message(slice_key(), AUC))
    sidecar = """
model: ranker
dataset: clicks
split: test
evaluations:
- {version: '1', files: [a, b/metrics-00000-of-00001.tfrecord]}
- {version: '2', files: c, evaluated_at: 2026-06-01T12:00:00Z, name: nightly}
"""
    names = ("a/metrics", "b/metrics-00000-of-00001.tfrecord", "c/metrics")
    files = dict.fromkeys(names, one)
    found = read_results(files, sidecar, "eval/all.tfma.yaml")
    runs = found.report.evaluations
    assert [(it.version, it.name, it.id) for it in runs] == [
        ("1", "a", "eval/all.tfma.yaml#0/a"),
        ("1", "b", "eval/all.tfma.yaml#0/b"),
        ("2", "nightly", "eval/all.tfma.yaml#1"),
    ]
    assert [it.line for it in found.problems] == [6, 6, 7]  # no eval_config.json
    assert {it.dataset.ref for it in runs if it.dataset} == {"dataset:default/clicks"}
    assert runs[2].ended_at == 1780315200.0
