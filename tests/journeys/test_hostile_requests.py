"""Requests that are made to hurt: an answer that says no, never a failure of ours."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.journeys.hostile_requests import (
    BODIES,
    BYTES,
    CONTENT_TYPES,
    CURSORS,
    PATHS,
    QUERIES,
    WRITES,
    answer,
    asked,
    get,
    malformed,
    post,
)
from tests.journeys.repositories import a_project
from tests.journeys.running import Home, Site

SEARCHES = ("/search", "/palette", "/api/mlhome/search", "/catalog/project")


@pytest.fixture
def site(home: Home, tmp_path: Path) -> Iterator[Site]:
    """A server with one project, which is still there and well when the test is over."""
    (tmp_path / "mlhome.yaml").write_text(a_project("plover"))
    home.json("ingest", str(tmp_path / "mlhome.yaml"))
    with home.serving("--no-worker") as serving:
        yield serving
        assert serving.found("plover") == ["project:default/plover"]
        assert serving.get("/api/mlhome/locations")["locations"][1:] == []
    log = (home.data_dir / "log.txt").read_text(errors="replace")
    assert "Traceback" not in log
    assert "root:" not in log


def answers(site: Site, requests: Iterable[bytes]) -> list[tuple[int, bytes]]:
    """Every answer, none of which is a failure or tells what it should not."""
    given = []
    for request in requests:
        status, received = answer(site.address, request)
        about = (request[:200], status, received[:2_000])
        assert status < 500, about
        assert b"Traceback" not in received, about
        assert b"root:x:" not in received, about
        assert b"\nSet-Cookie: x" not in received, about
        given.append((status, received))
    return given


def test_no_query_is_more_than_words(site: Site) -> None:
    for path in SEARCHES:
        given = answers(site, (asked(path, "q", query) for query in (*QUERIES, *BYTES)))
        for status, received in given:
            assert status == 200 or len(received) < 10_000, (path, status, received[:1_000])
            assert b"application/json" in received or b"<script>alert" not in received


@pytest.mark.faults
def test_no_cursor_but_ours_is_accepted(site: Site) -> None:
    for path in ("/api/mlhome/search?q=a", "/api/catalog/entities/by-query"):
        given = answers(site, (asked(path, "cursor", cursor) for cursor in CURSORS))
        assert {status for status, _ in given} == {400}
    answers(site, (asked("/api/search/query?term=a", "pageCursor", cursor) for cursor in CURSORS))
    answers(site, (asked("/search?q=a", "cursor", cursor) for cursor in CURSORS))
    answers(site, (asked("/api/catalog/entities", "after", cursor) for cursor in CURSORS))


@pytest.mark.faults
def test_no_path_leads_out(site: Site) -> None:
    for path, (status, _) in zip(PATHS, answers(site, map(get, PATHS)), strict=True):
        if ".." in path or "%2e" in path:
            assert 300 <= status < 500, path


@pytest.mark.faults
def test_no_body_but_the_right_one_is_accepted(site: Site) -> None:
    for path in WRITES:
        answers(site, (post(path, body, "application/json") for body in BODIES))
        sent = (post(path, b'{"target": 5}', kind) for kind in CONTENT_TYPES)
        assert {status for status, _ in answers(site, sent)} <= {400, 415}


@pytest.mark.faults
def test_no_request_that_is_wrong_as_http_hurts(site: Site) -> None:
    answers(site, malformed())
