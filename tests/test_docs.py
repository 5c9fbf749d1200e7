"""What is declared is documented."""

import re
from pathlib import Path

from catalog.cli import COMMANDS
from catalog.settings import declared

ROOT = Path(__file__).resolve().parent.parent


def test_every_setting_is_in_the_readme_with_its_sentence() -> None:
    text = (ROOT / "catalog" / "README.md").read_text()
    rows = [f"| `{setting.name}` | {setting.metadata['text']} |" for setting in declared()]
    assert [row for row in rows if row not in text] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "catalog" / "decisions"
    listed = re.findall(r"\((\d{4}-[^)]+)\)", (folder / "README.md").read_text())
    assert sorted(listed) == sorted(file.name for file in folder.glob("0*.md"))


def test_every_link_between_documents_leads_somewhere() -> None:
    for document in [*ROOT.glob("*.md"), *ROOT.glob("[a-z]*/**/README.md")]:
        if "node_modules" in document.parts:
            continue
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document}: {target}"


def test_the_two_commands_come_first_and_are_one_line_each() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert len(blocks) >= 2
    assert all(block.count("\n") == 1 for block in blocks[:2])
    assert "mlhome demo" in blocks[0]
    assert "tox" in blocks[1]


def test_every_command_has_a_module() -> None:
    modules = {path.partition(":")[0].rpartition(".")[2] for path in COMMANDS.values()}
    assert {m for m in modules if not (ROOT / "catalog" / "cli" / f"{m}.py").exists()} == set()
