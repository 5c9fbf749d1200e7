"""Real Git repositories for tests."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ENV = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
}
START = 1_700_000_000
PEOPLE = dict.fromkeys(
    ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"), "ann"
)


class Repository:
    """A bare repository whose commits are made without a work tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.commits = 0
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", "--initial-branch=main")

    def git(self, *arguments: str, stdin: bytes = b"", **env: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**ENV, **env},
            input=stdin,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode(errors="replace").strip()

    def commit(
        self, files: Mapping[str, bytes | str | None], author: str = "Ann", branch: str = "main"
    ) -> str:
        """Commit the files (None deletes one) on top of the branch; an hour after the last."""
        self.commits += 1
        lines = [
            f"commit refs/heads/{branch}",
            f"committer {author} <{author}@example.com> {START + 3600 * self.commits} +0000",
            "data 1\nx",
        ]
        if self.git("for-each-ref", f"refs/heads/{branch}"):
            lines.append(f"from refs/heads/{branch}^0")
        stream = "\n".join(lines).encode() + b"\n"
        for path, content in files.items():
            stream += _change(path, content)
        self.git("fast-import", "--quiet", "--force", stdin=stream)
        return self.git("rev-parse", branch)

    def commit_tree(self, entries: bytes, branch: str = "main") -> str:
        """Commit a tree given as its raw entries, which git itself might not make."""
        tree = self.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", stdin=entries)
        people = {
            f"GIT_{who}_{what}": "ann"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        commit = self.git("commit-tree", tree, "-m", "x", **people)
        self.git("update-ref", f"refs/heads/{branch}", commit)
        return commit

    def blob(self, content: bytes) -> bytes:
        """The binary name of a blob that is written."""
        return bytes.fromhex(self.git("hash-object", "-w", "--stdin", stdin=content))


def _change(path: str, content: bytes | str | None) -> bytes:
    if content is None:
        return f"D {path}\n".encode()
    data = content.encode() if isinstance(content, str) else content
    return f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


def links_to(target: str, path: str) -> bytes:
    """The part of a fast-import stream that adds a symbolic link."""
    return f"M 120000 inline {path}\ndata {len(target)}\n{target}\n".encode()
