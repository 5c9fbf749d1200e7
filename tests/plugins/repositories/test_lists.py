"""Lists are read as people keep them, and nothing is given up for one that is broken."""

import pytest

from plugins.api import LocationTarget, UpstreamFailed
from plugins.repositories.lists import read_list

SEARCH = "https://git.example/ml/search.git"
FRAUD = LocationTarget(
    target="https://git.example/ml/fraud.git", ref="main", patterns=("*.ml.yaml", "a/*.yaml")
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.txt", f"# ours\n\n{SEARCH} # the first\n{FRAUD.target}\tmain *.ml.yaml a/*.yaml\n"),
        ("list", f"\ufeff{SEARCH}\r\n{FRAUD.target} main *.ml.yaml a/*.yaml"),
        (
            "list.csv",
            f"Repository,Branch,Team,Files\n{SEARCH},,x,\n{FRAUD.target},main,y,*.ml.yaml;a/*.yaml",
        ),
        (
            "list.yaml",
            f"- {SEARCH}\n- {{url: {FRAUD.target}, ref: main, patterns: ['*.ml.yaml', a/*.yaml]}}",
        ),
        (
            "/export/LIST.JSON",
            f'["{SEARCH}", {{"target": "{FRAUD.target}", "branch": "main",'
            ' "patterns": ["*.ml.yaml", "a/*.yaml"]}]',
        ),
    ],
)
def test_every_form_means_the_same(name: str, text: str) -> None:
    assert read_list(name, text.encode()) == [LocationTarget(target=SEARCH), FRAUD]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("list.txt", b""),
        ("list.txt", b"# nothing\n"),
        ("list.txt", b"\xff\xfe\x00"),
        ("list.csv", b"name,team\nsearch,ml\n"),
        ("list.csv", b"<!doctype html>\n"),
        ("list.yaml", b"a: b\n"),
        ("list.yaml", b"- 1\n"),
        ("list.yaml", b"- [\n"),
        ("list.json", b"[" * 50_000),
        ("list.json", b'[{"target": ""}]'),
    ],
)
def test_a_broken_list_is_a_failure_as_a_whole(name: str, data: bytes) -> None:
    with pytest.raises(UpstreamFailed, match="list"):
        read_list(name, data)
