"""What is particular to Elasticsearch: a cluster that can't be reached, or holds something else."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from search.errors import IndexCorrupt, IndexUnavailable
from search.index import SearchIndex
from search.open import create_build, drop_build, list_builds, open_index
from search.request import SearchRequest
from tests.parts.elasticsearch.node import Node
from tests.search.corpus import a_document

NOWHERE = Path("unused")


def test_a_cluster_that_does_not_answer_is_unavailable() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(IndexUnavailable):
            open_index(url, NOWHERE, "one", writable=True)
        with pytest.raises(IndexUnavailable):
            list_builds(url, NOWHERE)


class _NotACluster(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"hello": "world"}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the test's output clean."""


@pytest.fixture
def not_a_cluster() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _NotACluster) as server:
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_another_server_is_not_taken_for_a_cluster(not_a_cluster: str) -> None:
    with pytest.raises(IndexUnavailable):
        open_index(not_a_cluster, NOWHERE, "one", writable=True)


@pytest.fixture
def index(elasticsearch: Node) -> Iterator[SearchIndex]:
    create_build(elasticsearch.url, NOWHERE, "particular")
    index = open_index(elasticsearch.url, NOWHERE, "particular", writable=True)
    yield index
    index.close()
    drop_build(elasticsearch.url, NOWHERE, "particular")


@pytest.mark.elasticsearch
def test_an_index_for_another_schema_is_to_be_made_anew(
    index: SearchIndex,
    elasticsearch: Node,
) -> None:
    index.client.indices.put_mapping(index="mlhome-particular", meta={"schema": "another"})  # type: ignore[attr-defined]
    with pytest.raises(IndexCorrupt):
        open_index(elasticsearch.url, NOWHERE, "particular", writable=True)


@pytest.mark.elasticsearch
def test_a_batch_of_many_megabytes_is_written_in_parts(index: SearchIndex) -> None:
    index.apply([a_document(id, text=f"word{id} " * 8_000) for id in range(200)])
    assert index.count() == 200
    assert index.find(SearchRequest("word77 ", highlight=())).total == 1


@pytest.mark.elasticsearch
def test_a_node_that_was_killed_has_every_batch_that_was_applied() -> None:
    with Node() as node:
        create_build(node.url, NOWHERE, "killed")
        index = open_index(node.url, NOWHERE, "killed", writable=True)
        index.apply([a_document(id) for id in range(500)])
        node.kill()
        with pytest.raises(IndexUnavailable):
            index.find(SearchRequest())
        assert not index.health().ok
        node.start()
        assert dict(index.revisions()) == dict.fromkeys(range(500), 1)
        index.close()
