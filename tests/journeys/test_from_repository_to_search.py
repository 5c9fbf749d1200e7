"""Someone commits a descriptor; everyone finds it."""

import shutil
from pathlib import Path

from tests.journeys.repositories import a_model, a_project, a_repository, commit
from tests.journeys.running import Home, wait_until


def test_a_committed_descriptor_is_found_with_its_commit_and_author(
    home: Home, tmp_path: Path
) -> None:
    files = {
        "mlhome.yaml": a_project("plover-ranking") + "---\n" + a_model("plover", "plover-ranking")
    }
    repository = a_repository(tmp_path / "repository", files)
    report = home.json("ingest", f"git+file://{repository}")
    assert report["entities"] == {
        "total": 2,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "removed": 0,
    }
    assert report["problems"] == []
    found = home.json("search", "plover")
    assert {hit["entityRef"] for hit in found["hits"]} == {
        "project:default/plover-ranking",
        "model:default/plover",
    }
    model = home.json("entity", "model:plover")
    assert {"type": "partOf", "targetRef": "project:default/plover-ranking"} in model["relations"]
    assert {"type": "ownedBy", "targetRef": "group:default/team"} in model["relations"]


def test_a_push_is_found_and_its_history_tells_who_changed_what(home: Home, tmp_path: Path) -> None:
    repository = a_repository(
        tmp_path / "repository", {"mlhome.yaml": a_project("a", "Old words.")}
    )
    home.json("ingest", f"git+file://{repository}")
    second = commit(repository, {"mlhome.yaml": a_project("a", "New words.")}, "say it anew")
    assert home.json("ingest", f"git+file://{repository}")["entities"]["updated"] == 1
    with home.serving() as site:
        versions = site.get("/api/mlhome/entities/project/default/a/history")["versions"]
        assert [version["action"] for version in versions] == ["updated", "created"]
        assert versions[0]["commit"] == second
        assert "Ada Example" in versions[0]["author"]
        assert [change["path"] for change in versions[0]["changes"]] == ["/metadata/description"]


def test_reading_the_same_again_writes_nothing(home: Home, tmp_path: Path) -> None:
    (tmp_path / "mlhome.yaml").write_text(a_project("a"))
    home.json("ingest", str(tmp_path / "mlhome.yaml"))
    before = home.json("entity", "project:a")
    again = home.json("ingest", str(tmp_path / "mlhome.yaml"))["entities"]
    assert (again["unchanged"], again["updated"], again["created"]) == (1, 0, 0)
    assert home.json("entity", "project:a") == before


def test_a_bad_new_version_leaves_the_good_one_visible_with_the_problem(
    home: Home, tmp_path: Path
) -> None:
    file = tmp_path / "mlhome.yaml"
    file.write_text(a_project("a"))
    home.json("ingest", str(file))
    file.write_text(a_project("a").replace("lifecycle", "lifecycel"))
    report = home.json("ingest", str(file))
    assert [(p["code"], p["line"]) for p in report["problems"]][:1] == [("schema/required", 8)]
    entity = home.json("entity", "project:a")
    assert entity["spec"]["lifecycle"] == "production"
    assert entity["status"]["items"][0]["level"] == "error"


def test_what_is_no_longer_declared_is_removed_and_its_history_stays(
    home: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "mlhome.yaml").write_text(a_project("a"))
    home.json("ingest", str(folder))
    (folder / "mlhome.yaml").unlink()
    assert home.json("ingest", str(folder))["entities"]["removed"] == 1
    assert home.json("search", "ranks")["total"] == 0
    assert home.run("entity", "project:a").returncode == 1


def test_a_saved_file_in_a_watched_folder_is_found_while_serving(
    home: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with home.serving(str(folder)) as site:
        wait_until(lambda: site.get("/api/mlhome/locations")["locations"][0]["state"] == "ok")
        (folder / "mlhome.yaml").write_text(a_project("sandpiper"))
        wait_until(lambda: site.found("sandpiper") == ["project:default/sandpiper"])
        (folder / "mlhome.yaml").write_text(a_project("dunlin"))
        wait_until(lambda: site.found("dunlin") == ["project:default/dunlin"])
        assert site.found("sandpiper") == []
        shutil.rmtree(folder)
        wait_until(lambda: site.get("/api/mlhome/locations")["locations"][0]["state"] == "failing")
        assert site.found("dunlin") == ["project:default/dunlin"]


def test_ingesting_beside_a_running_server_comes_back_when_it_can_be_found(
    home: Home, tmp_path: Path
) -> None:
    (tmp_path / "mlhome.yaml").write_text(a_project("whimbrel"))
    with home.serving() as site:
        home.json("ingest", str(tmp_path / "mlhome.yaml"))
        assert site.found("whimbrel") == ["project:default/whimbrel"]
    assert home.run("index", "verify").stdout.strip() == "0 differences"


def test_two_sources_of_one_ref_are_a_problem_on_both(home: Home, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mlhome.yaml").write_text(a_project("a", f"From {name}."))
    report = home.json("ingest", str(tmp_path / "one"), str(tmp_path / "two"))
    assert report["entities"]["total"] == 1
    files = sorted(Path(p["file"]).parent.name for p in report["problems"])
    assert files == ["one", "two"]
    (tmp_path / "one" / "mlhome.yaml").unlink()
    after = home.json("ingest", str(tmp_path / "one"))
    assert after["problems"] == []
    assert home.json("entity", "project:a")["metadata"]["description"] == "From two."
