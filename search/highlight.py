"""Marks what matched, the same way whichever engine found it."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from search.distance import within
from search.folding import fold
from search.plan import Plan, found_words
from search.ranking import typos_allowed
from search.words import plain, stemmed

CUT_FIELDS = ("description", "text")  # of all others everything is shown
FRAGMENT = 180  # characters of a fragment
FRAGMENTS = 2
_READ = 20_000  # characters of a text that are looked at

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for in one field: stems, words that may be mistyped, a word's beginning."""

    stems: frozenset[str]
    typed: frozenset[str]
    beginning: str
    start: re.Pattern[str] | None  # how any word that could be marked begins; None: anyhow

    def may_be_in(self, text: str) -> bool:
        """Quick to say no; most texts of a page hold nothing to be marked."""
        if not text or not self.stems:
            return False
        return self.start is None or not text.isascii() or self.start.search(text) is not None


class Marker:
    """Marks the words of one plan in the rows it found."""

    def __init__(self, plan: Plan) -> None:
        self.stemmed = stemmed()
        self.plain = plain()
        self.asked = {field: self._asked(plan, field) for field in plan.request.highlight}

    def marks(self, row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        found = {
            field: (self._cut if field in CUT_FIELDS else self._whole)(field, row[field])
            for field in self.asked
        }
        return {field: marked for field, marked in found.items() if marked}

    def _asked(self, plan: Plan, field: str) -> _Asked:
        words = [word for word in found_words(plan.query.tree) if word.field in ("", field)]
        typed = {part for w in words if not w.phrase for part in self.plain.analyze(w.text)}
        unfinished = " ".join(word.text for word in words if word.open and plan.request.prefix)
        stems = frozenset(stem for w in words for stem in self.stemmed.analyze(w.text))
        beginning = next(reversed(self.plain.analyze(unfinished)), "")
        return _Asked(
            stems=stems,
            typed=frozenset(typed if plan.near else ()),
            beginning=beginning,
            start=None if plan.near else _start([*stems, *([beginning] if beginning else [])]),
        )

    def _whole(self, field: str, value: str | list[str]) -> tuple[str, ...]:
        texts = [value] if isinstance(value, str) else value
        spans = ((text, self._spans(field, text)) for text in texts)
        return tuple(_marked(text, 0, len(text), found) for text, found in spans if found)

    def _cut(self, field: str, value: str) -> tuple[str, ...]:
        text = value[:_READ]
        spans = self._spans(field, text)
        return tuple(_fragment(text, start, end, spans) for start, end in _fragments(text, spans))

    def _spans(self, field: str, text: str) -> list[Span]:
        asked = self.asked[field]
        if not asked.may_be_in(text):
            return []
        spans = (
            (token.text, token.char_offset_from, token.char_offset_to)
            for token in self.stemmed.pre_tokenize(text).tokens
        )
        return [
            (start, end)
            for stem, start, end in spans
            if stem in asked.stems
            or (stem[0] == asked.beginning[:1] and self._begins(text[start:end], asked))
            or (asked.typed and self._is_near(text[start:end], stem, asked))
        ]

    def _begins(self, word: str, asked: _Asked) -> bool:
        return fold(word).startswith(asked.beginning)

    def _is_near(self, word: str, stem: str, asked: _Asked) -> bool:
        return any(self._is_near_to(typed, fold(word), stem, asked) for typed in asked.typed)

    def _is_near_to(self, typed: str, word: str, stem: str, asked: _Asked) -> bool:
        typos = typos_allowed(typed)
        if typed == asked.beginning and within(typed, word[: len(typed) + typos], typos, True):
            return True
        return any(within(meant, stem, typos) for meant in self.stemmed.analyze(typed))


def _start(words: Iterable[str]) -> re.Pattern[str]:
    """The first two letters of a word are those of its English stem, but for `y` and `i`
    ("dying" is "die")."""
    starts = {re.sub("[iy]", "[iy]", re.escape(word[:2])) for word in words}
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(sorted(starts))})", re.IGNORECASE | re.ASCII)


def _fragments(text: str, spans: list[Span]) -> Iterator[Span]:
    """Stretches of text around the first matches, cut between words."""
    end = 0
    for _ in range(FRAGMENTS):
        ahead = [span for span in spans if span[0] >= end]
        if not ahead:
            return
        start = _word_start(text, max(end, ahead[0][0] - FRAGMENT // 3))
        end = _word_end(text, max(start + FRAGMENT, ahead[0][1]))
        yield start, end


def _fragment(text: str, start: int, end: int, spans: list[Span]) -> str:
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{_marked(text, start, end, spans)}{after}"


def _word_start(text: str, at: int) -> int:
    if at == 0 or text[at - 1].isspace():
        return at
    space = text.find(" ", at, at + FRAGMENT // 4)
    return space + 1 if space >= 0 else at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - FRAGMENT // 4, at + 1)
    return space if space > 0 else at


def _marked(text: str, start: int, end: int, spans: list[Span]) -> str:
    parts: list[str] = []
    for first, last in spans:
        if first < start or last > end:
            continue
        parts.append(html.escape(text[start:first]))
        parts.append(f"<mark>{html.escape(text[first:last])}</mark>")
        start = last
    parts.append(html.escape(text[start:end]))
    return "".join(parts)
