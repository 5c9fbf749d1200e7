"""Asks a Git server which commit a branch or tag is at."""

from dataclasses import dataclass

from catalog.locations.git_command import Git
from catalog.locations.hosts import COMMIT
from catalog.locations.problems import LocationUnreadable, unreadable
from catalog.locations.targets import shown

REFS_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RemoteRef:
    """A ref of a repository: its full name, what it is, and the object it is at."""

    full_name: str
    type: str  # branch | tag | commit
    object: str

    @property
    def name(self) -> str:
        """The name that people use."""
        if self.type == "commit":
            return self.object
        return self.full_name.removeprefix("refs/heads/").removeprefix("refs/tags/")


def find_ref(git: Git, ref: str) -> RemoteRef:
    """The branch, tag or commit `ref`, or the default branch if it is empty.

    A whole commit name is believed without asking.
    """
    if COMMIT.match(ref):
        return RemoteRef(ref, "commit", ref)
    wanted = [f"refs/heads/{ref}", f"refs/tags/{ref}", *([ref] if ref.startswith("refs/") else [])]
    names = wanted if ref else ["HEAD"]
    found, default = _ask(git, names)
    if not ref:
        return _default(git, found, default)
    for name in wanted:
        if name in found:
            return RemoteRef(
                name, "tag" if name.startswith("refs/tags/") else "branch", found[name]
            )
    raise _no_such_ref(git, ref)


def _ask(git: Git, names: list[str]) -> tuple[dict[str, str], str]:
    """Objects by the full name of their ref, and the name of the default branch."""
    output = git.run(
        *("ls-remote", "--quiet", "--symref", *git.transport, "--", git.remote, *names),
        seconds=git.policy.git_answer_seconds,
        most_bytes=REFS_BYTES,
    )
    found, default = {}, ""
    for line in output.decode(errors="replace").splitlines():
        value, _, name = line.partition("\t")
        if value.startswith("ref: ") and name == "HEAD":
            default = value.removeprefix("ref: ")
        elif COMMIT.match(value):
            found[name] = value
    return found, default


def _default(git: Git, found: dict[str, str], default: str) -> RemoteRef:
    if "HEAD" not in found:
        message = f"{shown(git.remote)} has no commit on its default branch"
        hint = "push one, name another branch, or check that this is a repository's address"
        raise unreadable("empty", message, hint)
    if default.startswith("refs/heads/"):
        return RemoteRef(default, "branch", found["HEAD"])
    return RemoteRef("HEAD", "commit", found["HEAD"])


def _no_such_ref(git: Git, ref: str) -> LocationUnreadable:
    is_short = len(ref) >= 7 and all(letter in "0123456789abcdef" for letter in ref)
    hint = "write all 40 letters of a commit" if is_short else "name a branch, tag or commit"
    message = f"{shown(git.remote)} has no branch or tag {ref!r}"
    return unreadable("ref-not-found", message, hint)
