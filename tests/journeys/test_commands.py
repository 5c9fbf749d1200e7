"""The command line keeps its promises to scripts."""

import json
from pathlib import Path

from tests.journeys.repositories import a_project
from tests.journeys.running import Home


def test_validate_prints_problems_for_programs_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "mlhome.yaml").write_text(a_project("a").replace("lifecycle", "lifecycel"))
    home = Home(tmp_path / "data")
    done = home.run("validate", "--format", "json", str(tmp_path))
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["checked"] == 1
    (problem,) = answer["problems"]
    assert {"code", "message", "hint", "file", "line", "column", "path", "entityRef"} <= set(
        problem
    )
    assert "did you mean `lifecycle`" in problem["hint"]
    assert not (tmp_path / "data").exists()


def test_validate_ends_with_0_when_all_is_well_and_2_for_a_slip(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    (tmp_path / "mlhome.yaml").write_text(a_project("a"))
    assert home.run("validate", str(tmp_path / "mlhome.yaml")).returncode == 0
    assert home.run("validate", str(tmp_path / "absent.yaml")).returncode == 2


def test_validate_looks_for_the_files_that_locations_would_read(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    (tmp_path / "mlhome.yaml").write_text("kind: [")
    (tmp_path / "fraud.ml.yaml").write_text(a_project("a"))
    (tmp_path / "settings.yaml").write_text("patterns: ['*.ml.yaml']\n")
    assert home.run("validate", str(tmp_path)).returncode == 1
    assert home.run("validate", str(tmp_path), MLHOME_PATTERNS="*.ml.yaml").returncode == 0
    config = str(tmp_path / "settings.yaml")
    assert home.run("validate", str(tmp_path), "--config", config).returncode == 0


def test_a_schema_is_printed_whole(tmp_path: Path) -> None:
    schema = json.loads(Home(tmp_path).run("schema", "Project").stdout)
    assert "lifecycle" in json.dumps(schema)
    assert schema["title"]
    assert "$ref" not in json.dumps(schema)


def test_the_index_can_be_looked_at_verified_and_made_anew(home: Home, tmp_path: Path) -> None:
    (tmp_path / "mlhome.yaml").write_text(a_project("a"))
    home.json("ingest", str(tmp_path / "mlhome.yaml"))
    assert home.json("index", "status")["due"] == 0
    assert home.json("index", "verify")["differences"] == 0
    assert home.run("index", "rebuild").returncode == 0
    assert home.json("index", "verify")["differences"] == 0
    assert home.json("search", "ranks")["total"] == 1


def test_a_target_that_is_nothing_is_a_problem_and_a_status(home: Home, tmp_path: Path) -> None:
    done = home.run("ingest", str(tmp_path / "absent"), "-o", "json")
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem["code"].startswith("location/")
    assert problem["hint"]


def test_an_unknown_setting_is_an_error_with_its_name(tmp_path: Path) -> None:
    done = Home(tmp_path, {"MLHOME_PROT": "1"}).run("settings", "show")
    assert done.returncode == 2
    assert "prot" in done.stderr


def test_the_settings_in_force_are_shown_without_passwords(tmp_path: Path) -> None:
    url = "postgresql://someone:secret@127.0.0.1/catalog"
    shown = Home(tmp_path, {"MLHOME_DATABASE_URL": url}).run("settings", "show", "-o", "json")
    assert "secret" not in shown.stdout
    assert json.loads(shown.stdout)["port"] == 8642


def test_the_database_is_upgraded_once(home: Home) -> None:
    first, second = home.run("db", "upgrade"), home.run("db", "upgrade")
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout == second.stdout
