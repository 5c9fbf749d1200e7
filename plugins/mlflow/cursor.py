"""How far the reading of a server has come: all that is known from one call to the next.

It is kept as a short JSON text. A process that is killed goes on with the cursor it was last given,
and reads a page twice at worst. A text that can't be read, or of another release, is a new start.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

VERSION = 1
STEPS = ("listing", "models", "running", "ended", "again", "sweep")
# Runs that ended lately are read again on every pass, but those that have not changed are known.
REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Walk:
    """A place in a list of runs ordered by one of their times (milliseconds).

    `at` is the time up to which everything has been read, None before the first page. `token` is
    MLflow's own, needed only where more runs have exactly that time than a page holds. `after` is
    the last run of the page that is done with.
    """

    at: int | None = None
    token: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Sweep:
    """A slow walk over everything, for what changes without a trace: deleted runs, times in the
    past, tags of old runs. `started` in seconds; `earlier`: when the one before it started."""

    started: float
    earlier: float = 0.0
    walk: Walk = field(default_factory=Walk)


@dataclass(frozen=True, slots=True)
class Cursor:
    """`ended` is the end (milliseconds) up to which runs that ended were read.

    `models` and `links` are fingerprints (buckets.py) of what was read of registered models, and
    of which entities experiments belong to; `begun` is that of the bucket being read. `model` is
    the registered model that was last read from, `token` the page of its versions that is next.
    `seen` has the digests of runs that were read lately, by the beginnings of their ids. `pages`
    counts those of a sweep in this pass; `swept` is when the last whole sweep began (seconds).
    """

    ended: int
    step: str = STEPS[0]
    walk: Walk = field(default_factory=Walk)
    sweep: Sweep | None = None
    swept: float = 0.0
    pages: int = 0
    models: str = ""
    links: str = ""
    model: str = ""
    token: str = ""
    begun: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_first_sweep(self) -> bool:
        """Whether there is something that was never read yet."""
        return self.swept == 0

    def text(self) -> str:
        return json.dumps({"version": VERSION, **asdict(self)}, separators=(",", ":"))

    def next_step(self) -> "Cursor":
        """At the beginning of the step after this one; after the last comes the first."""
        following = STEPS[(STEPS.index(self.step) + 1) % len(STEPS)]
        return replace(self, step=following, walk=Walk(), pages=0, begun="")

    def knows(self, run_id: str, digest: str) -> bool:
        return self.seen.get(run_id[:12]) == digest

    def with_seen(self, digests: Mapping[str, str]) -> "Cursor":
        """Knows these runs as well, and forgets those it has not met for longest."""
        met = {run_id[:12]: digest for run_id, digest in digests.items()}
        others = [(name, digest) for name, digest in self.seen.items() if name not in met]
        return replace(self, seen=dict([*others, *met.items()][-REMEMBERED:]))


def read_cursor(text: str, now: float) -> Cursor:
    """The cursor, or a new one, which begins with a sweep of everything there is."""
    try:
        return _read(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Cursor(ended=int(now * 1000), sweep=Sweep(started=now))


def _read(content: Any) -> Cursor:
    fields = dict(content)
    if fields.pop("version") != VERSION or fields["step"] not in STEPS:
        raise ValueError("a cursor of another release")
    sweep = fields["sweep"]
    if sweep is not None:
        fields["sweep"] = Sweep(**{**sweep, "walk": Walk(**sweep["walk"])})
    return Cursor(**{**fields, "walk": Walk(**fields["walk"])})
