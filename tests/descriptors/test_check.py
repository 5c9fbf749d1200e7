"""`mlhome validate`: which files are looked at, and what is said of them."""

from pathlib import Path

import pytest

from descriptors.check import Checked, NothingThere, check, expand
from descriptors.format import shipped_format

GOOD = "apiVersion: mlhome/v1\nkind: Metric\nmetadata: {name: auc}\nspec: {direction: higher}\n"
BAD = GOOD.replace("higher", "up")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("mlhome.yaml", "a/catalog-info.yaml", "a/b/mlhome.yml", "a/other.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(GOOD)
    for hidden in (".git/mlhome.yaml", "node_modules/x/mlhome.yaml"):
        (tmp_path / hidden).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / hidden).write_text(BAD)
    return tmp_path


def run(*paths: str, stdin: bytes = b"") -> Checked:
    return check(paths, shipped_format(), stdin)


def test_in_a_folder_the_files_of_the_usual_names_are_checked(folder: Path) -> None:
    assert expand(["."]) == ["mlhome.yaml", "a/catalog-info.yaml", "a/b/mlhome.yml"]
    assert expand(["a"], ["*.yaml"]) == ["a/catalog-info.yaml", "a/other.yaml"]


def test_a_file_that_is_named_is_checked_whatever_it_is_called(folder: Path) -> None:
    assert expand(["a/other.yaml", "mlhome.yaml", "./a/../mlhome.yaml", "mlhome.yaml"]) == [
        "a/other.yaml",
        "mlhome.yaml",
        "./a/../mlhome.yaml",
    ]


def test_globs_are_expanded_where_the_shell_did_not(folder: Path) -> None:
    assert expand(["a/**/*.yaml"]) == ["a/catalog-info.yaml", "a/other.yaml"]


@pytest.mark.parametrize("path", ["nothing.yaml", "nothing/*.yaml"])
def test_a_path_that_names_nothing_is_a_slip_in_the_command(folder: Path, path: str) -> None:
    with pytest.raises(NothingThere, match="nothing"):
        run(path)


def test_what_is_fine_is_counted(folder: Path) -> None:
    checked = run(".")

    assert (checked.count, checked.problems, checked.has_errors) == (3, [], False)


def test_standard_input_is_read_for_a_dash() -> None:
    checked = run("-", stdin=f"{GOOD}---\n{BAD}---\na: [\n".encode())

    assert checked.count == 3
    assert [(p.file, p.line, p.code) for p in checked.problems] == [
        ("-", 9, "schema/enum"),
        ("-", 12, "yaml/syntax"),
    ]
    assert checked.lines["-", 9] == "spec: {direction: up}"
    assert checked.has_errors


def test_the_line_that_is_shown_is_the_one_that_is_meant() -> None:
    odd = "\ufeffkind: [\u2028\x0c]\r\n---\r\nkind: Metrik\r\n".encode()

    checked = run("-", stdin=odd)

    assert checked.lines["-", 3] == "kind: Metrik"
    assert checked.lines["-", 1] == "kind: [\u2028\x0c]"


def test_warnings_alone_are_no_errors() -> None:
    checked = run("-", stdin=GOOD.replace("higher", "higher, unti: ms").encode())

    assert [problem.severity for problem in checked.problems] == ["warning"]
    assert not checked.has_errors


def test_placeholders_are_read_from_beside_the_file_and_nothing_is_fetched(folder: Path) -> None:
    api = (
        "apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: {name: x}\n"
        "spec: {type: openapi, lifecycle: a, owner: b, definition: {$text: %s}}\n"
    )
    (folder / "a" / "api.txt").write_text("openapi: 3.1.0")
    for target, problems in (("./api.txt", 0), ("https://x.invalid/a", 0), ("./no.txt", 1)):
        (folder / "a" / "mlhome.yaml").write_text(api % target)
        assert len(run("a/mlhome.yaml").problems) == problems


def test_of_a_huge_file_only_the_beginning_is_read(folder: Path) -> None:
    (folder / "huge.yaml").write_bytes(b"a: b\n" * 3_000_000)

    assert [problem.code for problem in run("huge.yaml").problems] == ["limit/bytes"]
