"""Reads what people type when they add a location."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from catalog.locations.hosts import SCP_LIKE, named_file
from catalog.locations.problems import problem
from catalog.locations.spec import LocationSpec
from descriptors.problems import Problem

MAX_TARGET = 2_000
MAX_PATTERNS = 32
MAX_PATTERN = 255
SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")
# A host or path that ssh or git could take for an option.
OPTION = re.compile(r"^-|://(?:[^/@]*@)?-|^[^/@]*@[^/:]*:-")
IPV6_HOST = re.compile(r"//(?:[^/@]*@)?\[[0-9A-Fa-f:.]+\]")
GIT_SUFFIX = re.compile(r"\.git/?$")
# What git itself forbids in the name of a ref (git-check-ref-format), and `-` at its start.
BAD_REF = re.compile(r"^[-/.]|[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|/\.|\.lock(?:/|$)|[/.]$")
ACCEPTED = (
    "give a path, a Git address (https://….git, git+https://…, git@host:org/repo.git),"
    " or an https URL"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A target, split from the `#ref:pattern` at its end."""

    text: str
    ref: str = ""
    patterns: tuple[str, ...] = ()


def parse_target(
    text: str,
    ref: str = "",
    patterns: Sequence[str] = (),
    *,
    local: bool = True,
    git_hosts: Mapping[str, str] | None = None,
) -> LocationSpec | Problem:
    """The location that people mean by a path, a folder, a Git address or a URL.

    `ref` and `patterns` win over those in the text. Without `local`, paths of this machine are a
    problem, and its disks are not even looked at. `git_hosts` names Git hosts besides the known
    ones (host -> github, gitlab, gitea, bitbucket or azure).
    """
    text = text.strip()
    if wrong := _malformed(text):
        return wrong
    spec = _spec(text, git_hosts or {}, local)
    if isinstance(spec, Problem):
        return spec
    if ref and spec.type != "git":
        return problem("bad-ref", f"a {spec.type} has no Git ref", "leave the ref out")
    spec = replace(spec, ref=ref or spec.ref, patterns=tuple(patterns) or spec.patterns)
    return ref_problem(spec.ref) or pattern_problem(spec.patterns) or spec


def ref_problem(ref: str) -> Problem | None:
    """What keeps a text from being a branch, tag or commit; git is never given such a text."""
    if not ref or not (len(ref) > 255 or ref == "@" or BAD_REF.search(ref)):
        return None
    return problem("bad-ref", f"{ref[:80]!r} can't be a Git ref", "give a branch, tag or commit")


def pattern_problem(patterns: Iterable[str]) -> Problem | None:
    """What is wrong with patterns that people wrote, if anything."""
    patterns = tuple(patterns)
    if len(patterns) > MAX_PATTERNS:
        return problem("bad-pattern", f"{len(patterns)} patterns; {MAX_PATTERNS} are allowed")
    for pattern in patterns:
        parts = pattern.strip("/").split("/")
        if not pattern.strip("/") or len(pattern) > MAX_PATTERN or not pattern.isprintable():
            return problem("bad-pattern", f"{pattern!r} is not a path pattern")
        if ".." in parts or "." in parts or "" in parts:
            return problem("bad-pattern", f"the pattern {pattern!r} is not a plain path")
    return None


def remote_problem(remote: str) -> Problem | None:
    """What keeps a text from being a Git remote that is safe to hand to git."""
    if wrong := _malformed(remote):
        return wrong
    if remote.startswith("/") or SCP_LIKE.match(remote):
        return None
    scheme = SCHEME.match(remote)
    if scheme and scheme[1].lower() in ("https", "http", "ssh"):
        return _host_problem(remote)
    return problem("bad-target", f"{shown(remote)!r} is no Git address", ACCEPTED)


def url_problem(url: str) -> Problem | None:
    """What keeps a text from being an http(s) URL that may be fetched."""
    if wrong := _malformed(url):
        return wrong
    scheme = SCHEME.match(url)
    if not scheme or scheme[1].lower() not in ("http", "https"):
        return problem("bad-target", f"{shown(url)!r} is no http(s) address", ACCEPTED)
    return _host_problem(url)


