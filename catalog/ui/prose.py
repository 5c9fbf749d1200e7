"""Descriptions: Markdown as people write it, HTML that nobody can misuse."""

import re
from collections.abc import Iterable

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from catalog.ui.addresses import SAFE_SCHEMES

_TAGS = {
    *("a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li"),
    *("ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}

_GAPS = re.compile(r"\s*(?:…|\.{3})(?:\s*(?:…|\.{3}))*\s*")


def as_html(text: str, lower: int = 2) -> Markup:
    """Markdown (CommonMark with tables; no HTML, no images) as safe HTML.

    Headings are `lower` than written, to start below those of the page; links to anything but
    http, https and mailto lose their target, and none of them tells the other side who linked.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.disable("image")
    rendered = _lower_headings(parser.render(text), lower)
    return Markup(
        nh3.clean(
            rendered,
            tags=_TAGS,
            attributes={"a": {"href", "title"}},
            url_schemes=set(SAFE_SCHEMES),
            link_rel="noopener noreferrer nofollow",
        )
    )


def first_paragraph(text: str, longest: int = 240) -> str:
    """The beginning of a description as plain text, for a line in a list."""
    plain = nh3.clean(str(as_html(text.strip().split("\n\n", 1)[0])), tags=set())
    words = Markup(plain).unescape().split()
    line = " ".join(words)
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + " …"


def joined(fragments: Iterable[str]) -> Markup:
    """Marked pieces of a text (HTML of the search) as one line, with one ellipsis in each gap."""
    return Markup(_GAPS.sub(" … ", " … ".join(fragments)).strip(" "))


def ticked(text: str) -> Markup:
    """A message as a sentence in which `names` are set apart, as HTML."""
    sentence = text[:1].upper() + text[1:]
    pieces = sentence.split("`")
    if len(pieces) % 2 == 0:
        return Markup("{}").format(sentence)
    marked = (
        Markup("<code>{}</code>").format(piece) if at % 2 else Markup("{}").format(piece)
        for at, piece in enumerate(pieces)
    )
    return Markup("").join(marked)


def breakable(path: str) -> Markup:
    """A path that may be broken into lines after each slash, as HTML."""
    return Markup("/<wbr>").join(path.split("/"))


def _lower_headings(html: str, lower: int) -> str:
    for level in (4, 3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + lower}>").replace(
            f"</h{level}>", f"</h{level + lower}>"
        )
    return html
