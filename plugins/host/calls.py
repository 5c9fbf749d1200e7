"""What goes to a plugin's process, and what comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from descriptors.problems import Problem
from plugins.api import Connection, Draft, Entity, LocationTarget, Reading, Report

FailureKind: TypeAlias = Literal[
    "raised", "timeout", "crashed", "garbage", "upstream", "resting", "refused"
]
FAILURES: tuple[FailureKind, ...] = get_args(FailureKind)

ANSWERS: Mapping[str, Any] = {
    "describes": Report,
    "refreshes": Report,
    "readers": Reading,
    "providers": Sequence[LocationTarget],
    "checks": Any,
    "routes": Any,
    "uploads": Draft,
    "attachments": Any,
}
"""What the functions of each hook return. Those of `attachments` are migrations."""

LOCAL = frozenset({"describes", "readers", "checks", "uploads", "attachments"})
"""Hooks whose functions may not ask anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What stands for a Context on the way: the child makes one of it, with an Http."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    now: float
    connection: Connection | None = None
    secret: str = field(default="", repr=False)
    entities: Sequence[Entity] = ()
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands for the arguments of a Route on the way: what somebody sent, as it came. The
    child checks it by the route's schema, which is code of the plugin too."""

    sent: Any
    path: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of one function of a plugin.

    `name` is the function's among those of its hook: of a Describe, which has none, its position
    (`"0"`); of a Route its method and path (`"GET /stages/<name>"`).
    """

    plugin: str
    hook: str
    name: str
    arguments: tuple[Any, ...]
    deadline: float

    @property
    def connection(self) -> str:
        """The name of the connection it uses, or empty."""
        given = next((each for each in self.arguments if isinstance(each, Given)), None)
        return given.connection.name if given and given.connection else ""

    @property
    def title(self) -> str:
        return f"plugin `{self.plugin}`, {self.hook} `{self.name}`"


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that gave no value. Nothing the plugin knew before is wrong for that.

    `retry_after` is how many seconds a function that rests will not be called. `refused` is what
    was asked, not what was called: by the schema of a route.
    """

    problem: Problem
    kind: FailureKind
    retry_after: float = 0.0


def failure(call: Call, kind: FailureKind, what: str, hint: str = "", wait: float = 0) -> Failure:
    problem = Problem(f"plugin/{kind}", f"{call.title} {what}", hint or HINTS[kind])
    return Failure(problem, kind, wait)


HINTS: Mapping[str, str] = {
    "raised": "this is a fault in the plugin; what it knew before stays",
    "timeout": "its process was killed; what it knew before stays",
    "crashed": "this is a fault in the plugin; what it knew before stays",
    "garbage": "see plugins/README.md for what it may return; what it knew before stays",
    "upstream": "it is tried again later; what was known before stays",
    "resting": "it failed several times in a row; it is tried again later",
}
