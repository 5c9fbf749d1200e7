"""From locations to the record: read, parse, validate, record. `ingest` is the way in."""

from catalog.ingest.ingest import ingest, read_locations
from catalog.ingest.options import EntityCounts, IngestOptions, IngestReport
from catalog.ingest.orphans import remove_location, sweep_orphans
from catalog.ingest.parsing import ParsePool

__all__ = [
    "EntityCounts",
    "IngestOptions",
    "IngestReport",
    "ParsePool",
    "ingest",
    "read_locations",
    "remove_location",
    "sweep_orphans",
]
