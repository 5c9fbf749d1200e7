"""Which version of a model is served where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from catalog.browse.bodies import bodies_by_refs
from catalog.browse.selection import Selection
from catalog.browse.views import EntrySummary
from catalog.ui.parts import PageParts

# The field of a version under which its deployments are shown, and its place among the others.
DEPLOYED_IN = "deployedIn"
_BEFORE_IT = ("version", "aliases")


@dataclass(frozen=True, slots=True)
class Deployed:
    """One deployment; `traffic` in per cent, all of it where nothing else is said."""

    ref: str
    environment: str
    version: str
    alias: str = ""
    traffic: float | None = None

    @property
    def place(self) -> str:
        """Where it is: the environment, and the share of it that is not all."""
        return f"{self.environment or self.ref.rpartition('/')[2]} {self.share}".rstrip()

    @property
    def share(self) -> str:
        """How much of the traffic it has, "" where that is all or unknown."""
        return "" if self.traffic in (None, 100) else f"{self.traffic:g} %"

    def serves(self, version: Mapping[str, Any]) -> bool:
        """Whether it serves a version as a model's descriptor writes it."""
        aliases = version.get("aliases")
        by_alias = isinstance(aliases, list) and self.alias in aliases
        return str(version.get("version")) == self.version if self.version else by_alias


def deployed_by(parts: PageParts, refs: Sequence[str]) -> list[Deployed]:
    """The deployments among the refs that the reader can see, most traffic first."""
    wanted = [ref for ref in refs if ref.startswith("deployment:")]
    bodies = bodies_by_refs(parts.database, parts.reader(), wanted, Selection())
    found = (
        _deployed(ref, orjson.loads(body)) for ref, body in zip(wanted, bodies, strict=True) if body
    )
    return sorted(found, key=_weight)


def live_version(deployed: Sequence[Deployed], versions: object) -> tuple[str, Deployed] | None:
    """The version that answers most requests, and where; an alias is looked up in `versions`."""
    if not deployed:
        return None
    first = deployed[0]
    served = (str(one.get("version")) for one in _mappings(versions) if first.serves(one))
    version = first.version or next(served, first.alias)
    return (version, first) if version and first.environment else None


def with_deployments(versions: object, deployed: Sequence[Deployed]) -> list[dict[str, Any]]:
    """A model's versions, each with the refs of the deployments that serve it."""
    return [
        {
            **{name: version.get(name) for name in _BEFORE_IT},
            DEPLOYED_IN: [one.ref for one in deployed if one.serves(version)] or None,
            **version,
        }
        for version in _mappings(versions)
    ]


def named_by_place(
    deployed: Sequence[Deployed], known: Mapping[str, EntrySummary]
) -> dict[tuple[str, str], EntrySummary]:
    """What a cell of that column links to, called by where it is."""
    return {
        (DEPLOYED_IN, one.ref): replace(known[one.ref], title=one.place)
        for one in deployed
        if one.ref in known
    }


def _mappings(versions: object) -> Iterable[Mapping[str, Any]]:
    return [one for one in versions if isinstance(one, dict)] if isinstance(versions, list) else []


def _deployed(ref: str, document: Mapping[str, Any]) -> Deployed:
    spec = document.get("spec") or {}
    traffic = spec.get("traffic")
    return Deployed(
        ref=ref,
        environment=str(spec.get("environment") or ""),
        version=str(spec.get("version") or ""),
        alias=str(spec.get("alias") or ""),
        traffic=traffic if isinstance(traffic, (int, float)) else None,
    )


def _weight(one: Deployed) -> tuple[float, bool, str]:
    share = 100 if one.traffic is None else one.traffic
    return (-share, one.environment != "production", one.ref)
