"""Descriptors that something is wrong with: the pages must show them, and nothing else."""

from pathlib import Path

HOSTILE = """\
apiVersion: mlhome/v1
kind: Project
metadata:
  name: hostile
  title: <img src=x onerror=alert(1)> "quoted" & hostile
  description: |
    <script>document.title = "taken over"</script> [a link](javascript:alert(1))
    and ![a picture](https://elsewhere.example/x.png) and **bold** text.
  links:
    - {url: "https://docs.example/ok", title: "<b>Docs</b>"}
spec:
  owner: group:nobody
  lifecycle: experimental
"""

MISSPELT = """\
apiVersion: mlhome/v1
kind: Model
metadata:
  name: misspelt
spec:
  project: hostile
  lifecylce: production
"""


def write_troubles(folder: Path) -> None:
    """A folder with a descriptor that tries to take over the page, and one that is refused."""
    (folder / "hostile").mkdir()
    (folder / "hostile" / "mlhome.yaml").write_text(HOSTILE)
    (folder / "misspelt").mkdir()
    (folder / "misspelt" / "mlhome.yaml").write_text(MISSPELT)
