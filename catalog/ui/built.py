"""The files the browser loads: the built ones, else the sources they are made of."""

import json
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
# A clone that nobody has built: style and script as they are, no icons, no htmx.
_SOURCES = {"style": "css/main.css", "script": "js/main.js"}


@dataclass(frozen=True, slots=True)
class BuiltFiles:
    """`names` are the paths inside `folder` of style, script and icons; hashed if `lasting`."""

    folder: Path
    names: dict[str, str]
    lasting: bool

    def address(self, part: str) -> str:
        """Where a part is served; "" when this build has none."""
        return f"/static/ui/{self.names[part]}" if part in self.names else ""


def built_files(static: Path = _HERE / "static", sources: Path = _HERE / "assets") -> BuiltFiles:
    """What there is to serve, looked up once when the app is made."""
    try:
        manifest = json.loads((static / "manifest.json").read_bytes())
    except FileNotFoundError:
        return BuiltFiles(sources, dict(_SOURCES), lasting=False)
    return BuiltFiles(static, dict(manifest["files"]), lasting=manifest["built"] == "npm")
