"""Keeping the search index equal to the record: drain, rebuild, verify."""

from catalog.indexing.builds import (
    RebuildIncomplete,
    begin_build,
    current_build,
    drop_old_builds,
    ensure_build,
    rebuild,
)
from catalog.indexing.drain import drain, drain_all
from catalog.indexing.engine import Engine
from catalog.indexing.settle import settle
from catalog.indexing.status import BuildStatus, IndexStatus, index_status
from catalog.indexing.verify import Differences, verify

__all__ = [
    "BuildStatus",
    "Differences",
    "Engine",
    "IndexStatus",
    "RebuildIncomplete",
    "begin_build",
    "current_build",
    "drain",
    "drain_all",
    "drop_old_builds",
    "ensure_build",
    "index_status",
    "rebuild",
    "settle",
    "verify",
]
