"""`MLproject`: how code is run, as a Pipeline. Format: mlflow.org/docs/latest/ml/projects."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from marshmallow import Schema, fields

from plugins.api import Attachment, File, Problem, Reading, Report, Value
from plugins.beside import descriptors_beside
from plugins.mlflow.files.contents import said, yaml_mapping
from plugins.mlflow.files.places import owners
from plugins.mlflow.links import proposed_name

DESCRIPTORS = descriptors_beside(levels=2)
_FIELDS = ("name", "entry_points", "conda_env", "python_env", "docker_env")
_FILES = {"conda_env": "conda", "python_env": "python"}
ENTRY = "as in `main: {command: python train.py}`"
_MOST_ENTRIES, _MOST_PARAMETERS, _MOST_DEPENDENCIES, _LONGEST = 100, 100, 200, 10_000


class ParameterSchema(Schema):
    """`default` is None where a value has to be given."""

    name = fields.String(required=True)
    type = fields.String(required=True)
    default = fields.String(required=True, allow_none=True)


class EntryPointSchema(Schema):
    name = fields.String(required=True)
    command = fields.String(required=True)
    parameters = fields.List(fields.Nested(ParameterSchema), required=True)


class EnvironmentSchema(Schema):
    """`kind` is conda, python, docker, or empty: whatever is there. `file` may be missing."""

    kind = fields.String(required=True)
    file = fields.String(required=True)
    image = fields.String(required=True)
    dependencies = fields.List(fields.String(), required=True)


class ProjectSchema(Schema):
    name = fields.String(required=True)
    entry_points = fields.List(fields.Nested(EntryPointSchema), required=True)
    environment = fields.Nested(EnvironmentSchema, required=True)


def read_project(file: File) -> Reading:
    """A Pipeline, with entry points and environment attached."""
    content = yaml_mapping(file.data, "MLproject")
    if isinstance(content, Problem):
        return Reading(problems=[content])
    if not any(field in content for field in _FIELDS):
        message = "This `MLproject` declares nothing"
        hint = "`entry_points:`, and `conda_env:`, `python_env:` or `docker_env:`"
        return Reading(problems=[Problem("mlflow/file", message, hint, line=1)])
    environment = _environment_file(content)
    needs = [*DESCRIPTORS, *([environment] if environment else [])]
    if missing := file.lacks(needs):
        return Reading(needs=missing)
    return _told(file, content)


def _told(file: File, content: Mapping[str, Value]) -> Reading:
    name, problems = said(content.get("name")), list[Problem]()
    value = {
        "name": name,
        "entry_points": list(_entry_points(content.get("entry_points"), problems)),
        "environment": _environment(content, file, problems),
    }
    ref = f"pipeline:default/{pipeline_name(file, name)}".lower()
    attached = Attachment(entity=ref, type="project", value=value)
    return Reading(
        documents=[(_document(file, name), 1)],
        report=Report(attachments=[attached], complete=True),
        problems=problems,
    )


def _document(file: File, name: str) -> Value:
    title = {"title": name} if name else {}
    project = owners(file.near, DESCRIPTORS).project_ref()
    return {
        "apiVersion": "mlhome/v1",
        "kind": "Pipeline",
        "metadata": {"name": pipeline_name(file, name), **title, "tags": ["mlflow"]},
        "spec": {"type": "mlflow", **({"project": project} if project else {})},
    }


def pipeline_name(file: File, name: str) -> str:
    """Called as it calls itself, and, below the top of its location, like its folder as well:
    many are a `tutorial`."""
    folder = PurePosixPath(file.path).parent.name or _repository(file.found_at)
    is_at_top = "/" not in file.path
    if not name:
        return proposed_name(folder or "project")
    if is_at_top or _plain(name) == _plain(folder):
        return proposed_name(name)
    return proposed_name(f"{name}-{folder}")


def _plain(text: str) -> str:
    return "".join(it for it in text.lower() if it.isalnum())


def _repository(found_at: str) -> str:
    return PurePosixPath(found_at.partition("#")[0]).parent.name.removesuffix(".git")


def _entry_points(given: Value, problems: list[Problem]) -> Iterator[Mapping[str, Any]]:
    if given is not None and not isinstance(given, dict):
        problems.append(_wrong("`entry_points` has to be a mapping", ENTRY))
    listed = list(given.items()) if isinstance(given, dict) else []
    for name, entry in listed[:_MOST_ENTRIES]:
        if not isinstance(entry, dict):
            problems.append(_wrong(f"The entry point `{name[:60]}` has to be a mapping", ENTRY))
            continue
        yield {
            "name": name,
            "command": _one_line(said(entry.get("command"))),
            "parameters": _parameters(name, entry.get("parameters"), problems),
        }


def _one_line(command: str) -> str:
    return " ".join(command.replace("\\\n", " ").split())[:_LONGEST]


def _parameters(entry: str, given: Value, problems: list[Problem]) -> Sequence[Mapping[str, Any]]:
    """`alpha: float`, or `alpha: {type: float, default: 0.1}`."""
    if given is not None and not isinstance(given, dict):
        hint = "as in `parameters: {alpha: float}`"
        problems.append(_wrong(f"The `parameters` of `{entry[:60]}` have to be a mapping", hint))
    listed = list(given.items()) if isinstance(given, dict) else []
    return [
        {"name": name, "type": _type(it), "default": _default(it)}
        for name, it in listed[:_MOST_PARAMETERS]
    ]


def _type(given: Value) -> str:
    """MLflow takes what says nothing for a text."""
    found = said(given.get("type")) if isinstance(given, dict) else said(given)
    return found or "string"


def _default(given: Value) -> str | None:
    value = given.get("default") if isinstance(given, dict) else None
    return None if value is None else said(value) or str(value)[:_LONGEST]


def _environment_file(content: Mapping[str, Value]) -> str:
    """The file that lists what is to be installed; empty where none in the location is named."""
    found = next((said(content.get(field)) for field in _FILES if content.get(field)), "")
    is_path = found and not found.startswith("/") and "://" not in found and "*" not in found
    return found if is_path else ""


def _environment(
    content: Mapping[str, Value], file: File, problems: list[Problem]
) -> Mapping[str, Any]:
    docker = content.get("docker_env")
    kind = next((kind for field, kind in _FILES.items() if content.get(field)), "")
    path = _environment_file(content)
    data = file.near.get(path) if path else None
    if path and data is None:
        hint = "its path is from the folder of `MLproject`"
        message = f"There is no file `{path[:200]}`, which is its environment"
        problems.append(_wrong(message, hint))
    return {
        "kind": "docker" if isinstance(docker, dict) else kind,
        "file": path,
        "image": said(docker.get("image")) if isinstance(docker, dict) else "",
        "dependencies": _dependencies(data, path, problems) if data else [],
    }


def _dependencies(data: bytes, path: str, problems: list[Problem]) -> list[str]:
    """Of conda, with those of pip among them, or of python_env.yaml."""
    content = yaml_mapping(data, path)
    if isinstance(content, Problem):
        problems.append(
            _wrong(content.message, "correct it; the project is shown without what it lists")
        )
        return []
    listed = content.get("dependencies")
    found = []
    for it in listed if isinstance(listed, list) else ():
        inner = it.get("pip") if isinstance(it, dict) else None
        found += [said(each) for each in inner] if isinstance(inner, list) else [said(it)]
    return list(filter(None, found))[:_MOST_DEPENDENCIES]


def _wrong(message: str, hint: str) -> Problem:
    return Problem("mlflow/file", message, hint, severity="warning")
