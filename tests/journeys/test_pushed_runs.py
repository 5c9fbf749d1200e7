"""From a training script or a pipeline into the runs table."""

import json
import urllib.parse
from pathlib import Path

import pytest

from plugins.push import PushFailed, push_evaluation
from tests.journeys.repositories import a_project
from tests.journeys.running import Home


def a_file(path: Path, count: int) -> Path:
    runs = [
        {"id": f"r{place}", "subject": "project:churn", "metrics": {"auc": place / count}}
        for place in range(count)
    ]
    path.write_text("\n".join(map(json.dumps, runs)))
    return path


def runs_of_churn(query: str) -> str:
    asked = {"subject": "project:default/churn", "sort": "-metric.auc", "q": query}
    return "/api/mlhome/evaluations?" + urllib.parse.urlencode(asked)


def test_runs_pushed_in_every_way_are_one_table(home: Home, tmp_path: Path) -> None:
    repo = tmp_path / "repo"
    repo.mkdir()
    (repo / "mlhome.yaml").write_text(a_project("churn"))
    before = home.json("evaluation", "push", str(a_file(tmp_path / "runs.jsonl", 300)))
    assert (before["created"], before["problems"]) == (300, [])
    assert home.run("ingest", str(repo)).returncode == 0
    with home.serving() as site:
        again = home.json(
            *("evaluation", "push", str(tmp_path / "runs.jsonl"), "--server", site.address)
        )
        assert (again["created"], again["unchanged"]) == (0, 300)
        answer = push_evaluation("project:churn", {"auc": 2.0}, server=site.address, name="best")
        page = site.get(runs_of_churn("metric.auc>0.99"))
        assert [row["name"] or row["uid"] for row in page["rows"]] == ["best", "r299", "r298"]
        assert site.get(f"/api/mlhome/evaluations/{answer['ids'][0]}")["source"] == "api"
        with pytest.raises(PushFailed, match="metrisc"):
            push_evaluation("project:churn", server=site.address, metrisc={})
        assert site.found("metric.auc>1.5") == ["project:default/churn"]


def test_a_file_with_mistakes_ends_with_1_and_says_where(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    file = tmp_path / "runs.jsonl"
    good = '{"id": "a", "subject": "model:m", "metrics": {"loss": NaN}}'
    file.write_text(f'{good}\n{{"id": "b", "subject": 7}}\n')
    done = home.run("evaluation", "push", str(file))
    assert done.returncode == 1
    assert done.stdout.splitlines()[0].startswith(
        "/1/subject: evaluation/shape: a text is expected"
    )
    assert "1 created" in done.stdout
    file.write_text("id: yaml")
    broken = home.run("evaluation", "push", str(file))
    assert broken.returncode == 1
    assert "not JSON" in broken.stderr
