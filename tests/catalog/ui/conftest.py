"""The pages in an app of their own, over a real catalog of a few descriptors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from catalog.app.guard import install_guard
from catalog.indexing import Engine
from catalog.indexing.builds import ensure_build
from catalog.ingest import ParsePool
from catalog.ingest.location_register import LocationRegister
from catalog.ui import PageParts, blueprint, error_page
from search.index import SearchIndex
from tests.builders import Workshop, a_descriptor
from tests.catalog.ui.plugin_parts import InUse
from tests.parts.sqlite import empty_catalog


@dataclass
class Site:
    """A catalog that a test fills, and a client of its pages."""

    workshop: Workshop
    client: FlaskClient
    viewed: list[str] = field(default_factory=list)
    index_again: Callable[[], None] = lambda: None
    plugins: InUse = field(default_factory=InUse)

    def page(self, address: str, status: int = 200, **headers: str) -> str:
        """The HTML at an address."""
        answer = self.client.get(address, headers=headers)
        assert answer.status_code == status, answer.text[:500]
        return answer.text


@pytest.fixture
def empty_site(tmp_path: Path, pool: ParsePool) -> Iterator[Site]:
    """Pages over a catalog with nothing in it, whose index can't be used."""
    database = empty_catalog(tmp_path)
    yield make_site(Workshop(database, pool, tmp_path / "descriptors"), lambda: None)
    database.close()


@pytest.fixture
def site(tmp_path: Path, pool: ParsePool) -> Iterator[Site]:
    """Pages over a project, its model and its team, read and indexed as in real use."""
    database = empty_catalog(tmp_path)
    workshop = Workshop(database, pool, tmp_path / "descriptors")
    workshop.write("churn/mlhome.yaml", *CHURN)
    engine = Engine("", tmp_path / "index")
    workshop.ingest()
    workshop.index(engine)
    index = engine.open(ensure_build(database, engine), writable=False)
    made = make_site(workshop, lambda: index)
    made.index_again = lambda: workshop.index(engine)
    yield made
    index.close()
    database.close()


CHURN = (
    a_descriptor("team", "Group", {"profile": {"displayName": "Growth"}}, title="Growth"),
    a_descriptor("churn", "Project", {"type": "survival"}, title="Churn risk", tags=["tier-1"]),
    a_descriptor(
        "scorer",
        "Model",
        {
            "type": "survival",
            "limitations": "Says little about customers of less than three months.",
            "versions": [{"version": "v2", "commit": "88fe2547e82bf5a395084d39a09b44cb3dd10d77"}],
        },
        title="Hazard <model>",
        description="Weekly **hazard**. [bad](javascript:alert(1))",
        links=[{"url": "https://docs.example/hazard", "title": "Design"}],
    ),
)


def make_site(workshop: Workshop, index: Callable[[], SearchIndex | None]) -> Site:
    """The pages as the app joins them, guard and error pages included."""
    app = Flask("test", static_folder=None)
    viewed: list[str] = []
    plugins = InUse()
    parts = PageParts(
        database=workshop.database,
        index=index,
        locations=LocationRegister(workshop.database, "api", local=False),
        count_view=viewed.append,
        plugins=plugins,
    )
    install_guard(app, ())
    app.register_blueprint(blueprint(parts))
    app.register_error_handler(HTTPException, _error)
    return Site(workshop, app.test_client(), viewed, plugins=plugins)


def _error(error: HTTPException) -> Response:
    return error_page(error.code or 500, error.description or "")
