"""What the functions of a plugin are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

Value: TypeAlias = Any
"""JSON: texts, numbers, booleans, None, lists, and mappings with text keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An entity as its descriptor declares it. `ref` is `kind:namespace/name` in lower case."""

    ref: str
    kind: str
    namespace: str
    name: str
    title: str
    document: Mapping[str, Any]

    @property
    def spec(self) -> Mapping[str, Any]:
        return self.document.get("spec") or {}

    @property
    def annotations(self) -> Mapping[str, str]:
        return self.document["metadata"].get("annotations") or {}


class UpstreamFailed(Exception):
    """The upstream system could not be asked, or its answer can't be used; the text says why.

    Let it pass: ML Home shows it, keeps what was known, and tries again later, ever more seldom.
    `status` is that of the answer (404 …; 0 without one); `too_large` that it had more bytes than
    the limit: ask for less at a time.
    """

    def __init__(self, why: str, *, status: int = 0, too_large: bool = False) -> None:
        super().__init__(why)
        self.status, self.too_large = status, too_large


class Http(Protocol):
    """HTTP to the hosts of the plugin's connection (and those its settings allow), and no other:
    redirects elsewhere are refused; time and size of an answer are limited. Credentials of the
    connection are sent by themselves. Raises UpstreamFailed."""

    def get_json(self, url: str, query: Mapping[str, str | int] | None = None) -> Value: ...

    def post_json(self, url: str, body: Value) -> Value: ...

    def get_bytes(
        self, url: str, query: Mapping[str, str | int] | None = None, *, limit: int = 1 << 20
    ) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """An upstream server that people connected: `mlhome connect PLUGIN URL`."""

    name: str
    url: str  # without a slash at its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a function may use. `settings` are the plugin's own, validated, secrets included.

    `connection` and `entities` are those of a `Refresh`; `cursor` is what it returned last.
    """

    settings: Mapping[str, Any]
    http: Http
    now: float
    connection: Connection | None = None
    entities: Sequence[Entity] = ()
    cursor: str = ""
