"""The read side: everything pages and the API know about the catalog comes from here.

Every function takes the reader, shows nothing outside the reader's audiences and nothing deleted.
"""

from catalog.browse.deploys import Deploy, deploys
from catalog.browse.entries import entry
from catalog.browse.health import location, locations, problems
from catalog.browse.reader import EVERYONE, Reader
from catalog.browse.search import search
from catalog.browse.summaries import counts_by, most_viewed, recently_changed, summaries
from catalog.browse.versions import history
from catalog.browse.views import (
    Entry,
    EntrySummary,
    Facet,
    FieldChange,
    Found,
    LocationView,
    Origin,
    ProblemPage,
    RelatedEntry,
    SearchPage,
    VersionView,
)

__all__ = [
    "EVERYONE",
    "Deploy",
    "Entry",
    "EntrySummary",
    "Facet",
    "FieldChange",
    "Found",
    "LocationView",
    "Origin",
    "ProblemPage",
    "Reader",
    "RelatedEntry",
    "SearchPage",
    "VersionView",
    "counts_by",
    "deploys",
    "entry",
    "history",
    "location",
    "locations",
    "most_viewed",
    "problems",
    "recently_changed",
    "search",
    "summaries",
]
