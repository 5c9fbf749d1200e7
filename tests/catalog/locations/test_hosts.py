"""Web pages of files in Git hosts."""

import pytest

from catalog.locations.hosts import web_repository

GITHUB = "https://github.com/org/repo"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("remote", "url"),
    [
        ("https://github.com/org/repo.git", GITHUB),
        ("https://github.com/org/repo", GITHUB),
        ("git@github.com:org/repo.git", GITHUB),
        ("ssh://git@github.com/org/repo.git", GITHUB),
        ("https://gitlab.corp:8443/a/b/c.git", "https://gitlab.corp:8443/a/b/c"),
        ("git@ssh.dev.azure.com:v3/o/my p/r", "https://dev.azure.com/o/my%20p/_git/r"),
        ("git@code.corp:org/repo.git", "https://code.corp/org/repo"),
    ],
)
def test_a_remote_has_pages_at_its_host(remote: str, url: str) -> None:
    found = web_repository(remote, {"code.corp": "gitea"})
    assert found
    assert found.url == url


@pytest.mark.parametrize(
    "remote", ["/srv/repo.git", "https://git.example/a.git", "git@x.org:a.git"]
)
def test_an_unknown_host_has_no_pages(remote: str) -> None:
    assert web_repository(remote, {}) is None


@pytest.mark.parametrize(
    ("remote", "page", "editor", "folder"),
    [
        (
            "https://github.com/o/r",
            "https://github.com/o/r/blob/dev/x/a%20b.yaml#L7",
            "https://github.com/o/r/edit/dev/x/a%20b.yaml",
            "https://github.com/o/r/tree/dev/x/",
        ),
        (
            "https://gitlab.com/o/r",
            "https://gitlab.com/o/r/-/blob/dev/x/a%20b.yaml#L7",
            "https://gitlab.com/o/r/-/edit/dev/x/a%20b.yaml",
            "https://gitlab.com/o/r/-/tree/dev/x/",
        ),
        (
            "https://bitbucket.org/o/r",
            "https://bitbucket.org/o/r/src/dev/x/a%20b.yaml#lines-7",
            "https://bitbucket.org/o/r/src/dev/x/a%20b.yaml?mode=edit&at=dev",
            "https://bitbucket.org/o/r/src/dev/x/",
        ),
        (
            "https://codeberg.org/o/r",
            "https://codeberg.org/o/r/src/branch/dev/x/a%20b.yaml#L7",
            "https://codeberg.org/o/r/_edit/dev/x/a%20b.yaml",
            "https://codeberg.org/o/r/src/branch/dev/x/",
        ),
        (
            "https://dev.azure.com/o/p/_git/r",
            "https://dev.azure.com/o/p/_git/r?path=/x/a%20b.yaml&version=GBdev&line=7",
            "",
            "https://dev.azure.com/o/p/_git/r?path=/x/&version=GBdev",
        ),
    ],
)
def test_each_host_has_its_own_addresses(remote: str, page: str, editor: str, folder: str) -> None:
    found = web_repository(remote, {})
    assert found
    assert found.file("dev", "x/a b.yaml", 7) == page
    assert found.editor("dev", "x/a b.yaml") == editor
    assert found.folder("dev", "x/") == folder


def test_a_commit_or_tag_can_be_seen_but_not_edited() -> None:
    found = web_repository(GITHUB, {})
    assert found
    assert found.file(COMMIT, "a.yaml", 0, "commit") == f"{GITHUB}/blob/{COMMIT}/a.yaml"
    assert found.editor(COMMIT, "a.yaml", "commit") == ""
    assert found.editor(COMMIT, "a.yaml") == ""
    assert found.editor("v1", "a.yaml", "tag") == ""
