"""Small Git repositories with descriptors, and the descriptors."""

import subprocess
from pathlib import Path

AUTHOR = ("-c", "user.name=Ada Example", "-c", "user.email=ada@example.com")


def a_project(name: str, description: str = "Ranks things.", owner: str = "group:team") -> str:
    return (
        "apiVersion: mlhome/v1\nkind: Project\n"
        f"metadata:\n  name: {name}\n  description: {description}\n"
        f"spec:\n  owner: {owner}\n  lifecycle: production\n"
    )


def a_model(name: str, project: str) -> str:
    return (
        "apiVersion: mlhome/v1\nkind: Model\n"
        f"metadata:\n  name: {name}\n"
        f"spec:\n  project: {project}\n  lifecycle: experimental\n  type: ranking\n"
    )


def a_repository(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, files, "begin")
    return folder


def commit(folder: Path, files: dict[str, str], message: str) -> str:
    """Write files, commit them, and give the commit."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    git(folder, "add", "--all")
    git(folder, *AUTHOR, "commit", "--quiet", "-m", message)
    return git(folder, "rev-parse", "HEAD").strip()


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
