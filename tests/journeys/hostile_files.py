"""Descriptor files that are made to hurt, each with the codes of the problems it must give."""

import hashlib

from tests.journeys.repositories import a_project

LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % (i, i, *[i - 1] * 9)
    for i in range(ord("b"), ord("j"))
)
# Long, and as hard to compress as chance.
MIXED = "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(150))


def _project(**changes: str) -> bytes:
    return a_project(changes.get("name", "a"), changes.get("description", "Ranks.")).encode()


WRONG: dict[str, tuple[bytes, set[str]]] = {
    "alias-bomb": (LAUGHS, {"limit/nodes"}),
    "alias-of-itself": (b"a: &a [*a]\n", {"limit/depth"}),
    "nesting-bomb": (b"[" * 100_000, {"limit/depth"}),
    "mapping-bomb": (b"{" * 100_000, {"limit/depth"}),
    "indented-bomb": (b"".join(b" " * d + b"a:\n" for d in range(400)), {"limit/depth"}),
    "many-documents": (b"---\na: 1\n" * 1_001, {"envelope/no-descriptor", "limit/documents"}),
    "long-value": (_project(description="x" * 70_000), {"limit/scalar"}),
    "ten-megabytes": (b"# " + b"x" * 10_000_000, {"location/too-large"}),
    "nul": (_project(description="a\0b"), {"yaml/character"}),
    "escaped-nul-in-name": (_project(name='"a\\0b"'), {"envelope/name"}),
    "half-a-character": (_project(description='"\\ud800"'), {"yaml/syntax"}),
    "not-utf-8": (_project().replace(b"Ranks", b"R\xe4nks"), {"yaml/encoding"}),
    "utf-16": (_project().decode().encode("utf-16"), {"yaml/encoding"}),
    "tabs": (_project().replace(b"  name", b"\tname"), {"yaml/syntax"}),
    "braces": (_project(name="{{ cookiecutter.name }}"), {"yaml/complex-key"}),
    "helm": (b"{{- if .Values.on }}\n" + _project() + b"{{- end }}\n", {"yaml/syntax"}),
    "long-name": (_project(name="a" * 64), {"envelope/name"}),
    "endless-name": (_project(name="a" * 60_000), {"envelope/name"}),
    "endless-kind": (_project().replace(b"Project", b"G" * 60_000), {"envelope/kind"}),
    "endless-key": (_project() + b"k" * 1_000 + b": 1\n", {"envelope/unknown-root"}),
    "path-as-name": (_project(name="../../etc/passwd"), {"envelope/name"}),
    "duplicate-key": (_project() + b"kind: Model\n", {"yaml/duplicate-key"}),
    "unknown-kind": (_project().replace(b"Project", b"Gadget"), {"envelope/unknown-kind"}),
    "tag": (b"a: !!python/object/apply:os.system [id]\n", {"yaml/tag"}),
    "elf": (b"\x7fELF\x02\x01\x01\0" + bytes(range(256)), {"yaml/encoding"}),
    "number": (b"12345\n", {"yaml/not-a-mapping"}),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\nsize 3\n", {"location/lfs-pointer"}),
}
UNUSUAL: dict[str, bytes] = {
    "byte-order-mark": b"\xef\xbb\xbf" + _project(name="with-bom"),
    "windows-lines": _project(name="with-crlf").replace(b"\n", b"\r\n"),
    "longest-name": _project(name="n" * 63),
    "no-last-newline": _project(name="no-newline").rstrip(b"\n"),
    "long-words": (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
        f"metadata: {{name: long-words, title: {MIXED}, description: Ranks,\n"
        f"  annotations: {{a/b: {MIXED}}}}}\n"
        f"spec: {{type: {MIXED}, lifecycle: {MIXED}, owner: {'o' * 63}, "
        f"{'k' * 900}: {MIXED}}}\n"
    ).encode(),
    "empty": b"",
    "only-comments": b"# nothing here\n---\n# nor here\n",
}
FINE = {
    "component:default/long-words",
    "project:default/with-bom",
    "project:default/with-crlf",
    "project:default/no-newline",
} | {f"project:default/{'n' * 63}"}
