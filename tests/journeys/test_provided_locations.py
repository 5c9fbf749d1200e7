"""A company's list of repositories is followed by a running ML Home."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.journeys.running import Home, Site, wait_until

DESCRIPTOR = (
    "apiVersion: mlhome/v1\nkind: Project\nmetadata: {name: provided}\n"
    "spec: {owner: group:team, lifecycle: production}\n"
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server of one descriptor and of the list that names it."""
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "mlhome.yaml").write_text(DESCRIPTOR)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def targets(site: Site) -> list[str]:
    return [it["target"] for it in site.get("/api/mlhome/locations")["locations"]]


def test_what_the_list_names_comes_and_goes(home: Home, tmp_path: Path, address: str) -> None:
    listed = tmp_path / "list.txt"
    named = f"{address}/mlhome.yaml"
    listed.write_text(f"{named}\n/etc/passwd\n")
    more = {
        "MLHOME_PLUGIN_REPOSITORIES_LISTS": str(listed),
        "MLHOME_ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
    }
    with home.serving(**more) as site:
        wait_until(lambda: "project:default/provided" in site.found("provided"))
        status = site.get("/api/mlhome/plugins/repositories")
        assert [it["message"] for it in status["found"] if "/etc/passwd" in it["message"]]
        assert targets(site) == [named]
        listed.write_text("")
        home.run("plugins", "refresh", "repositories", **more)
        wait_until(lambda: site.get("/api/mlhome/plugins/repositories")["state"] == "failing")
        assert targets(site) == [named]
        listed.write_text("https://git.example.invalid/other.git\n")
        home.run("plugins", "refresh", "repositories", **more)
        wait_until(lambda: "project:default/provided" not in site.found("provided"))
        assert targets(site) == ["https://git.example.invalid/other.git"]
