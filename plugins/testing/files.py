"""Files as they lie in repositories: empty, broken, another tool's, somebody's joke."""

from collections.abc import Iterator, Mapping

from plugins.api import File

CONTENTS: Mapping[str, bytes] = {
    "an empty file": b"",
    "blanks": b" \n\t\n",
    "bytes that are no text": bytes(range(256)) * 8,
    "half of a character": b"name: \xc3",
    "UTF-16": "name: example\n".encode("utf-16"),
    "NUL": b"name: a\0b\n",
    "just null": b"null\n",
    "just a list": b"[1, [2], {}]\n",
    "just a text": b"text\n",
    "an empty mapping": b"{}\n",
    "half a mapping": b'{"stages": {"a": ',
    "a YAML tag": b"a: !!python/object/apply:os.system [id]\n",
    "a YAML bomb": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "duplicate keys": b"a: 1\na: 2\n",
    "values of the wrong types": b"stages: 1\nmetrics: [null]\nparams: {a: [{}]}\nname: {}\n",
    "deep nesting": b"[" * 20_000 + b"]" * 20_000,
    "a megabyte of one letter": b"a" * (1 << 20),
    "a hundred thousand lines": b"a: b\n" * 100_000,
    "HTML": b"<!doctype html><p>Not found",
    "a merge conflict": b"<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n",
    "a Git LFS pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
}


def files(pattern: str) -> Iterator[tuple[str, File]]:
    """Files whose path matches the pattern, each with what is special about it."""
    for what, data in CONTENTS.items():
        yield what, File(path=example_path(pattern), data=data)


def example_path(pattern: str) -> str:
    """A path that the pattern matches."""
    return pattern.replace("**", "deep/down").replace("*", "example").replace("?", "x")
