"""Git repositories, read without ever checking anything out."""

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from catalog.locations.below import Found, Names
from catalog.locations.closing import Closing
from catalog.locations.expanding import HAS_SCHEME, inside, matching, not_found
from catalog.locations.git_cache import Copy, bring, fetch_blobs, forget
from catalog.locations.git_command import Git
from catalog.locations.git_history import last_changes
from catalog.locations.git_remote import RemoteRef, find_ref
from catalog.locations.git_tree import MAX_AHEAD, BlobReader, blob_sizes, missing_blobs
from catalog.locations.hosts import named_file, web_repository
from catalog.locations.policy import ReadPolicy
from catalog.locations.problems import LocationUnreadable, problem
from catalog.locations.reading import problem_of_content, too_large
from catalog.locations.snapshot import FileChange
from catalog.locations.spec import LocationSpec
from catalog.locations.targets import ref_problem, remote_problem
from descriptors.patterns import Patterns
from descriptors.problems import Problem

SMALL_BYTES = 64 * 1024


def open_git(spec: LocationSpec, policy: ReadPolicy) -> "GitSnapshot":
    """The descriptors of one commit of a repository."""
    if wrong := remote_problem(spec.target) or ref_problem(spec.ref):
        raise LocationUnreadable(wrong)
    patterns = policy.patterns_for(spec.patterns)
    git = Git.for_remote(spec.target, policy)
    ref = find_ref(git, spec.ref)
    copy = bring(git, ref, patterns)
    return GitSnapshot(copy, ref, patterns, is_default=not spec.ref)


class GitSnapshot(Closing):
    """Files of one commit, out of the local copy."""

    def __init__(self, copy: Copy, ref: RemoteRef, patterns: Patterns, *, is_default: bool) -> None:
        self.commit = copy.commit
        self._git = copy.git
        self._tree = copy.tree
        self._ref = ref
        self._is_default = is_default
        self._policy = copy.git.policy
        self._patterns = patterns
        self._web = web_repository(copy.git.remote, self._policy.git_hosts)
        self._sizes: dict[str, int] = {}
        self._here = copy.tree.descriptor_blobs()
        self._asked_for: set[str] = set()
        self._reader: BlobReader | None = None
        self._ahead: dict[str, bytes] = {}
        self._changes: dict[str, FileChange] = {}
        self._looked_for: set[str] = set()

    @property
    def token(self) -> str:
        """See `Snapshot`: a commit never changes, but what is looked for in it may."""
        return f"{self.commit}:{hashlib.sha256(self._patterns.text.encode()).hexdigest()[:8]}"

    def paths(self) -> list[str]:
        """See `Snapshot`."""
        return list(self._tree.descriptors)

    def read(self, path: str, most: int = 0) -> bytes | Problem:
        """See `Snapshot`."""
        most = most or self._policy.file_bytes
        if path in self._tree.refused:
            return self._tree.refused[path]
        blob = self._tree.blobs.get(path)
        if blob is None:
            return problem("not-found", f"there is no file {path} in this commit", file=path)
        if self._size(blob) > most:
            return too_large(path, most)
        data = self._content(path, blob)
        return problem_of_content(path, data, most) or data

    def expand(self, base_path: str, target: str) -> list[str] | Problem:
        """See `Snapshot`: the address of a page of the same repository is inside as well."""
        pattern = self._own_page(target) or inside(base_path, target)
        if isinstance(pattern, Problem):
            return pattern
        names = matching(self._tree.blobs, pattern, self._policy.matches, base_path)
        if names == [pattern] and pattern not in self._tree.blobs | self._tree.refused:
            return not_found(base_path, target)
        if not isinstance(names, Problem):
            self._ask_for(names)
        return names

    def find(self, base_path: str, pattern: str, most: int) -> Found | Problem:
        """See `Snapshot`."""
        found = self._names.find(base_path, pattern, most)
        if not isinstance(found, Problem):
            self._ask_for(found.paths)
        return found

    def last_changes(self, paths: Sequence[str]) -> dict[str, FileChange]:
        """See `Snapshot`: one look into the history serves all descriptors."""
        asked = set(paths)
        if not self._looked_for.issuperset(asked):
            asked |= set(self._tree.descriptors)
            names = [path.encode() for path in asked]
            found = last_changes(self._git.again(), self.commit, names)
            self._changes |= {path.decode(): change for path, change in found.items()}
            self._looked_for |= asked
        return {path: self._changes[path] for path in paths if path in self._changes}

    def location_ref(self, path: str) -> str:
        """See `Snapshot`."""
        if self._web:
            return f"url:{self.view_url(path)}"
        return f"git:{self._git.remote}#{self._ref.name}:{path}"

    def view_url(self, path: str, line: int = 0) -> str:
        """See `Snapshot`."""
        return self._web.file(self._ref.name, path, line, self._ref.type) if self._web else ""

    def edit_url(self, path: str) -> str:
        """See `Snapshot`."""
        return self._web.editor(self._ref.name, path, self._ref.type) if self._web else ""

    def source_url(self, path: str) -> str:
        """See `Snapshot`."""
        folder = path.rpartition("/")[0]
        inner = f"{folder}/" if folder else ""
        return self._web.folder(self._ref.name, inner, self._ref.type) if self._web else ""

    def close(self) -> None:
        """Stop git."""
        if self._reader:
            self._reader.close()
            self._reader = None

    @cached_property
    def _names(self) -> Names:
        return Names(self._tree.blobs, self._patterns.covers)

    def _own_page(self, target: str) -> str:
        """The path that the web address of a file of this very ref means; else empty."""
        if not self._web or not HAS_SCHEME.match(target) or not target.isprintable():
            return ""
        named = named_file(target, self._policy.git_hosts)
        if not named or named.is_folder or named.ref != self._ref.name:
            return ""
        page = web_repository(named.remote, self._policy.git_hosts)
        is_ours = page is not None and page.url.lower() == self._web.url.lower()
        inner = inside("", named.path) if is_ours else ""
        return inner if isinstance(inner, str) else ""

    def _ask_for(self, paths: list[str]) -> None:
        """Remember files outside the patterns; all are fetched when the first one is read."""
        self._asked_for |= {self._tree.blobs[path] for path in paths if path in self._tree.blobs}

    def _size(self, blob: str) -> int:
        if blob not in self._sizes:
            self._asked_for.add(blob)
            git = self._git.again()
            if new := self._asked_for - self._here:
                fetch_blobs(git, missing_blobs(git, self.commit, new))
                self._here |= new
            unknown = self._here - self._sizes.keys()
            self._sizes |= dict.fromkeys(unknown, 0) | blob_sizes(git, unknown)
        return self._sizes[blob]

    def _content(self, path: str, blob: str) -> bytes:
        if blob not in self._ahead:
            self._reader = self._reader or BlobReader(self._git)
            try:
                self._ahead = self._reader.read([blob, *self._likely_next(path)])
            except LocationUnreadable:
                self.close()
                if self._git.folder:
                    forget(self._git.folder)
                raise
        return self._ahead[blob]

    def _likely_next(self, path: str) -> list[str]:
        """Small descriptors that come after this one: reading them along saves many waits."""
        names = self._tree.descriptors
        at = bisect_right(names, path)
        blobs = [self._tree.blobs.get(name, "") for name in names[at : at + MAX_AHEAD - 1]]
        return [blob for blob in blobs if 0 < self._sizes.get(blob, 0) <= SMALL_BYTES]