def _malformed(text: str) -> Problem | None:
    if not text or len(text) > MAX_TARGET or not text.isprintable():
        return problem("bad-target", f"{shown(text)!r} is no target", ACCEPTED)
    if OPTION.search(text):
        message = f"{shown(text)!r} is no target: no part may start with `-`"
        return problem("bad-target", message, ACCEPTED)
    if "::" in IPV6_HOST.sub("//", text):  # git would run the program that is named before it
        message = f"{shown(text)!r} is no target: `::` belongs into IPv6 addresses only"
        return problem("bad-target", message, ACCEPTED)
    return None


def _spec(text: str, git_hosts: Mapping[str, str], local: bool) -> LocationSpec | Problem:
    is_git = text.startswith("git+")
    text = text.removeprefix("git+")
    scheme = SCHEME.match(text)
    if not scheme and SCP_LIKE.match(text):
        return _git(_split(text))
    if scheme is None or scheme[1].lower() == "file":
        return _path(text, is_git) if local else _no_paths(text)
    lower = scheme[1].lower()
    return _address(lower + text[len(lower) :], lower, is_git, git_hosts)


def _address(
    text: str, scheme: str, is_git: bool, git_hosts: Mapping[str, str]
) -> LocationSpec | Problem:
    """The location of something with a scheme."""
    typed = _split(text)
    if scheme == "ssh" or (is_git and scheme in ("http", "https")):
        return _git(typed)
    if wrong := url_problem(text):
        return wrong
    if GIT_SUFFIX.search(typed.text):
        return _git(typed)
    if found := named_file(typed.text, git_hosts):
        pattern = f"/{found.path}/" if found.is_folder else f"/{found.path}"
        patterns = typed.patterns or ((pattern,) if found.path else ())
        return LocationSpec("git", found.remote, typed.ref or found.ref, patterns)
    return LocationSpec("url", typed.text)


def _path(text: str, is_git: bool) -> LocationSpec | Problem:
    """The location of something on this machine."""
    text = re.sub("^file://(localhost)?(?=/)", "", text)
    typed = Typed(text) if os.path.lexists(_absolute(text)) else _split(text)
    path = Path(_absolute(typed.text))
    if path.is_dir() and (is_git or typed.ref or typed.patterns or _is_bare_repository(path)):
        return LocationSpec("git", str(path), typed.ref, typed.patterns)
    if path.is_dir():
        return LocationSpec("folder", str(path))
    if path.is_file():
        return LocationSpec("file", str(path))
    hint = "write it in full, or quote it" if re.search(r"[*?\[]", text) else ACCEPTED
    return problem("not-found", f"there is no file or folder {text!r}", hint)


def _no_paths(text: str) -> Problem:
    message = f"{text!r} is no address; paths of the server are added by its operator only"
    return problem("local-not-allowed", message, "give a Git or https address")


def _absolute(text: str) -> str:
    return os.path.abspath(os.path.expanduser(text))  # noqa: PTH100, PTH111 - keeps links


def _is_bare_repository(path: Path) -> bool:
    return (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()


def _git(typed: Typed) -> LocationSpec | Problem:
    return remote_problem(typed.text) or LocationSpec("git", typed.text, typed.ref, typed.patterns)


def shown(text: str) -> str:
    """The text as it may be shown: short, and without user and password."""
    return re.sub(r"//[^/@]*@", "//…@", text)[:200]


def _split(text: str) -> Typed:
    """Take `#ref` or `#ref:pattern` from the end."""
    target, _, rest = text.partition("#")
    ref, _, pattern = rest.partition(":")
    return Typed(target.rstrip(), ref, (pattern,) if pattern else ())


def _host_problem(text: str) -> Problem | None:
    """A URL needs a host, and nothing secret: that would end up in logs, lists and results."""
    try:
        parts = urlsplit(text)
        user, _ = parts.username, parts.port
    except ValueError:
        return problem("bad-target", f"{shown(text)!r} is no address", ACCEPTED)
    if not parts.hostname or " " in parts.netloc:
        return problem("bad-target", f"{shown(text)!r} names no host", ACCEPTED)
    if parts.password is None and (user is None or parts.scheme == "ssh"):
        return None
    hint = "put credentials into the settings or a git credential file"
    return problem("secret-in-target", f"the address of {parts.hostname} holds a secret", hint)
