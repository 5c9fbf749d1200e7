"""Which commit changed a file last."""

from collections.abc import Iterable, Iterator

from catalog.locations.git_command import Git
from catalog.locations.snapshot import FileChange

MAX_COMMITS = 5_000
LOG = (
    "log",
    "-z",
    "--name-only",
    "--no-renames",
    "-c",  # of a merge, what differs from all parents
    "--no-color",
    "--no-ext-diff",
    "--no-mailmap",
    "--no-notes",
    "--no-show-signature",
    "--no-textconv",
    f"--max-count={MAX_COMMITS}",
    # \x01 begins a commit; names of people come last, since they may hold anything.
    "--format=%x01%H%x02%P%x02%ct%x02%an",
)


def last_changes(git: Git, commit: str, paths: Iterable[bytes]) -> dict[bytes, FileChange]:
    """The newest commit, from `commit` back, that touched each path; as far as it is known.

    Where the history was cut off, all files seem to be new: there the change is not exact.
    """
    wanted = set(paths)
    if not wanted:
        return {}
    is_cut = git.run("rev-parse", "--is-shallow-repository").strip() == b"true"
    output = git.run(*LOG, commit, "--")
    found: dict[bytes, FileChange] = {}
    for change, path in _touched(output, is_cut):
        if path in wanted and path not in found:
            found[path] = change
            if len(found) == len(wanted):
                break
    return found


def _touched(output: bytes, is_cut: bool) -> Iterator[tuple[FileChange, bytes]]:
    """Commits, newest first, with each of the files that they touched."""
    change = None
    for part in output.split(b"\0"):
        text = part.removeprefix(b"\n")
        if text.startswith(b"\x01"):
            change = _change(text[1:], is_cut)
        elif text and change:
            yield change, text


def _change(head: bytes, is_cut: bool) -> FileChange:
    commit, parents, at, author = head.decode(errors="replace").split("\x02", 3)
    return FileChange(commit, author, float(at), exact=bool(parents) or not is_cut)
