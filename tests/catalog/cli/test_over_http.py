"""Commands that are given the address of something else than an ML Home."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from click.testing import CliRunner

from catalog.cli import mlhome
from catalog.cli.over_http import NoAnswer

COMMANDS = {"gate": ("gate", "scorer@1"), "compare": ("compare", "scorer@1", "scorer@2")}


@contextmanager
def answering(type: str, body: bytes) -> Iterator[str]:
    """The address of a server that answers everything with this."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Tests are quiet."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_page_is_no_comparison_and_no_verdict(command: tuple[str, ...]) -> None:
    with (
        answering("text/html; charset=utf-8", b"<html>Sign in</html>") as server,
        pytest.raises(NoAnswer, match="answered with a page"),
    ):
        CliRunner().invoke(mlhome, [*command, "--server", server], catch_exceptions=False)


@pytest.mark.parametrize("body", [b'{"passes": true}', b"[]", b"ok"])
def test_what_is_no_verdict_does_not_pass(body: bytes) -> None:
    with (
        answering("application/json", body) as server,
        pytest.raises(NoAnswer, match="does not answer as an ML Home does"),
    ):
        CliRunner().invoke(mlhome, [*COMMANDS["gate"], "--server", server], catch_exceptions=False)
