"""Results that lie in real repositories. What is expected was read off the files by eye."""

from pathlib import Path

import pytest

from plugins.api import EvaluationRun
from tests.plugins.evaljson.reading import read_folder, values

pytestmark = pytest.mark.slow

ENGLISH, GENDER = "crows_pairs_english", "crows_pairs_english_gender"
# File, task, and what stands there: likelihood_difference with its standard error, and
# pct_stereotype with its own.
CROWS = [
    ("pythia-19m-deduped-step103000_eval_results_01-20-2023-15-59-23", GENDER,
     (28.50029296875, 2.6557979290127207, 0.490625, 0.02798970418494101)),
    ("pythia-350m-deduped-step46500_eval_results_01-23-2023-01-50-02", ENGLISH,
     (10.742685971973764, 0.7261035009819088, 0.5372689326177699, 0.012179324068364764)),
    ("pythia-1.3b-deduped-step16500_eval_results_01-20-2023-14-44-09", ENGLISH,
     (12.838541666666666, 0.859572476811758, 0.5336911150864639, 0.012185541257180467)),
    ("pythia-6.9b-deduped-step143000_eval_results_01-23-2023-01-15-14", GENDER,
     (39.5826171875, 3.594224872403474, 0.596875, 0.027464153574852337)),
    ("intervention-19m-deduped-step137000_eval_results_01-21-2023-21-02-18", ENGLISH,
     (10.447199239713775, 0.6770578083970419, 0.5289206917113893, 0.012192851538266538)),
    ("long-intervention-1.3b-deduped-step61500_eval_results_01-23-2023-14-09-15", GENDER,
     (33.82802734375, 3.245773171130515, 0.5875, 0.027562624618531362)),
    ("intervention-6.9b-deduped-step141000_eval_results_01-23-2023-01-12-25", ENGLISH,
     (12.721871273106737, 0.8691014527182266, 0.5879546809779368, 0.012022849519033284)),
    ("intervention-1.3b-deduped-step71500_eval_results_01-21-2023-19-18-21", ENGLISH,
     (11.167542486583184, 0.7478886420708913, 0.5736434108527132, 0.012080098824602483)),
]  # fmt: skip
EVALS = "corpus/eval-json/EleutherAI__pythia/evals/bias-evals"
CARDS = "corpus/eval-json/tensorflow__model-card-toolkit/model_card_toolkit/utils/testdata"


@pytest.mark.parametrize(("file", "task", "expected"), CROWS)
def test_values_and_errors_are_those_in_the_file(
    shared: Path, file: str, task: str, expected: tuple[float, float, float, float]
) -> None:
    model = file.partition("-deduped")[0]
    sidecar = f"model: {model}\nfiles: '{model}-deduped-{{version}}_eval_results_*.json'\n"
    found = read_folder(shared / EVALS, "a.lm-eval.yaml", sidecar)
    (run,) = (it for it in found.report.evaluations if (it.group, it.name) == (file, task))
    difference, error, stereotype, its_error = expected
    assert values(run) == {"likelihood_difference": difference, "pct_stereotype": stereotype}
    assert run.results[0].high == pytest.approx(difference + 1.96 * error, rel=1e-4)
    assert run.results[1].low == pytest.approx(stereotype - 1.96 * its_error, rel=1e-4)
    assert f"-{run.version}_" in file
    assert run.params["model_args.iteration"] == int(run.version.removeprefix("step"))
    assert run.params["task_version"] == 0
    assert run.dataset
    assert (run.dataset.name, run.dataset.split) == (task, "")


def test_a_result_for_each_prompt_of_the_bigscience_fork(shared: Path) -> None:
    found = read_folder(shared / EVALS / "winobias", "lm-eval.yaml", "model: p@2\nfiles: 1.4B\n")
    assert list(found.problems) == []
    assert len(found.report.evaluations) == 4 * 8
    by_id = {run.id: run for run in found.report.evaluations}
    start = "lm-eval.yaml/1.4B/eval_results_02-15-2023-22-20-32.json/wino_bias_"
    expected = {
        "type1_pro / What does p stand for": (0.2676767676767677, 0.022277076582680112),
        "type1_pro / refers_to": (0.06060606060606061, 0.012005585833256277),
        "type1_anti / What does p stand for": (0.14898989898989898, 0.01791625448176565),
        "type2_pro / What does p stand for": (0.09343434343434344, 0.01464381900985048),
    }
    for name, (value, error) in expected.items():
        (result,) = by_id[start + name].results
        assert (result.metric, result.value) == ("em", value)
        assert result.low == pytest.approx(value - 1.96 * error, rel=1e-3)
    other = by_id[start.replace("22-20-32", "22-30-32") + "type1_anti / refers_to"]
    assert values(other) == {"em": 0.16666666666666666}
    assert other.params["dataset_path"] == "wino_bias"
    assert other.started_at == 1676500232.0  # 2023-02-15 22:30:32 UTC


def test_every_file_of_results_is_read(shared: Path) -> None:
    found = read_folder(shared / EVALS, "lm-eval.yaml", "model: pythia\nfiles: .\n")
    assert list(found.problems) == []
    groups = {run.group for run in found.report.evaluations}
    files = list((shared / EVALS).rglob("*.json"))
    assert groups == {file.stem for file in files}
    assert len(files) == 150
    assert all(run.results for run in found.report.evaluations)


@pytest.mark.parametrize("schema", ["cats_vs_dogs_v0_0_1", "cats_vs_dogs_v0_0_2"])
def test_a_model_card_has_a_value_for_each_slice(shared: Path, schema: str) -> None:
    run = card(shared, f"{schema}.json")
    assert values(run) == {
        "accuracy": 0.9781249761581421,
        "accuracy slice=cat": 0.9932885766029358,
        "accuracy slice=Dog": 0.9649122953414917,
    }
    assert [(it.low, it.high) for it in run.results] == [
        (None, None),
        (0.9832885766, 1.0032885766),
        (0.95491229534, 0.97491229534),
    ]
    assert run.version == "v1.0"


def test_what_a_card_calls_overall_is_no_slice(shared: Path) -> None:
    (result,) = card(shared, "full.json").results
    assert (result.value, result.low, result.high, result.slice) == (0.9, 0.85, 0.95, {})


def card(shared: Path, name: str) -> EvaluationRun:
    sidecar = f"model: cats\nfiles: {name}\n"
    (run,) = read_folder(shared / CARDS, "model-card.yaml", sidecar).report.evaluations
    return run
