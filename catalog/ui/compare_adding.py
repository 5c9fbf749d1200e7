"""Adding a subject to a comparison: typed whole, or found among versions and models."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog import browse
from catalog.evaluations import model_versions
from catalog.ui.addresses import as_ref
from catalog.ui.compare_address import CompareAddress
from catalog.ui.parts import PageParts

MOST_MODELS = 5
MOST_VERSIONS = 6
_WHOLE = re.compile(r"run:\d{1,10}|[^@\s]+@\S.*")
_RUN_PAGE = re.compile(r"(?:https?://[^/\s]+)?/runs/(\d{1,10})/?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What can be added; `note` tells it from its neighbours."""

    subject: str
    title: str
    note: str
    address: str


def typed_whole(text: str) -> str:
    """The subject that a text is (`REF@VERSION`, `run:ID`, the address of a run's page), or ""."""
    if page := _RUN_PAGE.fullmatch(text):
        return f"run:{page[1]}"
    return text if _WHOLE.fullmatch(text) else ""


def candidates(parts: PageParts, asked: CompareAddress, text: str) -> list[Candidate]:
    """Versions of the models that a search finds; without a text, of those already compared."""
    refs = _searched(parts, text) if text else _compared(asked)
    models = browse.summaries(parts.database, parts.reader(), refs)
    found = (one for ref in refs if ref in models for one in _of_model(parts, asked, models[ref]))
    return list(found)


def _compared(asked: CompareAddress) -> list[str]:
    refs = (as_ref(one.partition("@")[0], "model") for one in asked.subjects)
    return list(dict.fromkeys(ref for ref in refs if ref.startswith("model:")))[:MOST_MODELS]


def _searched(parts: PageParts, text: str) -> list[str]:
    filters = {"kind": ("model",)}
    page = browse.search(
        parts.index(), parts.database, parts.reader(), text, filters=filters, limit=MOST_MODELS
    )
    return [hit.ref for hit in page.hits]


def _of_model(
    parts: PageParts, asked: CompareAddress, model: browse.EntrySummary
) -> Iterable[Candidate]:
    versions = model_versions(parts.database, parts.reader(), model.ref)
    others = [one for one in versions if one.address not in asked.subjects]
    for version in others[:MOST_VERSIONS]:
        note = ", ".join((*version.aliases, *_measured(version.evaluations)))
        title = f"{model.title} {version.version}"
        yield Candidate(version.address, title, note, asked.with_subject(version.address))


def _measured(runs: Sequence[object]) -> list[str]:
    return [f"measured on {len(runs)} data set{'s' if len(runs) != 1 else ''}"] if runs else []
