"""Which files of a folder or repository are descriptors; `mlhome validate` and locations agree.

- `catalog-info.yaml`, `*.mlhome.yaml`: files of that name, in any folder;
- `/catalog-info.yaml`, `ml/*/mlhome.yaml`: paths from the root (`**` = any number of folders);
- `ml/`: files of the usual names, below that folder.

Folders that are hidden or hold other people's code are left out unless a pattern names them.
"""

import re
from collections.abc import Iterable
from fnmatch import translate

DEFAULT_PATTERNS = ("catalog-info.yaml", "catalog-info.yml", "mlhome.yaml", "mlhome.yml")
FOREIGN_FOLDERS = frozenset({"node_modules", "site-packages", "__pycache__"})
GLOB = re.compile(r"[*?\[]")


class Patterns:
    """Patterns, ready to be asked about many paths."""

    def __init__(
        self,
        patterns: Iterable[str],
        usual: Iterable[str] = DEFAULT_PATTERNS,
        further: Iterable[str] = (),
    ) -> None:
        """`usual` stand where no patterns are given; `further` are looked for in any case."""
        usual = tuple(usual)
        given = [text for pattern in patterns for text in _spell_out(pattern, usual)] or usual
        spelt = (*given, *further)
        self.text = "\n".join(spelt)
        self._names = frozenset(text for text in spelt if _is_plain_name(text))
        self._globs = [PathGlob(text) for text in spelt if not _is_plain_name(text)]
        self._named = frozenset(part for text in spelt for part in text.split("/")[:-1])

    def match(self, path: str) -> bool:
        """Whether the file is a descriptor."""
        name = path.rpartition("/")[2]
        return name in self._names or any(glob.match(path) for glob in self._globs)

    def enters(self, folder: str) -> bool:
        """Whether files below a folder of this name are looked at."""
        if folder == ".git":
            return False
        foreign = folder.startswith(".") or folder in FOREIGN_FOLDERS
        return not foreign or folder in self._named

    def covers(self, path: str) -> bool:
        """Whether every folder of the path is looked at."""
        return all(self.enters(folder) for folder in path.split("/")[:-1])


class PathGlob:
    """One path pattern with `*`, `?`, `[…]` inside and `**` across folders."""

    def __init__(self, pattern: str) -> None:
        parts = pattern.strip("/").split("/")
        anywhere = "/" not in pattern
        self._parts = [_part(text) for text in (["**", *parts] if anywhere else parts)]

    def match(self, path: str) -> bool:
        """Whether the whole path is matched; takes at most parts x folders steps."""
        parts, names = self._parts, path.split("/")
        at, star, resume = 0, -1, 0
        i = 0
        while i < len(names):
            part = parts[at] if at < len(parts) else None
            if at < len(parts) and part is None:
                star, resume, at = at, i, at + 1
            elif part is not None and part.match(names[i]):
                at, i = at + 1, i + 1
            elif star >= 0:
                resume += 1
                at, i = star + 1, resume
            else:
                return False
        return all(part is None for part in parts[at:])


def _part(text: str) -> re.Pattern[str] | None:
    """A folder's or file's name as an expression; None stands for `**`."""
    return None if text == "**" else re.compile(translate(text))


def _is_plain_name(text: str) -> bool:
    return "/" not in text and not GLOB.search(text)


def _spell_out(pattern: str, usual: tuple[str, ...]) -> list[str]:
    """Patterns without the `folder/` form."""
    if not pattern.endswith("/"):
        return [pattern]
    return [f"/{pattern.strip('/')}/**/{name.lstrip('/')}" for name in usual]
