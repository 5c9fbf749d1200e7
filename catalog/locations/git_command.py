"""The one way in which git is run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Self

from catalog.locations.addresses import endpoint
from catalog.locations.git_failures import failure
from catalog.locations.git_surroundings import (
    FIXED_OPTIONS,
    LOCAL_TRANSPORT,
    environment,
    http_options,
    ssh_command,
)
from catalog.locations.hosts import SCP_LIKE
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import unreadable
from catalog.locations.running import run

OUTPUT_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Git:
    """git, ready to be run for one remote until a moment in time."""

    remote: str
    policy: ReadPolicy
    options: Mapping[str, str]
    env: Mapping[str, str]
    until: float  # on the monotonic clock
    folder: Path | None = None
    transport: tuple[str, ...] = ()  # arguments of commands that talk to the remote

    @classmethod
    def for_remote(cls, remote: str, policy: ReadPolicy) -> Self:
        """git with what this remote needs; raise `LocationUnreadable` if nobody may go there."""
        until = monotonic() + policy.git_seconds
        # What a copy lacks is promised by its one remote; git wants that said.
        options = {"remote.origin.url": remote, "remote.origin.promisor": "true"}
        if remote.startswith("/"):
            return cls(remote, policy, options, environment("file"), until, None, LOCAL_TRANSPORT)
        place = endpoint(_as_url(remote), policy)
        env = environment(place.scheme)
        if place.scheme == "ssh":
            env["GIT_SSH_COMMAND"] = ssh_command(place, policy)
        else:
            options |= http_options(place, policy)
        return cls(remote, policy, options, env, until)

    @classmethod
    def offline(cls, policy: ReadPolicy, seconds: float) -> Self:
        """git that talks to nobody."""
        return cls("", policy, {}, environment("none"), monotonic() + seconds)

    def within(self, folder: Path) -> Self:
        """The same, run on the bare repository `folder`."""
        return replace(self, folder=folder)

    def again(self, seconds: float = 0) -> Self:
        """The same, with its time (or another one) beginning now."""
        return replace(self, until=monotonic() + (seconds or self.policy.git_seconds))

    def command(self, *arguments: str) -> list[str]:
        """The whole command line."""
        all_options = {**FIXED_OPTIONS, **self.options}
        options = [
            text for name, value in all_options.items() for text in ("-c", f"{name}={value}")
        ]
        folder = ["--git-dir", str(self.folder)] if self.folder else []
        return ["git", "--no-pager", *options, *folder, *arguments]

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        seconds: float = 0,
        most_bytes: int = OUTPUT_BYTES,
    ) -> bytes:
        """What git prints; raise `LocationUnreadable` if it fails or is not done in time."""
        left = self.until - monotonic()
        left = min(seconds, left) if seconds else left
        command = self.command(*arguments)
        try:
            done = run(command, self.env, seconds=left, most_bytes=most_bytes, stdin=stdin)
        except FileNotFoundError as error:
            raise unreadable("git-missing", "there is no git command", "install git") from error
        if done.timed_out or done.status:
            raise failure(self.remote, done)
        return done.output


def _as_url(remote: str) -> str:
    found = SCP_LIKE.match(remote)
    return f"ssh://{found[1]}/{found[2]}" if found else remote
