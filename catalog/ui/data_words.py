"""Data that something was measured on: in words, in addresses, and as the reader chooses them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog import browse
from catalog.evaluations import MeasuredData
from catalog.ui.parts import PageParts
from plugins.facts import DatasetUse


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things to look at; `hint` is said on hover."""

    text: str
    address: str
    chosen: bool
    hint: str = ""


def data_title(data: DatasetUse | None, known: Mapping[str, browse.EntrySummary]) -> str:
    """The name of data with its split; `known` are the entities that the reader sees."""
    if data is None:
        return "data nobody named"
    entity = known.get(data.ref)
    return " ".join(filter(None, (entity.title if entity else data.name or data.ref, data.split)))


def data_hint(data: DatasetUse | None) -> str:
    """What tells data apart whose names are the same."""
    if data is None:
        return "Runs that name no data: they may be of different ones"
    digest = (
        f"digest {data.digest}" if data.digest else "without a digest, so the same by name only"
    )
    return ", ".join(filter(None, (data.ref or data.name, data.split, digest)))


def data_titles(
    data: Iterable[DatasetUse | None], known: Mapping[str, browse.EntrySummary]
) -> list[str]:
    """A title for each; of those that are alike, with the beginning of their digests."""
    data = list(data)
    titles = [data_title(one, known) for one in data]
    return [
        f"{title}, {_short_digest(one)}" if one and titles.count(title) > 1 else title
        for one, title in zip(data, titles, strict=True)
    ]


def _short_digest(data: DatasetUse) -> str:
    return data.digest.rpartition(":")[2][:8] or "no digest"


def data_in_address(data: DatasetUse) -> str:
    """As a comparison is asked for it: its digest, else its ref or name, and the split."""
    name = data.digest or data.ref or data.name
    return f"{name}/{data.split}" if data.split else name


def known_data(
    parts: PageParts, measured: Iterable[MeasuredData]
) -> Mapping[str, browse.EntrySummary]:
    """The Dataset entities of data, as far as the reader sees them."""
    refs = {one.data.ref for one in measured if one.data and one.data.ref}
    return browse.summaries(parts.database, parts.reader(), sorted(refs))


def chosen_data(measured: Sequence[MeasuredData], asked: str) -> MeasuredData | None:
    """What an address asks for by number, else the first."""
    found = (one for one in measured if str(one.id) == asked)
    return next(found, measured[0] if measured else None)
