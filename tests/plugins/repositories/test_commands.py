"""A list can be looked at before it is used."""

from pathlib import Path

from click.testing import CliRunner

from catalog.cli import mlhome


def test_a_list_is_shown_as_it_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "repo,branch,files\nhttps://git.example/a.git,,\nhttps://git.example/b.git,v2,*.ml\n"
    )
    done = CliRunner().invoke(mlhome, ["repositories", "show", str(file)])
    assert done.output == "https://git.example/a.git -\nhttps://git.example/b.git v2 *.ml\n"


def test_a_broken_one_is_told(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("a: b\n")
    done = CliRunner().invoke(mlhome, ["repositories", "show", str(file)])
    assert (done.exit_code, "no list of repositories" in done.output) == (1, True)
