"""One file at an http(s) address, and what it names below the same folder."""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from time import monotonic, time_ns
from urllib.parse import quote, unquote, urlsplit

from catalog.locations.below import Found
from catalog.locations.closing import Closing
from catalog.locations.expanding import inside
from catalog.locations.fetching import Answer, fetch
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import LocationUnreadable, problem, unreadable
from catalog.locations.reading import problem_of_content
from catalog.locations.snapshot import FileChange
from catalog.locations.spec import LocationSpec
from descriptors.patterns import GLOB
from descriptors.problems import Problem

LOOKS_LIKE_HTML = re.compile(rb"^\s*<(!doctype html|html)", re.IGNORECASE)
KNOWN_ETAG = re.compile(r'^etag:((?:W/)?"[^"]*")$')


def open_url(spec: LocationSpec, policy: ReadPolicy, known_token: str = "") -> "UrlSnapshot":
    """The file at an address; its bytes are not sent again if the ETag is still the known one."""
    known = KNOWN_ETAG.match(known_token)
    answer = fetch(spec.target, policy, known[1] if known else "")
    if answer.unchanged:
        return UrlSnapshot(spec.target, policy, None, known_token)
    _refuse_web_page(spec.target, answer)
    digest = sha256(answer.body).hexdigest()
    token = f"etag:{answer.etag}" if answer.etag else f"sha256:{digest}"
    return UrlSnapshot(spec.target, policy, answer, token)


class UrlSnapshot(Closing):
    """A file that was fetched when the location was opened."""

    commit = ""

    def __init__(self, url: str, policy: ReadPolicy, answer: Answer | None, token: str) -> None:
        parts = urlsplit(url)
        folder, _, name = parts.path.rpartition("/")
        self._url = url
        self._folder = posixpath.normpath(unquote(folder) or "/")
        self._root = f"{parts.scheme}://{parts.netloc}"
        self._name = unquote(name) if unquote(name) not in ("", ".", "..") else "index"
        self._policy = policy
        self._answer = answer
        self._token = token
        self._has_targets = False
        self._until = monotonic() + policy.url_all_seconds

    @property
    def token(self) -> str:
        """See `Snapshot`: it says nothing about other files that were named."""
        return f"{self._token}@{time_ns()}" if self._has_targets else self._token

    def paths(self) -> list[str]:
        """See `Snapshot`."""
        return [self._name]

    def read(self, path: str, most: int = 0) -> bytes | Problem:
        """See `Snapshot`; no server is asked for more than a descriptor may have."""
        if path == self._name:
            data = self._own().body
        elif monotonic() > self._until:
            message = f"{self._address(path)} was not asked for: those before it took too long"
            return problem("time-out", message, file=path)
        else:
            try:
                data = fetch(self._address(path), self._policy).body
            except LocationUnreadable as error:
                return replace(error.problem, file=path)
        return problem_of_content(path, data, self._policy.file_bytes) or data

    def expand(self, base_path: str, target: str) -> list[str] | Problem:
        """See `Snapshot`: whether the file is there shows when it is read."""
        self._has_targets = True
        if GLOB.search(target):
            return _not_listed(base_path, target)
        own_host = (
            target.removeprefix(self._root) if target.startswith(self._root + "/") else target
        )
        path = inside(base_path, unquote(own_host), self._folder)
        return path if isinstance(path, Problem) else [path]

    def find(self, base_path: str, pattern: str, most: int) -> Found | Problem:
        """See `Snapshot`: over http there is no list of a folder's files."""
        return _not_listed(base_path, pattern)

    def last_changes(self, paths: Sequence[str]) -> dict[str, FileChange]:
        """See `Snapshot`: what the server says of the file's date."""
        changed_at = self._answer.changed_at if self._answer else None
        if self._name not in paths or changed_at is None:
            return {}
        return {self._name: FileChange("", "", changed_at)}

    def location_ref(self, path: str) -> str:
        """See `Snapshot`."""
        return f"url:{self._address(path)}"

    def view_url(self, path: str, line: int = 0) -> str:
        """See `Snapshot`."""
        return self._address(path)

    def edit_url(self, path: str) -> str:
        """Nobody knows how to edit it."""
        return ""

    def source_url(self, path: str) -> str:
        """See `Snapshot`."""
        return self._address(path).rpartition("/")[0] + "/"

    def _own(self) -> Answer:
        if self._answer is None:
            self._answer = fetch(self._url, self._policy)
            _refuse_web_page(self._url, self._answer)
        return self._answer

    def _address(self, path: str) -> str:
        if path == self._name:
            return self._url
        whole = posixpath.normpath(posixpath.join(self._folder, path))
        return self._root + quote(whole)


def _not_listed(base_path: str, pattern: str) -> Problem:
    message = f"`{pattern}` names files that can't be listed over http"
    return problem("bad-target", message, "name each file", file=base_path)


def _refuse_web_page(url: str, answer: Answer) -> None:
    if answer.content_type == "text/html" or LOOKS_LIKE_HTML.match(answer.body):
        message = f"{url} is a web page, not a YAML file"
        raise unreadable("web-page", message, _hint(url))


def _hint(url: str) -> str:
    """Whoever names a page means a file of it, or, without a file's name, a repository."""
    raw = "give the address behind the page's “Raw” link"
    if "." in urlsplit(url).path.rpartition("/")[2]:
        return raw
    return f"if it is a Git repository, write `git+{url}`; of a file, {raw}"
