"""What README.md says is so."""

import re
from pathlib import Path

import yaml

from descriptors.format import shipped_format
from descriptors.limits import DEFAULT_LIMITS
from descriptors.patterns import DEFAULT_PATTERNS
from descriptors.read import read

PACKAGE = Path(__file__).resolve().parents[2] / "descriptors"
README = (PACKAGE / "README.md").read_text("utf-8")
CODE = re.compile(r'"((?:yaml|limit|envelope|schema|ref|placeholder)/[a-z-]+)"')


def examples() -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_every_worked_example_is_valid_without_a_warning() -> None:
    for example in examples():
        reading = read(example.encode(), "README.md", shipped_format())
        assert reading.problems == [], example
        assert len(reading.entities) == reading.documents > 0


def test_every_kind_has_a_worked_example() -> None:
    text = "\n---\n".join(examples()).encode()
    shown = {entity.ref.kind for entity in read(text, "", shipped_format()).entities}

    assert shown == {kind.name for kind in shipped_format().kinds.values()}


def test_every_code_that_is_raised_is_documented_and_none_besides() -> None:
    sources = [*PACKAGE.glob("*.py"), *PACKAGE.glob("schemas/*.json")]
    raised = {code for source in sources for code in CODE.findall(source.read_text("utf-8"))}
    documented = re.findall(r"^\| `([a-z]+/[a-z-]+)` \|", README, re.MULTILINE)

    assert sorted(documented) == sorted(raised)


def test_the_bounds_are_those_that_are_documented() -> None:
    limits = DEFAULT_LIMITS

    assert (limits.bytes, limits.documents) == (1024 * 1024, 1_000)
    assert (limits.depth, limits.nodes, limits.scalar) == (64, 20_000, 64 * 1024)
    for shown in ("| 1 MiB |", "| 1,000 |", "| 64 |", "| 20,000 in", "| 64 Ki characters |"):
        assert shown in README


def test_every_module_has_its_line_on_the_map() -> None:
    modules = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}
    plain = {"problems.py", "refs.py", "entity.py", "limits.py", "targets.py"}

    assert {name for name in modules - plain if name not in README} == set()


def test_the_pre_commit_hook_checks_the_files_of_the_usual_names() -> None:
    (hook,) = yaml.safe_load((PACKAGE.parent / ".pre-commit-hooks.yaml").read_text("utf-8"))
    files = re.compile(hook["files"])

    assert hook["id"] == "mlhome-validate"
    assert all(files.search(name) and files.search(f"a/{name}") for name in DEFAULT_PATTERNS)
    assert not files.search("a/not-mlhome.yaml")
