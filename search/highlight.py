"""Marks what matched, the same way whichever engine found it."""

import html
from collections.abc import Iterator, Mapping
from typing import Any

from search.distance import within
from search.folding import fold
from search.plan import Plan, found_words
from search.ranking import typos_allowed
from search.words import plain, stemmed

WHOLE_FIELDS = ("name", "title", "tags")
CUT_FIELDS = ("description", "text")
FRAGMENT = 180  # characters of a fragment
FRAGMENTS = 2
_READ = 20_000  # characters of a text that are looked at

Span = tuple[int, int]


class Marker:
    """Marks the words of one plan in the rows it found."""

    def __init__(self, plan: Plan) -> None:
        self.analyzer = stemmed()
        self.near = plan.near
        self.stems: dict[str, set[str]] = {"": set()}
        self.typed: dict[str, set[str]] = {"": set()}
        self.beginning = ""
        for word in found_words(plan.query.tree):
            self.stems.setdefault(word.field, set()).update(self.analyzer.analyze(word.text))
            if not word.phrase:
                self.typed.setdefault(word.field, set()).update(plain().analyze(word.text))
            if word.open and plan.request.prefix and not word.field:
                self.beginning = (plain().analyze(word.text) or [""])[-1]

    def marks(self, row: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        found = {
            **{field: self._whole(field, row[field]) for field in WHOLE_FIELDS},
            **{field: self._cut(field, row[field]) for field in CUT_FIELDS},
        }
        return {field: marked for field, marked in found.items() if marked}

    def _whole(self, field: str, value: str | list[str]) -> tuple[str, ...]:
        texts = [value] if isinstance(value, str) else value
        spans = ((text, self._spans(field, text)) for text in texts)
        return tuple(_marked(text, 0, len(text), found) for text, found in spans if found)

    def _cut(self, field: str, value: str) -> tuple[str, ...]:
        text = value[:_READ]
        spans = self._spans(field, text)
        return tuple(_fragment(text, start, end, spans) for start, end in _fragments(text, spans))

    def _spans(self, field: str, text: str) -> list[Span]:
        if not text:
            return []
        stems = self.stems[""] | self.stems.get(field, set())
        typed = self.typed[""] | self.typed.get(field, set()) if self.near else set()
        return [
            (token.char_offset_from, token.char_offset_to)
            for token in self.analyzer.pre_tokenize(text).tokens
            if token.text in stems
            or ((self.beginning or typed) and self._almost(text, token, typed))
        ]

    def _almost(self, text: str, token: Any, typed: set[str]) -> bool:
        word = fold(text[token.char_offset_from : token.char_offset_to])
        if self.beginning and word.startswith(self.beginning):
            return True
        return any(self._is_near(word, token.text, asked) for asked in typed)

    def _is_near(self, word: str, stem: str, asked: str) -> bool:
        typos = typos_allowed(asked)
        started = self.beginning == asked and within(asked, word[: len(asked) + typos], typos, True)
        return started or any(within(a, stem, typos) for a in self.analyzer.analyze(asked))


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
