"""Two versions set side by side, and a pipeline that asks whether the newer one may go on."""

import json
from pathlib import Path

import pytest

from tests.builders import a_descriptor, descriptors
from tests.journeys.running import Home

CLICKS = {"name": "clicks", "ref": "dataset:default/clicks", "digest": "sha256:1", "split": "test"}


def a_repository(folder: Path) -> Path:
    folder.mkdir()
    asked = {"metric": "auc", "min": 0.9, "mustNotRegressBy": 0.01}
    documents = (
        a_descriptor("churn", "Project"),
        a_descriptor("scorer", "Model", {"versions": [{"version": "2"}, {"version": "1"}]}),
        a_descriptor("clicks", "Dataset", {"type": "evaluation", "project": "churn"}),
        a_descriptor(
            "held-out",
            "Evaluation",
            {"subject": "scorer", "dataset": "clicks", "baseline": "1", "metrics": [asked]},
        ),
    )
    (folder / "mlhome.yaml").write_text(descriptors(*documents))
    return folder


def pushed(home: Home, file: Path, **aucs: float) -> None:
    """By version, with `v` before it."""
    runs = [
        {
            "id": version,
            "subject": f"scorer@{version[1:]}",
            "dataset": CLICKS,
            "metrics": {"auc": auc},
        }
        for version, auc in aucs.items()
    ]
    file.write_text(json.dumps(runs))
    home.json("evaluation", "push", str(file))


@pytest.fixture
def evaluated(home: Home, tmp_path: Path) -> Home:
    assert home.run("ingest", str(a_repository(tmp_path / "repo"))).returncode == 0
    pushed(home, tmp_path / "runs.json", v1=0.95, v2=0.92)
    return home


def test_a_version_that_got_worse_does_not_pass_until_it_is_better(
    evaluated: Home, tmp_path: Path
) -> None:
    found = evaluated.json("compare", "scorer@1", "scorer@2")
    assert found["metrics"][0]["cells"][1]["difference"]["gain"] == pytest.approx(-0.03)
    blocked = evaluated.run("gate", "scorer@2", "--baseline", "1", "-o", "markdown")
    assert blocked.returncode == 1
    assert blocked.stdout.startswith("## model:default/scorer@2 does not pass\n")
    assert "| fail | auc | at most 0.01 worse than 1 |" in blocked.stdout
    pushed(evaluated, tmp_path / "again.json", v2=0.945)
    assert evaluated.run("gate", "scorer@2").returncode == 0


def test_a_server_answers_as_the_data_folder_does(evaluated: Home) -> None:
    commands = (
        ("compare", "scorer@1", "scorer@2"),
        ("compare", "scorer@1", "scorer@2", "-o", "csv"),
        ("gate", "scorer@2"),
        ("gate", "scorer@2", "--baseline", "1", "-o", "json"),
    )
    with evaluated.serving() as site:
        for command in commands:
            here, there = evaluated.run(*command), evaluated.run(*command, "--server", site.address)
            assert (here.returncode, here.stdout) == (there.returncode, there.stdout), there.stderr
            assert here.stdout
        wrong = evaluated.run("gate", "scorer@9", "--server", site.address)
        assert (wrong.returncode, wrong.stdout) == (1, "")
        assert "no version `9`" in wrong.stderr


def test_what_can_not_be_compared_is_said_in_a_line(evaluated: Home) -> None:
    for command, said in (
        (("compare", "scorer@1"), "At least 2"),
        (("compare", "scorer@1", "nobody"), "no entity model:default/nobody"),
        (("gate", "scorer@3"), "no version `3`"),
        (("gate", "scorer@2", "--server", "nowhere"), "begins with http"),
    ):
        done = evaluated.run(*command)
        assert (done.returncode, done.stdout) == (1, "")
        assert said in done.stderr
        assert "Traceback" not in done.stderr
