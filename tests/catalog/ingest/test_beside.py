"""The files beside one that a plugin reads, asked for by patterns."""

from pathlib import Path

import pytest

from catalog.ingest.beside import NEAR_BYTES, NEAR_FILES, with_beside
from catalog.ingest.prepared import SourceFile
from catalog.locations import LocationSpec, ReadPolicy, open_snapshot
from catalog.store.origin import Origin
from tests.builders import Workshop
from tests.catalog.ingest.test_readers import children, kept, kitchen

__all__ = ["children", "kept", "kitchen"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "root"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def beside(root: Path, *needs: str, path: str = "runs/1/meta.yaml") -> SourceFile:
    origin = Origin("", "", "", "", "")
    file = SourceFile(path, "", b"", {}, f"/{path}", origin, reader="mlflow/runs")
    with open_snapshot(LocationSpec("folder", str(root)), ReadPolicy(cache=root)) as snapshot:
        return with_beside(snapshot, file, needs)


def test_a_pattern_brings_what_lies_in_the_folder_and_below_in_order(root: Path) -> None:
    for name in ("metrics/loss", "metrics/eval/auc", "metrics/acc", "meta.yaml"):
        write(root / "runs/1" / name, name)
    write(root / "runs/2/metrics/acc", "another run's")
    file = beside(root, "tags/x", "metrics/**")
    assert list(file.near.items()) == [
        ("tags/x", None),
        ("metrics/**", None),
        ("metrics/acc", b"metrics/acc"),
        ("metrics/eval/auc", b"metrics/eval/auc"),
        ("metrics/loss", b"metrics/loss"),
    ]
    assert file.near_problems == ()
    assert list(beside(root, "metrics/*").near) == ["metrics/*", "metrics/acc", "metrics/loss"]


def test_a_folder_may_have_a_name_that_looks_like_a_pattern(root: Path) -> None:
    write(root / "runs/[1]*/metrics/acc", "1")
    write(root / "runs/1/metrics/acc", "2")
    assert beside(root, "metrics/*", path="runs/[1]*/meta.yaml").near["metrics/acc"] == b"1"


def test_a_pattern_that_names_too_many_files_is_cut_and_told(root: Path) -> None:
    for number in range(NEAR_FILES + 20):
        write(root / f"runs/1/metrics/{number:03}", "1")
    write(root / "runs/1/params/lr", "2")
    file = beside(root, "metrics/*", "params/*", "MLmodel", "conda.yaml")
    assert [name for name in file.near if "*" not in name][2:5] == [
        "metrics/000",
        "metrics/001",
        "metrics/002",
    ]
    assert len(file.near) == NEAR_FILES + 2
    assert [(it.code, it.severity) for it in file.near_problems] == [
        ("plugin/needs-cut", "warning")
    ] * 2
    message = file.near_problems[1].message
    assert f"of {NEAR_FILES + 20:,} files that `metrics/*` names" in message
    assert f"`mlflow/runs` was given {NEAR_FILES - 2}" in message


def test_what_was_asked_for_in_two_rounds_is_what_is_found_at_once(root: Path) -> None:
    for number in range(NEAR_FILES):
        write(root / f"runs/1/metrics/{number:03}", "1")
    write(root / "runs/1/MLmodel", "2")
    first = beside(root, "metrics/*")
    with open_snapshot(LocationSpec("folder", str(root)), ReadPolicy(cache=root)) as snapshot:
        second = with_beside(snapshot, first, ["MLmodel"])
    assert second.needs == ("metrics/*", "MLmodel")
    assert second.near == beside(root, *second.needs).near
    assert len(second.near) == NEAR_FILES + 1


def test_files_that_are_too_large_together_are_cut_and_told(root: Path) -> None:
    for number in range(10):
        write(root / f"runs/1/metrics/{number}", "1" * (NEAR_BYTES // 8))
    file = beside(root, "metrics/*")
    assert sum(len(data or b"") for data in file.near.values()) == NEAR_BYTES
    assert "of 10 files" in file.near_problems[0].message


def test_what_is_named_and_too_large_is_told(root: Path) -> None:
    for name in ("a.json", "b.json", "c.json"):
        write(root / "runs/1" / name, "1" * (NEAR_BYTES // 2))
    write(root / "runs/1/metrics/acc", "1 2")
    file = beside(root, "metrics/*", "a.json", "gone.json", "b.json", "c.json")
    assert [name for name, data in file.near.items() if data] == ["a.json", "b.json"]
    assert [(it.code, it.severity) for it in file.near_problems] == [
        ("plugin/needs-cut", "warning"),
        ("location/too-large", "warning"),
    ]


def test_one_file_that_is_too_large_is_told_and_others_come(root: Path) -> None:
    write(root / "runs/1/metrics/a", "1" * (NEAR_BYTES + 1))
    write(root / "runs/1/metrics/b", "1")
    file = beside(root, "metrics/*")
    assert file.near == {"metrics/*": None, "metrics/a": None, "metrics/b": b"1"}
    assert [it.code for it in file.near_problems] == ["location/too-large"]


@pytest.mark.parametrize("pattern", ["../*", "../2/*", "/etc/*", "a/../../*", "~*\n", ".git/*"])
def test_a_pattern_does_not_lead_out_of_the_folder(root: Path, pattern: str) -> None:
    write(root / "runs/2/metrics", "another run's")
    write(root / "runs/1/meta.yaml", "")
    file = beside(root, pattern)
    assert [data for data in file.near.values() if data] == []
    assert file.near_problems == () or file.near_problems[0].severity == "warning"


def test_links_and_hidden_folders_are_not_followed(root: Path) -> None:
    write(root / "secret", "secret")
    write(root / "runs/1/metrics/.trash/acc", "old")
    (root / "runs/1/metrics/acc").symlink_to(root / "secret")
    file = beside(root, "metrics/**")
    assert file.near == {"metrics/**": None, "metrics/acc": None}
    assert [it.code for it in file.near_problems] == ["location/symlink"]


def test_a_file_that_comes_to_match_has_its_reader_called_again(kitchen: Workshop) -> None:
    kitchen.write("recipe.txt", "include titles/*.txt\nramen\n")
    kitchen.write("titles/b.txt", "hot")
    kitchen.ingest()
    assert kitchen.entry("component:default/ramen")["metadata"]["title"] == "hot"
    kitchen.write("titles/a.txt", "Very")
    kitchen.ingest()
    assert kitchen.entry("component:default/ramen")["metadata"]["title"] == "Very hot"
    (kitchen.folder / "titles/b.txt").unlink()
    kitchen.ingest()
    assert kitchen.entry("component:default/ramen")["metadata"]["title"] == "Very"


def test_what_was_cut_is_a_problem_of_the_file(kitchen: Workshop) -> None:
    kitchen.write("recipe.txt", "include titles/*\nramen\n")
    for number in range(NEAR_FILES + 1):
        kitchen.write(f"titles/{number:03}", "x")
    (problem,) = kitchen.ingest().problems
    assert (problem.code, problem.severity) == ("plugin/needs-cut", "warning")
    assert problem.file.endswith("recipe.txt")
