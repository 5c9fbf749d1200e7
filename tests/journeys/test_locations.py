"""Someone adds, refreshes and removes locations, by command and over HTTP."""

from pathlib import Path

import pytest

from tests.journeys.repositories import a_project, a_repository, commit
from tests.journeys.running import Home, wait_until


def test_locations_are_added_listed_refreshed_and_removed_by_command(
    home: Home, tmp_path: Path
) -> None:
    repository = a_repository(tmp_path / "repository", {"ml/mlhome.yaml": a_project("a")})
    assert home.run("locations", "add", f"git+file://{repository}", "--ref", "main").returncode == 0
    with home.serving() as site:
        wait_until(lambda: site.found("ranks") == ["project:default/a"])
        commit(repository, {"ml/mlhome.yaml": a_project("b")}, "rename")
        (listed,) = home.json("locations", "list")["locations"]
        assert (listed["type"], listed["ref"], listed["entities"]) == ("git", "main", 1)
        home.run("locations", "refresh", str(listed["id"]))
        wait_until(lambda: site.found("ranks") == ["project:default/b"])
        home.run("locations", "remove", str(listed["id"]))
        wait_until(lambda: site.found("ranks") == [])
    assert home.json("locations", "list")["locations"] == []


@pytest.mark.parametrize("target", ["/etc", "file:///etc/passwd", "git+file:///srv/repository"])
def test_paths_of_the_server_are_refused_over_http(home: Home, tmp_path: Path, target: str) -> None:
    with home.serving() as site:
        status, answer = site.send("POST", "/api/mlhome/locations", {"target": target})
        assert status == 400
        assert answer["error"]["name"] == "InputError"
        assert site.get("/api/mlhome/locations")["locations"] == []


def test_a_location_that_cannot_be_reached_says_so_and_keeps_its_place(home: Home) -> None:
    with home.serving() as site:
        target = {"target": "https://127.0.0.1:1/mlhome.yaml"}
        status, added = site.send("POST", "/api/mlhome/locations", target)
        assert status == 201
        one = f"/api/mlhome/locations/{added['id']}"
        wait_until(lambda: site.get(one)["state"] == "failing")
        assert site.get(one)["lastError"]["code"].startswith("location/")
        assert site.send("DELETE", one)[0] == 204


def test_a_location_entity_pulls_in_its_targets(home: Home, tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(
        "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: all}\n"
        "spec: {targets: [./teams/*.yaml, ./absent.yaml, ../outside.yaml]}\n"
    )
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "one.yaml").write_text(a_project("one"))
    (tmp_path / "teams" / "two.yaml").write_text(a_project("two"))
    report = home.json("ingest", str(tmp_path / "all.yaml"))
    assert report["entities"]["total"] == 3
    assert len(report["problems"]) == 2
    assert all(p["line"] for p in report["problems"])
