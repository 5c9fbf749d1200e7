"""Files at http(s) addresses, from real servers on this machine."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from catalog.locations import LocationSpec, ReadPolicy, Snapshot, open_snapshot
from descriptors.problems import Problem
from tests.catalog.locations.servers import CERTIFICATE, Request, Site, http_site

FILES = {
    "/ml/catalog-info.yaml": b"kind: Model",
    "/ml/api/open api.json": b"{}",
    "/secret.yaml": b"kind: Secret",
}


@pytest.fixture
def here(policy: ReadPolicy) -> ReadPolicy:
    return replace(policy, allowed_networks=("127.0.0.0/8", "::1/128"), url_seconds=5)


def files(request: Request) -> None:
    body = FILES.get(request.path.replace("%20", " "))
    if body is None:
        return request.send(status=404)
    etag = f'"{len(body)}"'
    if request.headers.get("If-None-Match") == etag:
        return request.send(status=304, ETag=etag)
    return request.send(body, ETag=etag, Last_Modified="Tue, 14 Nov 2023 22:13:20 GMT")


def opened(site: Site, policy: ReadPolicy, token: str = "") -> Snapshot:
    return open_snapshot(LocationSpec("url", f"{site.url}/ml/catalog-info.yaml"), policy, token)


def code(found: object) -> str:
    assert isinstance(found, Problem)
    return found.code


def test_an_address_gives_one_file(here: ReadPolicy) -> None:
    with http_site(files) as site, opened(site, here) as snapshot:
        url = f"{site.url}/ml/catalog-info.yaml"
        assert snapshot.paths() == ["catalog-info.yaml"]
        assert snapshot.read("catalog-info.yaml") == b"kind: Model"
        assert snapshot.location_ref("catalog-info.yaml") == f"url:{url}"
        assert snapshot.view_url("catalog-info.yaml", 3) == url
        assert snapshot.source_url("catalog-info.yaml") == f"{site.url}/ml/"
        assert snapshot.last_changes(snapshot.paths())["catalog-info.yaml"].at == 1_700_000_000


def test_what_is_unchanged_is_not_sent_again(here: ReadPolicy) -> None:
    with http_site(files) as site:
        token = opened(site, here).token
        with opened(site, here, token) as snapshot:
            assert snapshot.token == token
            assert site.seen[-1][1]["If-None-Match"] == '"11"'
            assert snapshot.read("catalog-info.yaml") == b"kind: Model"


def test_without_an_etag_the_content_tells(here: ReadPolicy) -> None:
    with http_site(lambda request: request.send(b"kind: A")) as site:
        token = opened(site, here).token
        assert opened(site, here, token).token == token


def test_targets_lie_below_the_folder_of_the_file(here: ReadPolicy) -> None:
    with http_site(files) as site, opened(site, here) as snapshot:
        for target in (
            "./api/open api.json",
            "api/open%20api.json",
            "/ml/api/open api.json",
            f"{site.url}/ml/api/open%20api.json",
        ):
            assert snapshot.expand("catalog-info.yaml", target) == ["api/open api.json"]
        assert snapshot.read("api/open api.json") == b"{}"
        absent = snapshot.read("api/absent.json")
        assert code(absent) == "location/not-found"
        assert isinstance(absent, Problem)
        assert absent.file == "api/absent.json"


def test_no_pattern_finds_files_over_http(here: ReadPolicy) -> None:
    with http_site(files) as site, opened(site, here) as snapshot:
        found = snapshot.find("catalog-info.yaml", "metrics/*", 9)
        assert isinstance(found, Problem)
        assert "can't be listed over http" in found.message


def test_a_token_is_not_kept_when_other_files_were_named(here: ReadPolicy) -> None:
    with http_site(files) as site, opened(site, here) as snapshot:
        before = snapshot.token
        snapshot.expand("catalog-info.yaml", "./api/open api.json")
        assert snapshot.token != before
        assert "If-None-Match" not in site.seen[-1][1]
        opened(site, here, snapshot.token)
        assert "If-None-Match" not in site.seen[-1][1]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("../secret.yaml", "outside"),
        ("%2e%2e/secret.yaml", "outside"),
        ("/secret.yaml", "outside"),
        ("{site}/secret.yaml", "outside"),
        ("{site}/ml/../secret.yaml", "outside"),
        ("https://example.org/ml/x.yaml", "outside"),
        ("{site}.example.org/ml/x.yaml", "outside"),
        ("api/*.json", "bad-target"),
    ],
)
def test_targets_elsewhere_are_problems(here: ReadPolicy, target: str, expected: str) -> None:
    with http_site(files) as site, opened(site, here) as snapshot:
        found = snapshot.expand("catalog-info.yaml", target.format(site=site.url))
        assert code(found) == f"location/{expected}"
        assert len(site.seen) == 1


def test_redirects_are_followed_and_credentials_left_behind(here: ReadPolicy) -> None:
    with http_site(files) as inner:

        def moved(request: Request) -> None:
            request.send(status=302, Location=f"{inner.url}/ml/catalog-info.yaml")

        with http_site(moved) as outer:
            host = outer.url.removeprefix("http://")
            policy = replace(here, authorization={host: "Bearer secret"})
            with opened(outer, policy) as snapshot:
                assert snapshot.read("catalog-info.yaml") == b"kind: Model"
                assert snapshot.view_url("catalog-info.yaml").startswith(outer.url)
            assert outer.seen[0][1]["Authorization"] == "Bearer secret"
            assert "Authorization" not in inner.seen[0][1]
            assert "secret" not in repr(policy)


def test_a_name_is_connected_to_by_its_address_and_asked_for_by_its_name(
    here: ReadPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with http_site(files, tls=True) as site:
        url = f"https://localhost:{site.server_port}/ml/catalog-info.yaml"
        with open_snapshot(LocationSpec("url", url), here) as snapshot:
            assert snapshot.read("catalog-info.yaml") == b"kind: Model"
        assert site.seen[0][1]["Host"] == f"localhost:{site.server_port}"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_compressed_file_is_unpacked(here: ReadPolicy, coding: str) -> None:
    pack: Callable[[bytes], bytes] = gzip.compress if coding == "gzip" else zlib.compress

    def answer(request: Request) -> None:
        request.send(pack(b"kind: A" * 100), Content_Encoding=coding)

    with http_site(answer) as site, opened(site, here) as snapshot:
        assert snapshot.read("catalog-info.yaml") == b"kind: A" * 100
