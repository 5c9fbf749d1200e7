import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.app.guard import API_HEADER, TOKEN_COOKIE, form_token, install_guard


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__)
    install_guard(app, ["ml.example.com"])
    app.add_url_rule("/form", view_func=form_token)
    for path in (
        *("/form/send", "/api/mlhome/locations", "/api/catalog/entities/by-refs"),
        "/api/mlhome/push/ci/attachments",
    ):
        app.add_url_rule(path, path, lambda: "done", methods=["POST"])
    return app.test_client()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8642", "[::1]:8642", "ml.example.com"])
def test_a_host_of_ours_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/form", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "ml.example.com:81", "127.0.0.1.evil.example"])
def test_a_rebound_name_is_refused_even_for_reading(client: FlaskClient, host: str) -> None:
    assert client.get("/form", headers={"Host": host}).status_code == 421


def test_a_change_needs_the_api_header(client: FlaskClient) -> None:
    assert client.post("/api/mlhome/locations", json={}).status_code == 403
    allowed = client.post("/api/mlhome/locations", json={}, headers={API_HEADER: "1"})
    assert allowed.status_code == 200


def test_a_token_is_enough_where_it_is_checked_and_nowhere_else(client: FlaskClient) -> None:
    bearer = {"Authorization": "Bearer mlhp_x"}
    push = "/api/mlhome/push/ci/attachments"
    assert client.post(push, json={}, headers=bearer).status_code == 200
    assert client.post(push, json={}).status_code == 403
    assert client.post(push, json={}, headers={"Authorization": "Basic eA=="}).status_code == 403
    assert client.post("/api/mlhome/locations", json={}, headers=bearer).status_code == 403
    elsewhere = {**bearer, "Origin": "https://evil.example"}
    assert client.post(push, json={}, headers=elsewhere).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://["},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_page_elsewhere_changes_nothing(client: FlaskClient, headers: dict[str, str]) -> None:
    sent = client.post("/api/mlhome/locations", json={}, headers={API_HEADER: "1", **headers})
    assert sent.status_code == 403


def test_a_body_that_is_not_json_is_refused(client: FlaskClient) -> None:
    sent = client.post("/api/catalog/entities/by-refs", data="{}", content_type="text/plain")
    assert sent.status_code == 415


def test_a_question_by_post_needs_no_header(client: FlaskClient) -> None:
    assert client.post("/api/catalog/entities/by-refs", json={}).status_code == 200


def test_a_form_needs_the_token_of_its_page(client: FlaskClient) -> None:
    assert client.post("/form/send", data={}).status_code == 403
    token = client.get("/form").text
    assert client.get_cookie(TOKEN_COOKIE) is not None
    assert client.post("/form/send", data={"csrf_token": token}).status_code == 200
    assert client.post("/form/send", data={"csrf_token": "other"}).status_code == 403


def test_every_answer_carries_a_strict_policy(client: FlaskClient) -> None:
    policy = client.get("/nowhere").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
