"""Input that is made to hurt: a clear problem for each, and what lies beside it is found."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.hostile_files import FINE, UNUSUAL, WRONG
from tests.journeys.repositories import a_project, a_repository, commit
from tests.journeys.running import Home

# Problems of a file as a whole, which has no lines or is not read.
WITHOUT_LINE = {
    "limit/bytes",
    "location/too-large",
    "location/lfs-pointer",
    "location/symlink",
    "location/unreadable",
}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "mlhome.yaml").write_bytes(data)
    return folder


def ingested(home: Home, *targets: object) -> Any:
    """The report of a run that could read its targets, whatever was in them."""
    done = home.run("ingest", *map(str, targets), "-o", "json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def by_folder(report: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for problem in clear(report["problems"]):
        found.setdefault(Path(problem["file"]).parent.name, set()).add(problem["code"])
    return found


def clear(problems: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """The problems, each of which says what, where and what to do."""
    for problem in problems:
        assert problem["code"], problem
        assert problem["message"], problem
        assert problem["hint"], problem
        assert problem["file"], problem
        assert problem["line"] > 0 or problem["code"] in WITHOUT_LINE, problem
        yield problem


def found(home: Home) -> set[str]:
    hits = home.json("search", "ranks", "--limit", "100")["hits"]
    return {hit["entityRef"] for hit in hits}


def expected() -> dict[str, set[str]]:
    return {name: codes for name, (_, codes) in WRONG.items()}


def files() -> dict[str, bytes]:
    good = {f"{name}-beside": a_project(f"beside-{name}").encode() for name in WRONG}
    return {**{name: data for name, (data, _) in WRONG.items()}, **UNUSUAL, **good}


GOOD = FINE | {f"project:default/beside-{name}" for name in WRONG}


def test_every_hostile_file_of_a_folder_is_a_problem(home: Home, tmp_path: Path) -> None:
    report = ingested(home, write(tmp_path / "folder", files()))
    assert by_folder(report) == expected()
    assert found(home) == GOOD
    assert home.json("index", "verify")["differences"] == 0


def test_every_hostile_file_of_a_repository_is_a_problem(home: Home, tmp_path: Path) -> None:
    repository = a_repository(tmp_path / "repository", {"mlhome.yaml": a_project("root")})
    commit(write(repository, files()), {}, "be hostile")
    report = ingested(home, f"git+file://{repository}")
    assert by_folder(report) == expected()
    assert found(home) == GOOD | {"project:default/root"}


def test_hostile_files_are_problems_for_validate_too(tmp_path: Path) -> None:
    folder = write(tmp_path / "folder", files())
    done = Home(tmp_path / "data").run("validate", "--format", "json", str(folder))
    assert (done.returncode, done.stderr) == (1, "")
    problems = by_folder(json.loads(done.stdout))
    assert set(problems) == set(WRONG)


def test_two_files_with_one_ref_are_a_problem_on_both_and_the_first_stays(
    home: Home, tmp_path: Path
) -> None:
    names = ["first", "second"]
    write(tmp_path / "f", {name: a_project("a", f"Ranks {name}.").encode() for name in names})
    report = ingested(home, tmp_path / "f")
    assert by_folder(report) == {name: {"conflict/declared-twice"} for name in names}
    assert home.json("entity", "project:a")["metadata"]["description"] == "Ranks first."


def test_links_and_special_files_of_a_folder_are_never_followed(home: Home, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "mlhome.yaml").write_text(a_project("secret"))
    folder = write(tmp_path / "folder", {"good": a_project("good").encode(), "link": b""})
    (folder / "link" / "mlhome.yaml").unlink()
    (folder / "link" / "mlhome.yaml").symlink_to(secret / "mlhome.yaml")
    (folder / "linked-folder").symlink_to(secret)
    for name in ("dangling", "loop", "pipe"):
        (folder / name).mkdir()
    (folder / "dangling" / "mlhome.yaml").symlink_to("/nonexistent")
    (folder / "loop" / "mlhome.yaml").symlink_to("mlhome.yaml")
    (folder / "loop" / "round").symlink_to("..")
    (folder / "mlhome.yaml").mkdir()
    os.mkfifo(folder / "pipe" / "mlhome.yaml")
    assert by_folder(ingested(home, folder)) == {
        "dangling": {"location/symlink"},
        "link": {"location/symlink"},
        "loop": {"location/symlink"},
        "pipe": {"location/unreadable"},
    }
    assert found(home) == {"project:default/good"}


def test_links_of_a_repository_are_never_followed(home: Home, tmp_path: Path) -> None:
    repository = a_repository(tmp_path / "repository", {"good/mlhome.yaml": a_project("good")})
    (repository / "link").mkdir()
    (repository / "link" / "mlhome.yaml").symlink_to("../good/mlhome.yaml")
    (repository / "linked-folder").symlink_to("/etc")
    commit(repository, {"mlhome.yaml/mlhome.yaml": a_project("inner")}, "be hostile")
    report = ingested(home, f"git+file://{repository}")
    assert by_folder(report) == {"link": {"location/symlink"}}
    assert found(home) == {"project:default/good", "project:default/inner"}


OUTWARD = {
    "above": ("../../secret/mlhome.yaml", "location/outside"),
    "far-above": ("./../../../../../../etc/passwd", "location/outside"),
    "absolute": ("/etc/passwd", "location/outside"),
    "file-url": ("file:///etc/passwd", "location/local-not-allowed"),
    "git-file-url": ("git+file:///srv/repository", "location/local-not-allowed"),
    "git-internals": (".git/config", "location/outside"),
    "option": ("-upload-pack=touch", "location/not-found"),
    "remote-helper": ("ext::sh -c touch", "location/outside"),
    "ssh-option": ("ssh://-oProxyCommand=touch/x", "location/bad-target"),
    "with-password": ("https://user:secret@example.com/x.yaml", "location/secret-in-target"),
    "private": ("http://169.254.169.254/latest/meta-data", ""),
    "backslashes": ("..\\\\secret\\\\mlhome.yaml", "location/bad-target"),
    "nul": ("good/\\0", "location/bad-target"),
    "nothing": ("", "schema/empty"),
}


def a_location(name: str, target: str) -> str:
    return (
        f"apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {{name: {name}}}\n"
        f'spec: {{targets: [./good.yaml, "{target}"]}}\n'
    )


def test_targets_that_lead_out_of_their_location_are_refused(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write(folder, {name: a_location(name, it).encode() for name, (it, _) in OUTWARD.items()})
    for name in OUTWARD:
        (folder / name / "good.yaml").write_text(a_project(f"beside-{name}"))
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "mlhome.yaml").write_text(a_project("secret"))
    report = ingested(home, folder)
    inside, elsewhere = [], []
    for problem in report["problems"]:
        (elsewhere if problem["file"].startswith("http") else inside).append(problem)
    wanted = {name: {code} for name, (_, code) in OUTWARD.items() if code}
    assert by_folder({"problems": inside}) == wanted
    assert [problem["code"] for problem in elsewhere] == ["location/not-allowed"]
    assert "secret@" not in json.dumps(report["problems"])
    followed = {f"project:default/beside-{name}" for name in OUTWARD if name != "nothing"}
    assert found(home) == followed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    home = Home(tmp_path / "data")
    folder = write(tmp_path / "f", {"closed": b"", "good": a_project("good").encode()})
    (folder / "closed" / "mlhome.yaml").chmod(0)
    assert by_folder(ingested(home, folder)) == {"closed": {"location/unreadable"}}
    assert found(home) == {"project:default/good"}
