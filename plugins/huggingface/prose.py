"""What the Markdown of a card tells: a description, what the model is for, and links."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile

LONGEST_DESCRIPTION, LONGEST_SECTION = 1000, 2000
MOST_LINES, LONGEST_HEADING = 5000, 300
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*$")
_FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
_NO_PROSE = re.compile(r"[ \t]*(?:[-*+][ \t]|\d+[.)][ \t]|[|>]|!\[|\[!\[|<|={3,}|-{3,})")
_PLACEHOLDER = re.compile(
    r"\W*(more information needed|needs more information|todo|n/?a)\b\W*", re.I
)
_LABELLED = re.compile(
    r"[-*][ ]+\*\*(Homepage|Repository|Paper|Leaderboard|Demo|Documentation)\b[^*\n]*\*\*:?(.*)"
)
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`|]+")
_TITLE = re.compile(r"(?:(?:model|data ?set) card (?:for|of|:) *)", re.I)
_DESCRIBES = ("dataset summary", "model summary", "summary", "model description", "description")
_DESCRIBES_TOO = ("overview", "introduction", "model details", "dataset description")
_USES = re.compile(r"^(?:intended|direct) uses?\b", re.I)
_LIMITS = re.compile(r"\blimitations?\b", re.I)


@dataclass(frozen=True)
class Section:
    """What stands below a heading, up to the next one of whatever level."""

    title: str
    level: int
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Prose:
    """Texts are empty where the card has none. Links are (title, address)."""

    title: str = ""
    description: str = ""
    intended_use: str = ""
    limitations: str = ""
    links: tuple[tuple[str, str], ...] = ()


def read_prose(markdown: str) -> Prose:
    text = _COMMENT.sub("", markdown[: 1 << 20])
    lines = text.split("\n")[:MOST_LINES]
    sections = list(_sections(lines))
    return Prose(
        title=_title(sections),
        description=_cut(_description(sections), LONGEST_DESCRIPTION),
        intended_use=_cut(_below(sections, _USES), LONGEST_SECTION),
        limitations=_cut(_below(sections, _LIMITS, but=_USES), LONGEST_SECTION),
        links=tuple(_links(lines)),
    )


def _sections(lines: Iterable[str]) -> Iterator[Section]:
    section, paragraph = Section("", 0), list[str]()
    for line in _outside_fences(lines):
        heading = _HEADING.match(line[:LONGEST_HEADING])
        if paragraph and (heading or not line.strip()):
            section.paragraphs.append("\n".join(paragraph))
            paragraph = []
        if heading:
            yield section
            section = Section(_plain(heading[2]), len(heading[1]))
        elif line.strip():
            paragraph.append(line.strip())
    if paragraph:
        section.paragraphs.append("\n".join(paragraph))
    yield section


def _outside_fences(lines: Iterable[str]) -> Iterator[str]:
    fence = ""
    for line in lines:
        found = _FENCE.match(line)
        if found and (not fence or fence == found[1]):
            fence = "" if fence else found[1]
            yield ""
        elif not fence:
            yield line


def _title(sections: list[Section]) -> str:
    title = next((it.title for it in sections if it.level == 1 and it.title), "")
    bare = _TITLE.sub("", title, count=1)
    return bare.strip("[]`* ")[:200]


def _description(sections: list[Section]) -> str:
    """The paragraph that describes it: of a section called so, else the first one there is."""
    for names in (_DESCRIBES, _DESCRIBES_TOO):
        for section in sections:
            if section.title.lower() in names and (found := _first_prose(section)):
                return found
    return next((found for it in sections if it.level < 2 and (found := _first_prose(it))), "")


def _first_prose(section: Section) -> str:
    told = (it for it in section.paragraphs if not _NO_PROSE.match(it) and not _is_empty(it))
    return next(told, "")


def _below(
    sections: list[Section],
    wanted: "re.Pattern[str]",
    but: "re.Pattern[str] | None" = None,
) -> str:
    """All that the first section of such a title says, and those below it, up to one that is of
    uses or limits itself."""
    for place, section in enumerate(sections):
        if not wanted.search(section.title) or (but and but.search(section.title)):
            continue
        inner = takewhile(partial(_is_part_of, section), sections[place + 1 :])
        told = [it for each in (section, *inner) for it in each.paragraphs if not _is_empty(it)]
        if told:
            return "\n\n".join(told)
    return ""


def _is_part_of(section: Section, other: Section) -> bool:
    is_of_its_own = _USES.match(other.title) or _LIMITS.match(other.title)
    return other.level > section.level and not is_of_its_own


def _links(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        labelled = _LABELLED.match(line.strip()[:2000])
        is_told = labelled and not _PLACEHOLDER.match(labelled[2])
        address = _ADDRESS.search(labelled[2]) if labelled and is_told else None
        if labelled and address:
            yield labelled[1], address[0].rstrip(".,;")


def _is_empty(paragraph: str) -> bool:
    return _PLACEHOLDER.fullmatch(paragraph) is not None


def _plain(heading: str) -> str:
    """A heading without anchors, emphasis and numbers in front."""
    text = re.sub(r"<[^>]*>|\{#[^}]*\}", "", heading)
    return re.sub(r"^[\d.]+\s+", "", text).strip("*_` :\t")


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(None, 1)[0] + " …"
