"""A real Chromium in front of a real `mlhome serve` with the examples and a few bad files."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.browser.sessions import Session, chromium, open_session
from tests.browser.troubles import write_troubles
from tests.conftest import ROOT
from tests.journeys.running import Home, wait_until

playwright = pytest.importorskip("playwright.sync_api")
EXAMPLES = ROOT / "descriptors" / "examples"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server in which all there is to be found can be found."""
    troubles = tmp_path_factory.mktemp("troubles")
    write_troubles(troubles)
    home = Home(tmp_path_factory.mktemp("home") / "data")
    with home.serving(str(EXAMPLES), str(troubles)) as site:
        wait_until(lambda: found(site.address, "kind:project") >= 40)
        wait_until(lambda: found(site.address, "hostile") >= 1)
        yield site.address


@pytest.fixture(scope="session")
def empty_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with nothing in it."""
    with Home(tmp_path_factory.mktemp("empty") / "data").serving() as site:
        yield site.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests; each opens windows of its own."""
    if shutil.which("chromium") is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        started = chromium(driver)
        yield started
        started.close()


@pytest.fixture
def browse(browser: Any) -> Iterator[Callable[..., Session]]:
    """Opens a window; whatever it complained about fails the test at the end."""
    sessions: list[Session] = []

    def open_one(**options: object) -> Session:
        sessions.append(open_session(browser, **options))
        return sessions[-1]

    yield open_one
    for session in sessions:
        session.page.context.close()
    assert [text for session in sessions for text in session.complaints] == []


def found(address: str, query: str) -> int:
    """How many entries a search finds, asked as a program would."""
    with urlopen(f"{address}/api/mlhome/search?q={query}", timeout=30) as answer:
        return int(json.load(answer)["total"])
