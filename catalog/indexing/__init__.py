"""Keeping the search index equal to the record: drain, rebuild, verify."""

from catalog.indexing.builds import (
    RebuildIncomplete,
    begin_build,
    current_build,
    drop_old_builds,
    ensure_build,
    rebuild,
    replace_build,
)
from catalog.indexing.drain import drain, drain_all
from catalog.indexing.engine import Engine
from catalog.indexing.settle import settle
from catalog.indexing.status import BuildStatus, IndexStatus, index_status
from catalog.indexing.verify import Differences, verify
from catalog.indexing.views import ViewsToTell
from catalog.indexing.waiting import has_due, replace_if_broken

__all__ = [
    "BuildStatus",
    "Differences",
    "Engine",
    "IndexStatus",
    "RebuildIncomplete",
    "ViewsToTell",
    "begin_build",
    "current_build",
    "drain",
    "drain_all",
    "drop_old_builds",
    "ensure_build",
    "has_due",
    "index_status",
    "rebuild",
    "replace_build",
    "replace_if_broken",
    "settle",
    "verify",
]
