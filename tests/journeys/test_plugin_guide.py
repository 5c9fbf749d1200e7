"""The commands of the author's guide do what it says."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.plugins import guide

EXPECTED = {
    "plugin check": "words 0.1.0 keeps the contract",
    "ingest": "1 created",
    "search": "project:words-example",
    "words count": "3",
    "connect": "words asks https://words.example.com",
    "plugins status": "counts",
    "push-source add": "mlhp_",
}


def test_its_commands_do_what_it_says(tmp_path: Path) -> None:
    folder = guide.written(tmp_path)
    said = {line: _run(line, folder) for line in guide.commands()}
    told = {name for line in said for name in EXPECTED if line.startswith(f"mlhome {name}")}
    assert told == EXPECTED.keys()
    for line, output in said.items():
        expected = next(it for name, it in EXPECTED.items() if line.startswith(f"mlhome {name}"))
        assert expected in output, line


def _run(line: str, folder: Path) -> str:
    mlhome, *arguments = shlex.split(line)
    assert mlhome == "mlhome"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("MLHOME_")}
    environment = {
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
        "MLHOME_DATA_DIR": str(folder / "data"),
        "COLUMNS": "200",
    }
    done = subprocess.run(
        [sys.executable, "-m", "catalog.cli", *arguments],
        env={**clean, **environment},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr
