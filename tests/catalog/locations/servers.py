"""Real servers on this machine, as well and as badly behaved as a test wants."""

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from tests.catalog.locations.repositories import ENV

# For the name localhost, signed by itself, good for a hundred years; its key is no secret.
CERTIFICATE = Path(__file__).with_name("localhost.pem")
Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request, with a short way to answer it."""

    protocol_version = "HTTP/1.1"
    server: "Site"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))
        self.server.answer(self)

    do_POST = do_GET

    def send(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep quiet."""


class Site(ThreadingHTTPServer):
    """An HTTP server on a free port that remembers what it was asked."""

    daemon_threads = True
    answer: Answer

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.seen: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many tests want."""


@contextmanager
def http_site(answer: Answer, *, tls: bool = False) -> Iterator[Site]:
    with Site() as site:
        site.answer = answer
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            site.socket = context.wrap_socket(site.socket, server_side=True)
        thread = Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


@dataclass
class Listener:
    """A bare TCP server; `ended` tells its conversations to stop."""

    port: int
    ended: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def tcp_server(talk: Callable[[socket.socket, Event], None]) -> Iterator[Listener]:
    """A server that does with each connection what the test says."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(server.getsockname()[1])

        def serve() -> None:
            while True:
                with suppress(OSError):
                    connection, _ = server.accept()
                    Thread(target=converse, args=(connection,), daemon=True).start()
                if listener.ended.is_set():
                    return

        def converse(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                talk(connection, listener.ended)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield listener
        finally:
            listener.ended.set()
            socket.create_connection(("127.0.0.1", listener.port)).close()
            thread.join()


def silence(connection: socket.socket, ended: Event) -> None:
    """Accept, and never answer."""
    ended.wait(30)


def serve_git(folder: Path) -> Answer:
    """Git's own HTTP server, for the repositories in the folder."""

    def answer(request: Request) -> None:
        path, _, query = request.path.partition("?")
        size = int(request.headers.get("Content-Length", 0))
        env = {
            **ENV,
            "GIT_PROJECT_ROOT": str(folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
            "REQUEST_METHOD": request.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(size),
            "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
        }
        done = subprocess.run(
            ["git", "http-backend"], env=env, input=request.rfile.read(size), capture_output=True
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        status = int(headers.pop("Status", "200").split()[0])
        request.send(body, status, **{name.replace("-", "_"): v for name, v in headers.items()})

    return answer


def unused_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
