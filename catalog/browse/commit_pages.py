"""Pages of a commit and of a line, found from the page that the same Git host gives to a file."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Host:
    """`file` matches a file's page up to what names the repository; then how it goes on from
    there to a commit, and from the whole page to a line."""

    file: re.Pattern[str]
    commit: str
    line: str


_HOSTS = (
    _Host(re.compile(r"(https?://.+?)/-/blob/"), "{}/-/commit/{}", "{}#L{}"),  # GitLab
    _Host(re.compile(r"(https?://.+?)/blob/"), "{}/commit/{}", "{}#L{}"),  # GitHub
    # Gitea, Forgejo
    _Host(re.compile(r"(https?://.+?)/src/(?:branch|tag|commit)/"), "{}/commit/{}", "{}#L{}"),
    _Host(re.compile(r"(https://bitbucket\.org/.+?)/src/"), "{}/commits/{}", "{}#lines-{}"),
    # Azure DevOps
    _Host(re.compile(r"(https?://.+?/_git/[^/?]+)\?path="), "{}/commit/{}", "{}&line={}"),
)


def _web_page(address: str) -> str:
    """The address if it is one of the web, else ""."""
    page = address.strip()
    return page if page.lower().startswith(("https://", "http://")) else ""


def commit_link(view_url: str, commit: str) -> str:
    """Where people see a commit of the repository whose file `view_url` shows; "" if unknown."""
    for host in _HOSTS:
        if commit and (found := host.file.match(_web_page(view_url))):
            return host.commit.format(found[1], commit)
    return ""


def line_link(view_url: str, line: int) -> str:
    """The page of a file at a line (counted from 1), or the page as it is; "" if not safe."""
    page = _web_page(view_url)
    for host in _HOSTS:
        if line and "#" not in page and host.file.match(page):
            return host.line.format(page, line)
    return page
