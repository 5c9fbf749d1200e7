"""The one way in which git is run: nothing prompts, nothing is executed, nothing is left running.

The command line follows what earlier attacks on programs that call git have taught: no `ext::`
transport (CVE-2022-24439), no configuration but ours, no hooks, links or submodules, redirects
refused, objects checked, and the server's address pinned to the one that was judged.
"""

import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Self

from catalog.locations.addresses import Endpoint, endpoint
from catalog.locations.hosts import SCP_LIKE
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import LocationUnreadable, unreadable
from catalog.locations.running import Finished, run
from catalog.locations.targets import shown

FIXED_OPTIONS = {
    "protocol.allow": "never",
    "core.hooksPath": "/dev/null",
    "core.fsmonitor": "false",
    "core.symlinks": "false",
    "core.quotePath": "false",
    "credential.helper": "",
    "fetch.negotiationAlgorithm": "skipping",
    "gc.auto": "0",
    "http.followRedirects": "false",
    "http.proxy": "",
    "i18n.logOutputEncoding": "UTF-8",
    "init.defaultBranch": "main",
    "log.showRoot": "true",
    "maintenance.auto": "false",
    "submodule.recurse": "false",
    "transfer.fsckObjects": "true",
    # Slips of old tools, common in real histories and harmless to those who only read.
    "fetch.fsck.badTimezone": "ignore",
    "fetch.fsck.missingSpaceBeforeDate": "ignore",
    "fetch.fsck.missingSpaceBeforeEmail": "ignore",
    "fetch.fsck.zeroPaddedFilemode": "ignore",
    "fetch.fsck.missingNameBeforeEmail": "ignore",
}
FIXED_ENV = {
    "GIT_ASKPASS": "false",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "SSH_ASKPASS": "false",
}
PASSED_ENV = ("PATH", "TMPDIR", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO")
OUTPUT_BYTES = 256 * 1024 * 1024

# What git says (in English, by LC_ALL), most telling first -> code and hint.
SAID = (
    (
        r"bad object|fsck error|in packed data|index-pack failed|invalid index-pack",
        "git-failed",
        "",
    ),
    (
        r"could not read Username|Authentication failed|Permission denied|error: 40[13]",
        "forbidden",
        "give the catalog credentials for this host, in a git credential file or an ssh key",
    ),
    (r"Host key verification failed", "forbidden", "add the host's key to known_hosts"),
    (
        r"dubious ownership",
        "forbidden",
        "the repository belongs to another user; change its owner, or run as that user",
    ),
    (
        r"repository .*not found|does not appear to be a git|error: 404|not a git repository",
        "not-found",
        "check the address, and that the catalog may see the repository",
    ),
    (r"couldn't find remote ref|not our ref", "ref-not-found", "name a branch, tag or commit"),
    (r"redirect|error: 30\d", "not-allowed", "give the address that the server redirects to"),
    (r"SSL|certificate", "tls", "check the server's certificate"),
    (
        r"unable to access|Could not resolve|Failed to connect|Connection (refused|reset|timed)"
        r"|No route|hung up|early EOF",
        "unreachable",
        "check that the server is up",
    ),
)


@dataclass(frozen=True, slots=True)
class Git:
    """git, ready to be run for one remote until a moment in time."""

    remote: str
    policy: ReadPolicy
    options: Mapping[str, str]
    env: Mapping[str, str]
    until: float  # on the monotonic clock
    folder: Path | None = None
    transport: tuple[str, ...] = field(default=())  # arguments of commands that talk to the remote

    @classmethod
    def for_remote(cls, remote: str, policy: ReadPolicy) -> Self:
        """git with what this remote needs; raise `LocationUnreadable` if nobody may go there."""
        until = monotonic() + policy.git_seconds
        options = {**FIXED_OPTIONS, "protocol.file.allow": "always"}
        named = {"remote.origin.url": remote, "remote.origin.promisor": "true"}
        if remote.startswith("/"):
            options |= named
            return cls(remote, policy, options, _env("file"), until, None, _LOCAL_TRANSPORT)
        place = endpoint(_as_url(remote), policy)
        env = _env(place.scheme)
        options = {**FIXED_OPTIONS, f"protocol.{place.scheme}.allow": "always", **named}
        if place.scheme == "ssh":
            env["GIT_SSH_COMMAND"] = _ssh(place, policy)
        else:
            addresses = ",".join(f"[{text}]" if ":" in text else text for text in place.addresses)
            options["http.curloptResolve"] = f"{place.host}:{place.port}:{addresses}"
            options |= _credentials(policy)
        return cls(remote, policy, options, env, until)

    @classmethod
    def offline(cls, policy: ReadPolicy, seconds: float) -> Self:
        """git that talks to nobody."""
        return cls("", policy, FIXED_OPTIONS, _env("none"), monotonic() + seconds)

    def within(self, folder: Path) -> Self:
        """The same, run on the bare repository `folder`."""
        return replace(self, folder=folder)

    def again(self, seconds: float = 0) -> Self:
        """The same, with its time (or another one) beginning now."""
        return replace(self, until=monotonic() + (seconds or self.policy.git_seconds))

    def command(self, *arguments: str) -> list[str]:
        """The whole command line."""
        options = [
            text for name, value in self.options.items() for text in ("-c", f"{name}={value}")
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
        try:
            done = run(
                self.command(*arguments),
                self.env,
                seconds=min(seconds, left) if seconds else left,
                most_bytes=most_bytes,
                stdin=stdin,
            )
        except FileNotFoundError as error:
            raise unreadable("git-missing", "there is no git command", "install git") from error
        if done.timed_out or done.status:
            raise self._failure(done)
        return done.output

    def _failure(self, done: Finished) -> LocationUnreadable:
        name = shown(self.remote) or "git"
        if done.timed_out:
            message = f"{name} did not answer completely in time"
            return unreadable("time-out", message, "it is tried again later")
        if done.overflowed:
            message = f"{name} sends more than is allowed"
            return unreadable("too-large", message, "name a smaller repository, or raise the limit")
        said = _last_line(done.errors)
        for pattern, code, hint in SAID:
            if re.search(pattern, done.errors):
                return unreadable(code, f"{name} can't be read: {said}", hint)
        return unreadable("git-failed", f"{name} can't be read: {said}")


# A repository on this machine gives parts of itself only if it is told that it may.
_LOCAL_TRANSPORT = (
    "--upload-pack=git -c uploadpack.allowFilter=true -c uploadpack.allowAnySHA1InWant=true"
    " upload-pack",
)


def _as_url(remote: str) -> str:
    found = SCP_LIKE.match(remote)
    return f"ssh://{found[1]}/{found[2]}" if found else remote


def _env(protocol: str) -> dict[str, str]:
    passed = {name: os.environ[name] for name in PASSED_ENV if name in os.environ}
    return {**passed, **FIXED_ENV, "GIT_ALLOW_PROTOCOL": protocol}


def _credentials(policy: ReadPolicy) -> dict[str, str]:
    if policy.git_credentials is None:
        return {}
    return {"credential.helper": f"store --file={shlex.quote(str(policy.git_credentials))}"}


def _ssh(place: Endpoint, policy: ReadPolicy) -> str:
    """ssh that asks nothing and connects to the address that was judged."""
    key = place.host if place.port == 22 else f"[{place.host}]:{place.port}"
    options = {
        "BatchMode": "yes",
        "ConnectTimeout": str(max(1, round(policy.connect_seconds))),
        "ForwardAgent": "no",
        "HostKeyAlias": key,
        "HostName": place.addresses[0],
        "PermitLocalCommand": "no",
        "StrictHostKeyChecking": "yes",
    }
    return " ".join(["ssh", *(shlex.quote(f"-o{name}={value}") for name, value in options.items())])


def _last_line(errors: str) -> str:
    """The line that says most: the first one that git calls fatal or an error."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    telling = [line for line in lines if re.match("(remote: )?(fatal|error)", line, re.IGNORECASE)]
    return shown((telling or lines or ["no reason given"])[0])
