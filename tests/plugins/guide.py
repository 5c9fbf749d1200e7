"""The author's guide taken apart: its files, its commands, its headings."""

import re
from pathlib import Path

from tests.conftest import ROOT

GUIDE = ROOT / "plugins" / "README.md"
BLOCK = re.compile(r"(?P<before>[^\n]*\n)\n```(?P<language>\w+)\n(?P<text>.*?)\n```\n", re.DOTALL)
NAMED = re.compile(r"[Ff]ile `([^`]+)`")
PLUGIN = "mlhome_words/plugin.py"


def files() -> dict[str, str]:
    """Each file of the guide; blocks of Python without a name go on in the plugin."""
    found: dict[str, str] = {}
    for before, language, text in _blocks():
        named = NAMED.findall(before)
        path = named[-1] if named else PLUGIN if language == "python" else ""
        if path:
            found[path] = f"{found[path]}\n\n{text}\n" if path in found else f"{text}\n"
    return found


def commands() -> list[str]:
    """Each line of its shell blocks."""
    return [
        line for _, language, text in _blocks() if language == "sh" for line in text.split("\n")
    ]


def headings() -> list[str]:
    return re.findall(r"^#+ (.*)$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)


def written(folder: Path) -> Path:
    """All its files in a folder, installed as far as ML Home looks: with its entry point."""
    for path, text in files().items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    found = folder / "mlhome_words-0.1.0.dist-info"
    found.mkdir()
    (found / "METADATA").write_text("Metadata-Version: 2.1\nName: mlhome-words\nVersion: 0.1.0\n")
    entry = files()["setup.cfg"].partition("mlhome.plugins =\n")[2].strip()
    (found / "entry_points.txt").write_text(f"[mlhome.plugins]\n{entry}\n")
    return folder


def _blocks() -> list[tuple[str, str, str]]:
    text = GUIDE.read_text(encoding="utf-8")
    return [(it["before"], it["language"], it["text"]) for it in BLOCK.finditer(text)]
