"""Building what the browser loads, with npm and without."""

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from catalog.ui.assets import build_static
from catalog.ui.assets.build_static import BuildFailed, copy_own, ensure, is_current, source_files
from catalog.ui.kinds import LOOKS
from tests.conftest import ROOT


def without_node(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A machine on which nobody finds a Node, neither the system's nor the wheel's."""
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(build_static, "find_spec", lambda name: None)


def test_without_node_the_project_s_own_files_are_served_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without_node(monkeypatch, tmp_path)
    ensure(tmp_path / "static", strict=False)
    manifest = json.loads((tmp_path / "static" / "manifest.json").read_bytes())
    assert manifest["files"] == {"style": "css/main.css", "script": "js/main.js"}
    assert all((tmp_path / "static" / name).is_file() for name in manifest["files"].values())
    assert "no Node.js" in capsys.readouterr().err


def test_a_strict_build_without_node_fails_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_node(monkeypatch, tmp_path)
    with pytest.raises(BuildFailed, match=r"there is no Node\.js"):
        ensure(tmp_path / "static", strict=True)


def test_a_copied_build_is_made_again_as_soon_as_there_is_npm(tmp_path: Path) -> None:
    copy_own(tmp_path / "static")
    assert not is_current(tmp_path / "static")


def test_the_lock_holds_a_digest_of_every_package_and_no_address() -> None:
    lock = json.loads((build_static.SOURCES / "package-lock.json").read_bytes())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    icons = set(json.loads((build_static.SOURCES / "icons.json").read_bytes()))
    templates = (ROOT / "catalog" / "ui" / "templates").glob("*.html")
    text = "".join(path.read_text() for path in templates)
    named = set(re.findall(r'icon\("([\w-]+)"', text)) | {look.icon for look in LOOKS}
    assert named <= icons


@pytest.mark.node
def test_an_sdist_carries_the_built_files_and_its_wheel_needs_no_npm(tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path, dict(os.environ))
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    without = {**os.environ, "PATH": str(Path(sys.executable).parent)}
    wheel = build("wheel", source, tmp_path, without)
    names = set(zipfile.ZipFile(wheel).namelist())
    manifest = json.loads(zipfile.ZipFile(wheel).read("catalog/ui/static/manifest.json"))
    assert manifest["built"] == "npm"
    assert {f"catalog/ui/static/{name}" for name in manifest["files"].values()} <= names
    for needed in (
        "catalog/ui/static/licences.txt",
        "catalog/ui/templates/page.html",
        "descriptors/schemas/model.json",
        "descriptors/examples/discovery/next-basket/mlhome.yaml",
    ):
        assert needed in names
    assert any(name.startswith("catalog/store/migrations/versions/") for name in names)


def build(kind: str, source: Path, out: Path, environment: dict[str, str]) -> Path:
    """An sdist or a wheel, strict about the browser's files."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--outdir", str(out), str(source)]
    strict = {**environment, "MLHOME_STRICT_ASSETS": "1"}
    done = subprocess.run(command, env=strict, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(out.glob("*.tar.gz" if kind == "sdist" else "*.whl"))


def test_the_digest_covers_style_script_icons_and_lock() -> None:
    names = {path.name for path in source_files()}
    assert {"main.css", "main.js", "icons.json", "package-lock.json", "bundle.mjs"} <= names
