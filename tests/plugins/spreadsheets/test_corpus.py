"""Real sheets of other people: what was looked up in them by hand is found in them.

The values were read off the files themselves: the first row, the last, and some that are odd: a
model of several image sizes, thousands in quotation marks, rows without numbers.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.api import EvaluationRun, Reading
from plugins.spreadsheets.guessing import guessed
from plugins.spreadsheets.opening import open_sheet
from plugins.spreadsheets.recovering import recover
from plugins.spreadsheets.sheet import Sheet
from tests.plugins.spreadsheets.sheets import read_beside

pytestmark = pytest.mark.slow

RESULTS = """
always: {dataset: imagenet-val, split: validation}
columns: {model: model, img_size: param, top1: metric, top1_err: metric, top5: metric,
  top5_err: metric, param_count: param as params, crop_pct: param, interpolation: param}
"""
SHIFTED = """
always: {dataset: shifted, split: test}
columns: {model: model, img_size: param, top1: metric, top5: metric, param_count: param,
  top1_diff: metric as top1 difference, rank_diff: metric as ranks lost}
"""
INFERENCE = """
columns: {model: model, infer_img_size: param as image size, infer_batch_size: param as batch,
  infer_samples_per_sec: metric as throughput, infer_step_time: metric as latency in ms}
"""
TRAINING = """
columns: {model: model, train_img_size: param as image size, train_batch_size: param as batch,
  train_samples_per_sec: metric as throughput, train_step_time: metric as step in ms}
