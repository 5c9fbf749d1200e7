"""Real servers, between which and a reader something is counted or refused."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from plugins.api import Http, UpstreamFailed, Value


@dataclass
class Counting:
    """Passes everything on to a real server, and remembers what was asked."""

    http: Http
    asked: list[tuple[str, Value]] = field(default_factory=list)

    def get_json(self, url: str, query: Value = None) -> Value:
        self.asked.append((url, query))
        self.judge(url, query)
        return self.http.get_json(url, query)

    def post_json(self, url: str, body: Value) -> Value:
        self.asked.append((url, body))
        self.judge(url, body)
        return self.http.post_json(url, body)

    def get_bytes(self, url: str, query: Value = None, *, limit: int = 1 << 20) -> bytes:
        return self.http.get_bytes(url, query, limit=limit)

    def judge(self, url: str, question: Value) -> None:
        """Raises UpstreamFailed for what this server would not answer."""


class Old(Counting):
    """A server without what came with MLflow 3."""

    missing: Sequence[str] = ("logged-models", "get-history-bulk-interval")

    def judge(self, url: str, question: Value) -> None:
        if any(name in url for name in self.missing):
            raise UpstreamFailed(f"{url} answers with the status 404", status=404)


@dataclass
class Small(Counting):
    """A server of whose runs no more than so many fit into one answer."""

    most: int = 10

    def judge(self, url: str, question: Value) -> None:
        if url.endswith("runs/search") and question["max_results"] > self.most:
            raise UpstreamFailed("too many bytes", too_large=True)
