"""From settings to what locations are read with."""

import ipaddress
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from catalog.ingest.options import IngestOptions
from catalog.ingest.parsing import ParsePool
from catalog.locations import LocationSpec, ReadPolicy, parse_target
from catalog.settings import Settings
from catalog.store.failpoints import from_environment
from descriptors.problems import Problem
from plugins.host.formats import format_with, format_with_kinds_of
from plugins.host.loading import Plugins


def read_policy(settings: Settings) -> ReadPolicy:
    allowed = settings.allowed_private_hosts
    networks = tuple(name for name in allowed if _is_network(name))
    return ReadPolicy(
        cache=settings.data_dir / "git",
        patterns=settings.patterns,
        allowed_hosts=tuple(name for name in allowed if name not in networks),
        allowed_networks=networks,
        url_prefixes=settings.allowed_urls,
        git_hosts=settings.makes_of_git_hosts(),
        git_credentials=Path(settings.git_credentials) if settings.git_credentials else None,
    )


def ingest_options(settings: Settings) -> IngestOptions:
    return IngestOptions(
        policy=read_policy(settings),
        orphan_policy=settings.orphan_policy,
        orphan_grace_seconds=settings.orphan_grace_seconds,
        read_every_seconds=settings.read_every_seconds,
        at=from_environment(),
    )


def parse_pool(settings: Settings, plugins: Plugins) -> ParsePool:
    """Children that know the kinds of these plugins: they load them themselves."""
    names = tuple(plugin.name for plugin in plugins.loaded if plugin.kinds)
    return ParsePool(
        format=partial(format_with_kinds_of, names),
        format_fingerprint=format_with(plugins).fingerprint,
        processes=settings.parse_processes,
        deadline=settings.parse_deadline_seconds,
    )


def understood(
    targets: Sequence[str], settings: Settings
) -> tuple[list[LocationSpec], list[Problem]]:
    """What people typed as places to read from, and what is wrong with it."""
    makes = settings.makes_of_git_hosts()
    parsed = [parse_target(target, git_hosts=makes) for target in targets]
    specs = [spec for spec in parsed if isinstance(spec, LocationSpec)]
    return specs, [problem for problem in parsed if isinstance(problem, Problem)]


def _is_network(name: str) -> bool:
    try:
        ipaddress.ip_network(name)
    except ValueError:
        return False
    return True
