"""The descriptor that a card stands for: what models and data sets have in common."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from plugins.huggingface.card import Card
from plugins.huggingface.hub import ANNOTATIONS, DEFAULT_NAMESPACE, page
from plugins.huggingface.identity import Identity
from plugins.huggingface.keys import OURS
from plugins.huggingface.measured import is_web
from plugins.huggingface.prose import Prose

API_VERSION = "mlhome/v1"
MOST_TAGS, MOST_LINKS = 100, 20
LONGEST_TAG = 63
_ARXIV = re.compile(r"arxiv:(\d{4}\.\d{4,5}|[a-z-]+/\d{7})")
_NO_LINK = re.compile(r"[\s\x00-\x1f]")


def document(
    card: Card, it: Identity, prose: Prose, title: str, tags: Sequence[str], spec: Mapping[str, Any]
) -> dict[str, Any]:
    """The envelope around what is known of a model or a data set; nothing in it is empty."""
    metadata = {
        "name": it.name,
        "namespace": it.namespace if it.namespace != DEFAULT_NAMESPACE else "",
        "title": title if title != it.name else "",
        "description": prose.description,
        "annotations": {ANNOTATIONS[it.kind]: it.id} if it.id else {},
        "tags": as_tags(tags),
    }
    return {
        "apiVersion": API_VERSION,
        "kind": it.kind,
        "metadata": filled(metadata),
        "spec": filled({"owner": owner(card), "project": it.project, **spec}),
    }


def filled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty; 0 and False are not."""
    return {key: value for key, value in given.items() if value not in ("", [], {}, None)}


def owner(card: Card) -> str:
    return card.text(OURS, "owner")


def licence(card: Card) -> str:
    """As the card spells it; `other` gives way to the name of the other one."""
    names = card.texts("license") or card.texts("licenses")
    named = card.text("license_name")
    return ", ".join(named if it == "other" and named else it for it in names)[:255]


def links(card: Card, it: Identity, prose: Prose, hub: str) -> list[dict[str, str]]:
    """Its page on the Hub, what its text links under a name, its licence and its papers."""
    pairs = [
        ("Hugging Face", page(hub, it.kind, it.id) if it.id else ""),
        *prose.links,
        ("Licence", card.text("license_link")),
        *((f"arXiv {paper}", f"https://arxiv.org/abs/{paper}") for paper in _papers(card)),
    ]
    usable = {url: title for title, url in pairs if is_web(url) and not _NO_LINK.search(url)}
    return [{"url": url, "title": title} for url, title in usable.items()][:MOST_LINKS]


def as_tags(words: Iterable[str]) -> list[str]:
    """Tags as descriptors have them; papers, which are tags on the Hub, are links."""
    plain = (_tag(word) for word in words if not _ARXIV.fullmatch(word))
    return list(dict.fromkeys(it for it in plain if it))[:MOST_TAGS]


def _tag(word: str) -> str:
    plain = re.sub(r"[^a-z0-9:+#]+", "-", word.lower()).strip("-")
    return plain[:LONGEST_TAG].rstrip("-")


def _papers(card: Card) -> Iterator[str]:
    for tag in card.texts("tags"):
        if found := _ARXIV.fullmatch(tag):
            yield found[1]
