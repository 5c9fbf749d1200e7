"""Git repositories at hosts that have web pages, and at the end of ssh."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalog.locations import LocationSpec, LocationUnreadable, ReadPolicy, open_snapshot
from descriptors.problems import Problem
from tests.catalog.locations.repositories import Repository
from tests.catalog.locations.servers import Site, http_site, serve_git


@pytest.fixture
def here(policy: ReadPolicy) -> ReadPolicy:
    """A policy for which this machine is a Gitea."""
    return replace(policy, allowed_networks=("127.0.0.0/8",), git_hosts={"127.0.0.1": "gitea"})


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    repository = Repository(tmp_path / "org" / "repo.git")
    repository.commit({"ml/mlhome.yaml": "kind: A", "api.json": "{}"})
    repository.git("tag", "v1", "main")
    with http_site(serve_git(tmp_path)) as site:
        yield site


def test_a_file_has_pages_of_its_branch(here: ReadPolicy, site: Site) -> None:
    web = f"https://127.0.0.1:{site.server_port}/org/repo"
    with open_snapshot(LocationSpec("git", f"{site.url}/org/repo.git"), here) as snapshot:
        page = f"{web}/src/branch/main/ml/mlhome.yaml"
        assert snapshot.location_ref("ml/mlhome.yaml") == f"url:{page}"
        assert snapshot.view_url("ml/mlhome.yaml", 3) == f"{page}#L3"
        assert snapshot.edit_url("ml/mlhome.yaml") == f"{web}/_edit/main/ml/mlhome.yaml"
        assert snapshot.source_url("ml/mlhome.yaml") == f"{web}/src/branch/main/ml/"
        assert snapshot.source_url("api.json") == f"{web}/src/branch/main/"


def test_nobody_edits_a_tag_or_a_commit(here: ReadPolicy, site: Site) -> None:
    remote = f"{site.url}/org/repo.git"
    with open_snapshot(LocationSpec("git", remote, "v1"), here) as snapshot:
        assert snapshot.view_url("api.json").endswith("/src/tag/v1/api.json")
        assert snapshot.edit_url("api.json") == ""
        commit = snapshot.commit
    with open_snapshot(LocationSpec("git", remote, commit), here) as snapshot:
        assert snapshot.view_url("api.json").endswith(f"/src/commit/{commit}/api.json")
        assert snapshot.edit_url("api.json") == ""


def test_a_commit_that_is_here_already_is_not_asked_for_again(here: ReadPolicy, site: Site) -> None:
    remote = f"{site.url}/org/repo.git"
    commit = open_snapshot(LocationSpec("git", remote), here).commit
    open_snapshot(LocationSpec("git", remote, commit), here)
    asked = len(site.seen)
    open_snapshot(LocationSpec("git", remote, commit), here)
    assert len(site.seen) == asked


def test_the_page_of_a_file_of_the_same_branch_is_inside_the_location(
    here: ReadPolicy, site: Site
) -> None:
    web = f"https://127.0.0.1:{site.server_port}/org/repo/src/branch"
    with open_snapshot(LocationSpec("git", f"{site.url}/org/repo.git"), here) as snapshot:
        assert snapshot.expand("ml/mlhome.yaml", f"{web}/main/api.json") == ["api.json"]
        for other in (f"{web}/dev/api.json", f"{web.replace('org', 'orb')}/main/api.json"):
            found = snapshot.expand("ml/mlhome.yaml", other)
            assert isinstance(found, Problem)
            assert found.code == "location/outside"


def test_ssh_asks_nothing_and_connects_to_the_address_that_was_judged(
    here: ReadPolicy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n(echo "$@"; env) > {tmp_path}/said; exit 255\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("MLHOME_SECRET", "xyzzy")
    with pytest.raises(LocationUnreadable):
        open_snapshot(LocationSpec("git", "ssh://git@localhost:7999/org/repo.git"), here)
    said = (tmp_path / "said").read_text()
    for option in ("HostName=127.0.0.1", "HostKeyAlias=[localhost]:7999", "BatchMode=yes"):
        assert f"-o{option}" in said
    assert "xyzzy" not in said
