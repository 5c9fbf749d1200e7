"""How values are compared: without regard to case and accents."""

import re
import unicodedata

_LONGEST = 512  # characters
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, no accents: "Été" is "ete"."""
    if text.isascii():
        return text.strip().lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).strip().lower()


def run_of_words(text: str) -> str:
    """What a text is called, whatever stands between its words: "Fraud-Model" is "fraud model"."""
    return " ".join(_WORD.findall(fold(text)))[:_LONGEST]


def ref_forms(ref: str) -> tuple[str, ...]:
    """What people write for a ref: `kind:namespace/name`, `kind:name`, `namespace/name`, `name`.

    A text that is no ref has only itself.
    """
    kind, colon, rest = ref.partition(":")
    _, slash, name = rest.partition("/")
    if not (colon and slash):
        return (ref,)
    return ref, f"{kind}:{name}", rest, name


def printable(text: str) -> str:
    """The text without what UTF-8 can't carry (half a surrogate pair)."""
    return text.encode("utf-8", "replace").decode("utf-8")
