"""What went wrong with git, told by what it printed."""

import re

from catalog.locations.problems import LocationUnreadable, unreadable
from catalog.locations.running import Finished
from catalog.locations.targets import shown

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


def failure(remote: str, done: Finished) -> LocationUnreadable:
    """The exception for a git that failed, or was stopped."""
    name = shown(remote) or "git"
    if done.timed_out:
        message = f"{name} did not answer completely in time"
        return unreadable("time-out", message, "it is tried again later")
    if done.overflowed:
        message = f"{name} sends more than is allowed"
        return unreadable("too-large", message, "name a smaller repository, or raise the limit")
    said = _most_telling(done.errors)
    for pattern, code, hint in SAID:
        if re.search(pattern, done.errors):
            return unreadable(code, f"{name} can't be read: {said}", hint)
    return unreadable("git-failed", f"{name} can't be read: {said}", "try it with git by hand")


def _most_telling(errors: str) -> str:
    """The first line that git calls fatal or an error, else the first one."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    telling = [line for line in lines if re.match("(remote: )?(fatal|error)", line, re.IGNORECASE)]
    return shown((telling or lines or ["no reason given"])[0])
