"""What a comparison is asked for by its address, and the addresses of its neighbours."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from werkzeug.datastructures import MultiDict

from catalog.comparison.views import Asked
from catalog.ui.addresses import with_query

PATH = "/compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAddress:
    """The state of the page. `changes` all: also what is alike; `what` a part of their names,
    `turned` subjects as rows. `metrics` is a part of names, `order` worst: what regressed most
    first, `page` where their rows begin. `by` is the metric of the slices, `slices` where these
    begin. `of` is the place of the subject whose examples are shown, `example` their metric, `only`
    what changed. `x` and `y` are the axes of the scatter."""

    subjects: tuple[str, ...] = ()
    baseline: str = ""
    dataset: str = ""
    changes: str = ""
    what: str = ""
    turned: str = ""
    metrics: str = ""
    order: str = ""
    page: str = ""
    by: str = ""
    slices: str = ""
    of: str = ""
    example: str = ""
    only: str = ""
    x: str = ""
    y: str = ""

    def asked(self, whole: bool = False) -> Asked:
        """The same for the comparison; `whole`: with what a page leaves out."""
        return Asked(
            subjects=self.subjects, baseline=self.baseline, dataset=self.dataset, whole=whole
        )

    def pairs(self, *without: str) -> list[tuple[str, str]]:
        """As the parameters of the address, without some of them."""
        named = [("subject", one) for one in self.subjects]
        words = [(word, getattr(self, word)) for word in WORDS if getattr(self, word)]
        return [pair for pair in (*named, *words) if pair[0] not in without]

    def address(self, **changes: str) -> str:
        """The address of the page with some of it changed."""
        kept = [pair for pair in self.pairs() if pair[0] not in changes]
        return with_query(PATH, [*kept, *changes.items()])

    def elsewhere(self, path: str, **more: str) -> str:
        """Another address about the same comparison."""
        return with_query(path, [*self.pairs(), *more.items()])

    def with_subject(self, subject: str) -> str:
        """The address with one more column."""
        subjects = tuple(dict.fromkeys((*self.subjects, subject)))
        return with_query(PATH, replace(self, subjects=subjects).pairs())

    def without_subject(self, subject: str) -> str:
        """The address with one column less."""
        kept = tuple(one for one in self.subjects if one != subject)
        baseline = "" if self.baseline == subject else self.baseline
        return with_query(PATH, replace(self, subjects=kept, baseline=baseline, of="").pairs())


# What an address can ask beside the subjects, each a text.
WORDS = tuple(one.name for one in fields(CompareAddress) if one.name != "subjects")


def address_asked(arguments: "MultiDict[str, str]") -> CompareAddress:
    """Read an address; what it doesn't know it leaves alone."""
    return CompareAddress(
        subjects=_distinct(arguments.getlist("subject")),
        **{word: arguments.get(word, "").strip() for word in WORDS},
    )


def place_asked(text: str) -> int:
    """Where rows begin, as an address says it; 0 for what is no place."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
