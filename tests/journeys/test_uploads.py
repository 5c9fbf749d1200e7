"""A sheet from a terminal, and one in a repository, to what is known of a model."""

from pathlib import Path

import pytest

from tests.journeys.running import Home

SHEET = "Model,AUC,Latency [ms]\nRanker,0.93,12\nScorer,0.91,fast\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "Q1 results.csv"
    file.write_text(SHEET)
    return file


def test_a_sheet_is_uploaded_from_a_terminal(home: Home, sheet: Path) -> None:
    shown = home.run("upload", str(sheet), "--map", "AUC=metric as auc", "--yes")
    assert shown.returncode == 0, shown.stderr
    assert "metric as Latency in ms" in shown.stdout
    assert "C3: `fast` is no number" in shown.stderr
    assert "kept as q1-results: 3 numbers in 2 runs" in shown.stdout
    again = home.run("upload", str(sheet), "--yes")
    assert "metric as auc" in again.stdout
    wrong = home.run("upload", str(sheet), "--map", "AUX=metric")
    assert wrong.returncode == 2
    assert "did you mean `AUC`?" in wrong.stderr


def test_an_upload_nobody_agrees_to_is_not_kept(home: Home, sheet: Path) -> None:
    unanswered = home.run("upload", str(sheet))
    assert "Keep this as q1-results?" in unanswered.stdout
    assert unanswered.returncode == 1
    sheet.write_text("Model,Note\nRanker,good\n")
    nothing = home.run("upload", str(sheet), "--yes")
    assert nothing.returncode == 1
    assert "no column is a metric" in nothing.stderr
    assert "there is nothing in it to keep" in nothing.stderr


def test_a_sheet_in_a_folder_is_read_by_the_mapping_beside_it(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "ml"
    folder.mkdir()
    (folder / "results.csv").write_text(SHEET)
    mapping = "sheet: results.csv\ncolumns: {Model: model, AUC: metric}\n"
    (folder / "all.sheet.yaml").write_text(mapping)
    done = home.run("ingest", str(folder))
    assert done.returncode == 0, done.stdout
    (folder / "all.sheet.yaml").write_text(mapping.replace("AUC", "Auk"))
    wrong = home.run("ingest", str(folder))
    assert "all.sheet.yaml:1: spreadsheets/mapping: there is no column `Auk`" in wrong.stdout
