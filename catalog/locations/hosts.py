"""Web pages of files in well-known Git hosts.

The shapes of the addresses are those that the hosts' own pages show; there is no standard.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

KNOWN_HOSTS = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "bitbucket.org": "bitbucket",
    "dev.azure.com": "azure",
    "codeberg.org": "gitea",
    "gitea.com": "gitea",
}
KNOWN_PREFIXES = {"github": "github", "gitlab": "gitlab", "gitea": "gitea", "forgejo": "gitea"}
COMMIT = re.compile(r"^[0-9a-f]{40}([0-9a-f]{24})?$")
SCP_LIKE = re.compile(r"^(?:[\w.-]+@)([\w.-]+):(?!//)(.+)$")

# host kind -> page of a file, of its editor, of a folder, and the anchor of a line
PAGES = {
    "github": ("blob/{ref}/{path}", "edit/{ref}/{path}", "tree/{ref}/{path}", "#L{line}"),
    "gitlab": ("-/blob/{ref}/{path}", "-/edit/{ref}/{path}", "-/tree/{ref}/{path}", "#L{line}"),
    "bitbucket": (
        "src/{ref}/{path}",
        "src/{ref}/{path}?mode=edit&at={ref}",
        "src/{ref}/{path}",
        "#lines-{line}",
    ),
    "gitea": (
        "src/{type}/{ref}/{path}",
        "_edit/{ref}/{path}",
        "src/{type}/{ref}/{path}",
        "#L{line}",
    ),
    "azure": ("?path=/{path}&version={azure}", "", "?path=/{path}&version={azure}", "&line={line}"),
}

# host kind -> address of a file or folder inside a repository
FILE_PATHS = {
    "github": re.compile(r"^/([^/]+/[^/]+)/(blob|raw|edit|tree)/([^/]+)(?:/(.*))?$"),
    "gitlab": re.compile(r"^/(.+?)/-/(blob|raw|edit|tree)/([^/]+)(?:/(.*))?$"),
    "bitbucket": re.compile(r"^/([^/]+/[^/]+)/(src|raw)/([^/]+)(?:/(.*))?$"),
    "gitea": re.compile(r"^/([^/]+/[^/]+)/(src|raw)/(?:branch|tag|commit)/([^/]+)(?:/(.*))?$"),
}
ROOT_PATHS = {
    "github": re.compile(r"^/[^/]+/[^/]+/?$"),
    "gitlab": re.compile(r"^/[^/]+/(?:(?!-/)[^/]+/)*[^/]+/?$"),
    "bitbucket": re.compile(r"^/[^/]+/[^/]+/?$"),
    "gitea": re.compile(r"^/[^/]+/[^/]+/?$"),
    "azure": re.compile(r"^/[^/]+/[^/]+/_git/[^/]+/?$"),
}


@dataclass(frozen=True, slots=True)
class WebRepository:
    """The pages of a Git repository in a browser."""

    kind: str
    url: str

    def file(self, ref: str, path: str, line: int = 0, ref_type: str = "branch") -> str:
        """The page that shows a file, at a line."""
        anchor = PAGES[self.kind][3].format(line=line) if line else ""
        return self._page(0, ref, path, ref_type) + anchor

    def editor(self, ref: str, path: str, ref_type: str = "branch") -> str:
        """The page that edits a file; empty for a commit or tag, which nobody can edit."""
        if ref_type != "branch" or COMMIT.match(ref) or not PAGES[self.kind][1]:
            return ""
        return self._page(1, ref, path, ref_type)

    def folder(self, ref: str, path: str, ref_type: str = "branch") -> str:
        """The page that shows a folder; `path` is empty, or ends with `/`."""
        return self._page(2, ref, path, ref_type)

    def _page(self, page: int, ref: str, path: str, ref_type: str) -> str:
        azure = {"branch": "GB", "tag": "GT", "commit": "GC"}[ref_type] + quote(ref, safe="")
        path, ref = quote(path), quote(ref)
        shape = PAGES[self.kind][page].format(ref=ref, path=path, type=ref_type, azure=azure)
        return self.url + (shape if shape.startswith("?") else f"/{shape}")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What the address of a page says: repository, ref, and the path of a file or folder."""

    remote: str
    ref: str = ""
    path: str = ""
    is_folder: bool = True


def host_kind(host: str, others: Mapping[str, str]) -> str:
    """`github`, `gitlab` …, or empty for an unknown host."""
    host = host.lower()
    known = others.get(host) or KNOWN_HOSTS.get(host)
    return known or KNOWN_PREFIXES.get(host.partition(".")[0], "")


def web_repository(remote: str, others: Mapping[str, str]) -> WebRepository | None:
    """The pages of a remote, in https or ssh form; None if its host is unknown."""
    host, path = _host_and_path(remote)
    if host == "ssh.dev.azure.com":
        host, path = "dev.azure.com", _azure_path(path)
    kind = host_kind(host.partition(":")[0], others)
    path = path.strip("/").removesuffix(".git")
    if kind not in PAGES or not path:
        return None
    return WebRepository(kind, f"https://{host}/{quote(unquote(path))}")


def named_file(url: str, others: Mapping[str, str]) -> NamedFile | None:
    """What a web address of a known Git host names; None if it is none."""
    parts = urlsplit(url)
    kind = host_kind(parts.hostname or "", others)
    base = f"{parts.scheme}://{parts.netloc}"
    if kind in FILE_PATHS and (found := FILE_PATHS[kind].match(parts.path)):
        path = unquote((found[4] or "").strip("/"))
        is_folder = found[2] == "tree" or (found[2] == "src" and "." not in path.split("/")[-1])
        return NamedFile(f"{base}/{found[1]}", unquote(found[3]), path, is_folder or not path)
    if kind in ROOT_PATHS and ROOT_PATHS[kind].match(parts.path):
        query = parts.query if kind == "azure" else ""
        return _named_by_query(base + parts.path.rstrip("/"), query)
    return None


def _named_by_query(remote: str, query: str) -> NamedFile:
    """Azure names path and ref (`GB` branch, `GT` tag, `GC` commit) in the query."""
    values = parse_qs(query)
    path = values.get("path", [""])[0].strip("/")
    ref = values.get("version", [""])[0][2:]
    return NamedFile(remote, ref, path, is_folder="." not in path.split("/")[-1])


def _host_and_path(remote: str) -> tuple[str, str]:
    if found := SCP_LIKE.match(remote):
        return found[1], found[2]
    parts = urlsplit(remote)
    if parts.scheme not in ("https", "http", "ssh"):
        return "", ""
    port = "" if parts.scheme == "ssh" or not parts.port else f":{parts.port}"
    return (parts.hostname or "") + port, parts.path


def _azure_path(path: str) -> str:
    """From `v3/organisation/project/repository` to the path of its pages."""
    _, _, rest = path.strip("/").partition("/")
    owner, _, repository = rest.rpartition("/")
    return f"{owner}/_git/{repository}"