"""
SIZE = "image size"

# Sheet, mapping, then (model, size of its images, metric, value).
BY_HAND: Mapping[str, tuple[str, list[tuple[str, int, str, float]]]] = {
    "results-imagenet": (
        RESULTS,
        [
            ("eva02_large_patch14_448.mim_m38m_ft_in22k_in1k", 448, "top1", 90.056),
            ("eva02_large_patch14_448.mim_m38m_ft_in22k_in1k", 448, "top5_err", 0.946),
            ("eva_giant_patch14_560.m30m_ft_in22k_in1k", 560, "top1", 89.790),
            ("resnet50.a1_in1k", 288, "top1", 81.240),
            ("resnet50.a1_in1k", 224, "top1", 80.382),
            ("test_vit.r160_in1k", 160, "top5_err", 32.618),
        ],
    ),
    "results-imagenet-real": (
        SHIFTED,
        [
            ("eva02_large_patch14_448.mim_m38m_ft_in22k_in1k", 448, "top1 difference", 1.088),
            ("eva_giant_patch14_336.clip_ft_in1k", 336, "ranks lost", 5),
            ("eva02_large_patch14_448.mim_in22k_ft_in22k_in1k", 448, "ranks lost", -1),
            ("resnet50.a1_in1k", 224, "ranks lost", -61),
            ("test_vit.r160_in1k", 160, "top1", 47.087),
        ],
    ),
    "results-imagenetv2-matched-frequency": (
        SHIFTED,
        [
            ("eva02_large_patch14_448.mim_in22k_ft_in22k_in1k", 448, "top1", 82.770),
            ("eva02_large_patch14_448.mim_m38m_ft_in1k", 448, "top1 difference", -7.150),
            ("test_vit.r160_in1k", 160, "top5", 56.600),
        ],
    ),
    "results-imagenet-a": (
        SHIFTED,
        [
            ("eva02_large_patch14_448.mim_m38m_ft_in22k_in1k", 448, "top1", 88.627),
            ("eva_giant_patch14_560.m30m_ft_in22k_in1k", 560, "top1 difference", -11.500),
            ("resmlp_24_224.fb_dino", 224, "top1", 0.480),
            ("resmlp_24_224.fb_dino", 224, "top5", 2.320),
        ],
    ),
    "results-imagenet-a-clean": (
        RESULTS,
        [
            ("eva02_large_patch14_448.mim_in22k_ft_in22k_in1k", 448, "top1", 98.940),
            ("eva02_large_patch14_448.mim_in22k_ft_in1k", 448, "top5", 99.840),
            ("test_resnet.r160_in1k", 160, "top1_err", 37.840),
        ],
    ),
    "results-imagenet-r": (
        SHIFTED,
        [
            ("vit_so400m_patch14_siglip_378.webli_ft_in1k", 378, "top1", 90.847),
            ("convnext_xxlarge.clip_laion2b_soup_ft_in1k", 256, "ranks lost", 17),
            ("test_vit.r160_in1k", 160, "top1 difference", -50.567),
        ],
    ),
    "results-imagenet-r-clean": (
        RESULTS,
        [
            ("eva02_large_patch14_448.mim_in22k_ft_in22k_in1k", 448, "top1", 98.160),
            ("eva_giant_patch14_336.m30m_ft_in22k_in1k", 336, "top5", 99.900),
            ("test_vit.r160_in1k", 160, "top1", 63.980),
        ],
    ),
    "results-sketch": (
        SHIFTED,
        [
            ("vit_so400m_patch14_siglip_gap_378.webli_ft_in1k", 378, "top1", 71.717),
            ("eva_giant_patch14_560.m30m_ft_in22k_in1k", 560, "top5", 87.471),
            ("resnet50.a1_in1k", 288, "top1 difference", -53.051),
            ("resnet50.a1_in1k", 288, "ranks lost", -269),
            ("test_vit.r160_in1k", 160, "top1", 4.862),
        ],
    ),
    "benchmark-infer-amp-nchw-pt113-cu117-rtx3090": (
        INFERENCE,
        [
            ("tinynet_e", 106, "throughput", 49277.65),
            ("lcnet_035", 224, "latency", 24.949),
            ("eva_giant_patch14_560", 560, "latency", 4631.037),
        ],
    ),
    "benchmark-infer-amp-nchw-pt210-cu121-rtx3090": (
        INFERENCE,
        [
            ("tinynet_e", 106, "throughput", 50604.03),
            ("vit_small_resnet50d_s16_224", 224, "latency", 705.439),
            ("samvit_huge_patch16", 1024, "throughput", 6.31),
        ],
    ),
    "benchmark-infer-amp-nchw-pt240-cu124-rtx3090": (
        INFERENCE,
        [
            ("test_vit", 160, "throughput", 109337.21),
            ("mobilenetv3_large_150d", 224, "latency", 201.003),
            ("samvit_huge_patch16", 1024, "latency", 944.29),
        ],
    ),
    "benchmark-infer-amp-nchw-pt240-cu124-rtx4090": (
        INFERENCE,
        [
            ("test_vit", 160, "latency", 5.426),
            ("test_efficientnet", 160, "throughput", 101055.26),
            ("samvit_huge_patch16", 1024, "throughput", 9.99),
        ],
    ),
    "benchmark-infer-amp-nchw-pt240-cu124-rtx4090-dynamo": (
        INFERENCE,
        [
            ("test_efficientnet", 160, "throughput", 188911.31),
            ("test_byobnet", 160, "latency", 1.426),
            ("samvit_huge_patch16", 1024, "latency", 770.869),
        ],
    ),
    "benchmark-infer-amp-nchw-pt291-cu128-4090": (
        INFERENCE,
        [
            ("test_vit", 160, "throughput", 194812.41),
            ("test_byobnet", 160, "latency", 9.387),
            ("samvit_huge_patch16", 1024, "latency", 636.49),
        ],
    ),
    "benchmark-infer-amp-nchw-pt291-cu130-5090": (
        INFERENCE,
        [
            ("test_vit2", 160, "latency", 4.898),
            ("samvit_huge_patch16", 1024, "throughput", 9.69),
            ("samvit_huge_patch16", 1024, "latency", 619.462),
        ],
    ),
    "benchmark-infer-amp-nchw-pt291-cu130-pro6000maxq": (
        INFERENCE,
        [
            ("test_vit", 160, "throughput", 268105.47),
            ("test_vit2", 160, "latency", 9.69),
            ("samvit_huge_patch16", 1024, "throughput", 9.46),
        ],
    ),
    "benchmark-infer-amp-nhwc-pt113-cu117-rtx3090": (
        INFERENCE,
        [
            ("tinynet_e", 106, "latency", 14.068),
            ("lcnet_035", 224, "throughput", 53629.35),
            ("eva_giant_patch14_560", 560, "throughput", 10.52),
        ],
    ),
    "benchmark-infer-amp-nhwc-pt210-cu121-rtx3090": (
        INFERENCE,
        [
            ("mobilenetv3_small_050", 224, "throughput", 56785.93),
            ("efficientvit_m0", 224, "latency", 20.205),
            ("samvit_huge_patch16", 1024, "latency", 1210.638),
        ],
    ),
    "benchmark-infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo": (
        INFERENCE,
        [
            ("test_byobnet", 160, "throughput", 930.48),
            ("resnet50", 160, "throughput", 43.63),
            ("resnet50", 176, "latency", 25.095),
            ("resnet50", 288, "throughput", 20.27),
            ("samvit_huge_patch16", 1024, "latency", 21270.331),
        ],
    ),
    "benchmark-infer-fp32-nchw-pt221-cpu-i9_10940x-dynamo": (
        INFERENCE,
        [
            ("tf_mobilenetv3_small_minimal_100", 224, "throughput", 309.77),
            ("resnet10t", 176, "latency", 3.231),
            ("samvit_huge_patch16", 1024, "latency", 5153.132),
        ],
    ),
    "benchmark-train-amp-nhwc-pt112-cu113-rtx3090": (
        TRAINING,
        [
            ("tinynet_e", 106, "throughput", 11915.85),
            ("senet154", 224, "step", 862.828),
            ("tf_efficientnet_l2_ns", 800, "throughput", 3.93),
        ],
    ),
    "benchmark-train-amp-nchw-pt112-cu113-rtx3090": (
        TRAINING,
        [
            ("mobilenetv3_small_050", 224, "step", 68.392),
            ("tf_mobilenetv3_small_minimal_100", 224, "throughput", 6438.14),
            ("tf_efficientnet_l2_ns", 800, "step", 287.247),
        ],
    ),
}
# Sheets of the same shapes that no row was looked up in, by how many of their rows have numbers.
OTHERS = {
    "benchmark-infer-amp-nchw-pt291-cu128-4090-dynamo": 1625,
    "benchmark-infer-amp-nchw-pt291-cu130-5090-dynamo": 1627,
    "benchmark-infer-amp-nchw-pt291-cu130-pro6000maxq-dynamo": 1628,
    "benchmark-infer-amp-nhwc-pt240-cu124-rtx3090": 1430,
    "benchmark-infer-amp-nhwc-pt240-cu124-rtx4090": 1441,
    "benchmark-infer-amp_bf16-nchw-pt291-cu130-pro6000maxq-dynamo": 1628,
    "benchmark-infer-bf16-nchw-pt291-cu130-pro6000maxq-dynamo": 1622,
    "benchmark-infer-fp32-nchw-pt240-cpu-i9_10940x-dynamo": 1435,
}
WITHOUT_NUMBERS = "model_metadata-in1k"


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "corpus/spreadsheets/huggingface__pytorch-image-models/results"


def given(folder: Path, name: str, mapping: str) -> Reading:
    near = {f"{name}.csv": (folder / f"{name}.csv").read_bytes()}
    return read_beside(f"sheet: {name}.csv{mapping}", near)


def found(runs: tuple[EvaluationRun, ...]) -> set[tuple[str, object, str, float]]:
    return {
        (
            run.subject.removeprefix("model:default/"),
            run.params.get(SIZE, run.params.get("img_size")),
            result.metric,
            result.value,
        )
        for run in runs
        for result in run.results
    }


@pytest.mark.parametrize("name", BY_HAND)
def test_what_was_looked_up_is_found(name: str, folder: Path) -> None:
    mapping, expected = BY_HAND[name]
    reading = given(folder, name, mapping)
    assert set(expected) - found(tuple(reading.report.evaluations)) == set()
    assert not reading.problems


def test_all_sheets_there_are_are_looked_at(folder: Path) -> None:
    names = {file.stem for file in folder.glob("*.csv")}
    assert names == {*BY_HAND, *OTHERS, WITHOUT_NUMBERS}


@pytest.mark.parametrize("name", OTHERS)
def test_the_other_sheets_give_a_run_for_each_row(name: str, folder: Path) -> None:
    reading = given(folder, name, INFERENCE)
    assert len(reading.report.evaluations) == OTHERS[name]
    assert not reading.problems


def test_rows_without_numbers_are_no_runs(folder: Path) -> None:
    """The last two rows, of models that did not fit into memory."""
    reading = given(folder, "benchmark-infer-amp-nchw-pt210-cu121-rtx3090", INFERENCE)
    names = {run.name for run in reading.report.evaluations}
    assert names.isdisjoint({"eva02_enormous_patch14_clip_224", "vit_huge_patch16_gap_448"})
    assert len(reading.report.evaluations) == 1291


def test_thousands_in_quotation_marks_are_numbers(folder: Path) -> None:
    reading = given(folder, "results-imagenet", RESULTS)
    giant = next(
        run for run in reading.report.evaluations if run.name.startswith("eva_giant_patch14_560")
    )
    assert giant.params["params"] == 1014.45


def test_a_sheet_without_numbers_says_so(folder: Path) -> None:
    mapping = "\ncolumns: {model: model, pretrain: metric}"
    reading = given(folder, WITHOUT_NUMBERS, mapping)
    assert not reading.report.evaluations
    first = reading.problems[0]
    assert (first.path, first.code) == ("B2", "spreadsheets/number")
    assert "`in1k-adv` is no number" in first.message
    guess = given(folder, WITHOUT_NUMBERS, "\ncolumns: {model: model, pretrain: param}")
    assert "no column is a metric" in guess.problems[0].message


def test_without_the_size_of_images_two_rows_contradict_each_other(folder: Path) -> None:
    mapping = "\ncolumns: {model: model, top1: metric}"
    reading = given(folder, "results-imagenet", mapping)
    first, last = reading.problems[0], reading.problems[-1]
    assert first.path == "C73"
    assert "convnextv2_large.fcmae_ft_in22k_in1k is 87.266 here" in first.message
    assert "and 87.494 in C57: neither counts" in first.message
    assert "more cells could not be read" in last.message
    assert "resnet50.a1_in1k" not in {run.name for run in reading.report.evaluations}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_guess_finds_the_same_numbers(name: str, folder: Path) -> None:
    """Under the columns' own names."""
    sheet = open_sheet(f"{name}.csv", (folder / f"{name}.csv").read_bytes())
    assert isinstance(sheet, Sheet)
    recovered = recover(sheet, guessed(sheet))
    values = {
        (run.subject.removeprefix("model:default/"), result.value)
        for run in recovered.runs
        for result in run.results
    }
    wanted = {(it[0], it[3]) for it in BY_HAND[name][1] if it[2] != "ranks lost"}
    assert wanted - values == set()
    assert not recovered.problems
