"""Runs in a database: put there, and read back page by page."""

from dataclasses import replace

from catalog.evaluations import RunsPage, record_runs, runs_page
from catalog.evaluations.runs_query import RunsQuery, parse_runs_query
from catalog.store.database import Database
from catalog.store.reader import EVERYONE
from plugins.facts import EvaluationRun
from tests.catalog.evaluations.runs import NOW, SUBJECT


def record(database: Database, *runs: EvaluationRun, now: float = NOW) -> None:
    with database.write() as connection:
        done = record_runs(connection, "api", runs, now)
    assert done.problems == []


def uids(database: Database, text: str = "", sort: str = "-started", limit: int = 3) -> list[str]:
    """Of all pages, there and back again."""
    asked = parse_runs_query(text)
    assert asked.problems == ()
    query = RunsQuery(subjects=(SUBJECT,), filters=asked.filters, sort=sort, limit=limit)
    *others, page = pages(database, query)
    found = [row.uid for each in (*others, page) for row in each.rows]
    assert page.total == len(found)
    back = [row.uid for row in page.rows]
    while page.previous_cursor:
        page = runs_page(database, EVERYONE, replace(query, cursor=page.previous_cursor))
        back = [row.uid for row in page.rows] + back
    assert back == found
    return found


def pages(database: Database, query: RunsQuery) -> list[RunsPage]:
    """From the first to the last."""
    found = [runs_page(database, EVERYONE, query)]
    while cursor := found[-1].next_cursor:
        found.append(runs_page(database, EVERYONE, replace(query, cursor=cursor)))
    return found
