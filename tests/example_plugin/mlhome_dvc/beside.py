"""What a pipeline belongs to: what the descriptor in its folder declares."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from mlhome import File, Value
from mlhome_dvc.files import Unreadable, read_yaml

DESCRIPTORS = ("mlhome.yaml", "mlhome.yml", "catalog-info.yaml", "catalog-info.yml")
ODD = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST_NAME = 63


@dataclass(frozen=True)
class Beside:
    """The name of the pipeline, and refs of its project and model; empty where none is known."""

    name: str
    namespace: str = "default"
    project: str = ""
    model: str = ""


def beside(file: File) -> Beside:
    """Named like the project or model that is declared in the same folder; without one, like the
    folder, or the repository for a file at its top."""
    project = model = None
    for found in _declared(file.near):
        project = project or (found if found["kind"] == "Project" else None)
        model = model or (found if found["kind"] == "Model" else None)
    named = project or model
    if named is None:
        return Beside(_name(_folder(file)))
    return Beside(_name(named["name"]), named["namespace"], _ref(project), _ref(model))


def _declared(near: Mapping[str, bytes | None]) -> Iterator[dict[str, str]]:
    """Kind, namespace and name of each entity; a file that is wrong is not ours to complain of."""
    for data in filter(None, (near.get(name) for name in DESCRIPTORS)):
        try:
            for document in read_yaml(data):
                yield from _identity(document)
        except Unreadable:
            continue


def _identity(document: Value) -> Iterator[dict[str, str]]:
    metadata = document.get("metadata") if isinstance(document, dict) else None
    if isinstance(metadata, dict) and isinstance(metadata.get("name"), str):
        namespace = metadata.get("namespace")
        yield {
            "kind": str(document.get("kind")),
            "namespace": namespace if isinstance(namespace, str) else "default",
            "name": metadata["name"],
        }


def _ref(found: Mapping[str, str] | None) -> str:
    return f"{found['kind']}:{found['namespace']}/{found['name']}".lower() if found else ""


def _folder(file: File) -> str:
    path = PurePosixPath(file.found_at.partition("#")[0] or file.path)
    if "#" in file.found_at and len(PurePosixPath(file.path).parts) > 1:
        path = PurePosixPath(file.path)
    folder = path.name if path.suffix == ".git" else path.parent.name
    return folder.removesuffix(".git")


def _name(text: str) -> str:
    return ODD.sub("-", text).strip("._-")[:LONGEST_NAME].strip("._-") or "pipeline"
