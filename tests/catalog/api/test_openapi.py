"""The API documents itself: whatever can be asked is in the document, and on the page."""

import re
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.api.docs import docs_blueprint
from catalog.api.document import Api
from catalog.api.install import OPENAPI

UNDOCUMENTED = {"/api/openapi.json", "/api/docs", "/api/docs/static/<path:filename>"}


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/api/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def test_every_route_is_in_the_document(app: Flask, document: dict[str, Any]) -> None:
    served = {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api", "/schemas")) and rule.rule not in UNDOCUMENTED
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    documented = {
        (path, method)
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert served == documented


def test_every_operation_says_what_it_does_and_what_it_answers(document: dict[str, Any]) -> None:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            assert operation["summary"], path
            assert any(status.startswith("2") for status in operation["responses"]), path
            assert operation["tags"], path


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in re.findall(r"'\$ref': '#/([^']+)'", str(document)):
        found = document
        for step in reference.split("/"):
            found = found[step]


def test_errors_are_documented_in_their_one_shape(document: dict[str, Any]) -> None:
    assert set(document["components"]["schemas"]["Error"]["properties"]) == {
        "error",
        "request",
        "response",
    }


def test_the_page_lists_every_operation(client: FlaskClient, document: dict[str, Any]) -> None:
    page = client.get("/api/docs").get_data(as_text=True)
    for path in document["paths"]:
        assert f"<code>{path}</code>" in page
    assert "list of string" in page
    assert "Answers 200, 400." in page
    assert "`" not in page


def test_the_page_needs_nothing_that_a_strict_policy_forbids(client: FlaskClient) -> None:
    page = client.get("/api/docs").get_data(as_text=True)
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|https?://", page)
    with client.get("/api/docs/static/docs.css") as sheet:
        assert sheet.mimetype == "text/css"


def test_values_that_json_has_not_are_told_as_texts() -> None:
    app = Flask("test")
    app.register_blueprint(docs_blueprint(lambda: {"paths": {}, "least": Decimal("0.5")}))
    assert app.test_client().get("/api/openapi.json").get_json()["least"] == "0.5"


def test_what_can_not_be_documented_is_not_left_out_the_next_time() -> None:
    app = Flask("test")
    app.config.update(OPENAPI)
    api = Api(str)
    api.init_app(app)
    api.document_later([].pop)
    for _ in range(2):
        with pytest.raises(IndexError):
            api.document()
