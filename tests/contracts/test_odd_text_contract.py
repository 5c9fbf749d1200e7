"""Text that no database keeps, sent to whatever takes a body: refused in words, or cleaned."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from catalog.refresh.push_sources import PushSource, add_push_source
from catalog.store.database import Database
from plugins.host.children import Children
from tests.catalog.api.apps import app_with_spreadsheets
from tests.catalog.browse.records import a_component, keep

TEXT = "some text"  # in whose place the odd one is sent
ONE = "component:default/one"
OF_ONE = "build/component/default/one"
RUN = {"id": "1", "subject": ONE, "metrics": {"auc": 0.5}}
FILE = {"filename": "a.csv", "content": "TW9kZWwsQVVDClJhbmtlciwwLjkK"}  # Model,AUC Ranker,0.9
BODIES: tuple[tuple[str, str, Any], ...] = (
    ("POST", "/catalog/entities/by-refs", {"entityRefs": [TEXT, ONE]}),
    ("POST", "/catalog/entities/by-refs", {"entityRefs": [f"component:default/{TEXT}"]}),
    ("POST", "/catalog/entities/by-refs", {"entityRefs": [ONE], "fields": [TEXT]}),
    ("POST", "/catalog/entities/by-query", {"query": {"metadata.name": TEXT}}),
    ("POST", "/catalog/entities/by-query", {"query": {TEXT: "x"}}),
    ("POST", "/catalog/entities/by-query", {"query": {"kind": {"$in": [TEXT]}}}),
    ("POST", "/catalog/entities/by-query", {"query": {"kind": {"$hasPrefix": TEXT}}}),
    ("POST", "/catalog/entities/by-query", {"orderBy": [{"field": TEXT, "order": "asc"}]}),
    ("POST", "/catalog/entities/by-query", {"fullTextFilter": {"term": TEXT}}),
    ("POST", "/catalog/entities/by-query", {"fullTextFilter": {"term": "x", "fields": [TEXT]}}),
    ("POST", "/catalog/entities/by-query", {"fields": [TEXT]}),
    ("POST", "/catalog/entity-facets", {"facets": [TEXT]}),
    ("POST", "/catalog/entity-facets", {"facets": ["kind"], "query": {"kind": TEXT}}),
    ("POST", "/mlhome/locations", {"target": TEXT}),
    ("POST", "/mlhome/locations", {"target": f"https://example.org/{TEXT}.yaml"}),
    ("POST", "/mlhome/locations", {"target": "https://example.org/a.git", "ref": TEXT}),
    ("POST", "/mlhome/locations", {"target": "https://example.org/a.git", "patterns": [TEXT]}),
    ("POST", "/mlhome/plugins/spreadsheets/refresh", {"connection": TEXT}),
    ("POST", "/mlhome/evaluations", {**RUN, "id": TEXT}),
    ("POST", "/mlhome/evaluations", {**RUN, "subject": f"model:default/{TEXT}"}),
    ("POST", "/mlhome/evaluations", {**RUN, "version": TEXT, "name": TEXT, "status": TEXT}),
    ("POST", "/mlhome/evaluations", {**RUN, "metrics": {TEXT: 1}, "params": {TEXT: TEXT}}),
    ("POST", "/mlhome/evaluations", {**RUN, "dataset": {"name": TEXT, "digest": TEXT}}),
    ("POST", "/mlhome/evaluations", [{**RUN, "tags": {TEXT: TEXT}, TEXT: TEXT}]),
    ("PUT", "/mlhome/push/ci/evaluations", [{**RUN, "id": TEXT, "author": TEXT}]),
    ("PUT", f"/mlhome/push/ci/attachments/{OF_ONE}", {"value": {TEXT: TEXT}}),
    ("PUT", f"/mlhome/push/ci/attachments/{OF_ONE}", {"value": {}, "url": f"https://a/{TEXT}"}),
    (
        "PUT",
        "/mlhome/push/ci/attachments",
        {"attachments": [{"entityRef": TEXT, "type": "build", "value": {}}]},
    ),
    (
        "PUT",
        "/mlhome/push/ci/attachments",
        {"attachments": [{"entityRef": f"component:default/{TEXT}", "type": "build", "value": 1}]},
    ),
    (
        "PUT",
        "/mlhome/push/ci/attachments",
        {"attachments": [{"entityRef": ONE, "type": TEXT, "value": {}}]},
    ),
    ("POST", "/mlhome/uploads", {**FILE, "filename": f"{TEXT}.csv"}),
    ("POST", "/mlhome/uploads", {**FILE, "name": TEXT}),
    ("POST", "/mlhome/uploads", {**FILE, "reads": TEXT}),
    ("POST", "/mlhome/uploads", {**FILE, "content": TEXT}),
    ("POST", "/mlhome/uploads", {**FILE, "answers": {TEXT: TEXT}}),
    ("POST", "/mlhome/uploads", {**FILE, "answers": {"dataset": TEXT, "column:AUC": TEXT}}),
)


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    with Children() as started:
        yield started


@pytest.fixture
def client(database: Database, children: Children) -> FlaskClient:
    keep(database, a_component("one"))
    return app_with_spreadsheets(database, children).test_client()


@pytest.fixture
def bearer(database: Database) -> dict[str, str]:
    wanted = PushSource("ci", "Our CI", {"build": {}})
    with database.write() as connection:
        token = add_push_source(connection, wanted, 1.0)
    return {"Authorization": f"Bearer {token}"}


def sent(client: FlaskClient, headers: dict[str, str], odd: str) -> list[tuple[str, TestResponse]]:
    """Every body with this JSON escape in its text, and what it is answered with."""
    found = []
    for method, path, body in BODIES:
        data = json.dumps(body).replace(TEXT, odd)
        answer = client.open(
            f"/api{path}",
            method=method,
            data=data,
            headers=headers,
            content_type="application/json",
        )
        found.append((f"{method} {path} {data}", answer))
    return found


def test_half_characters_are_refused_wherever_they_stand(
    client: FlaskClient, bearer: dict[str, str]
) -> None:
    for body, answer in sent(client, bearer, r"a\ud800b"):
        assert answer.status_code == 400, body
        assert "Invalid JSON" in answer.get_json()["error"]["message"], body


def test_a_nul_is_refused_in_words_or_left_out(client: FlaskClient, bearer: dict[str, str]) -> None:
    for body, answer in sent(client, bearer, r"a\u0000b"):
        assert answer.status_code in (200, 201, 400), (body, answer.text)
        if answer.status_code == 400:
            assert answer.get_json()["error"]["message"], body
