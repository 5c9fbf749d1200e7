"""Whom a file is about, and which of them nobody has declared."""

from catalog.browse.reader import Reader
from catalog.browse.summaries import summaries
from catalog.store.database import Database
from plugins.api import Draft


def undeclared(database: Database, reader: Reader, draft: Draft) -> list[str]:
    """Refs of models and projects that are no entities: what is said of them is kept, and shown
    as soon as somebody declares them."""
    said = dict.fromkeys(run.subject for run in draft.report.evaluations)
    known = summaries(database, reader, list(said))
    return [ref for ref in said if ref not in known]
