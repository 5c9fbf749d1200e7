"""A catalog to upload to, with the plugin of `noted.py` in real child processes."""

from collections.abc import Iterator

import pytest

from catalog.refresh.calling import Caller
from catalog.store.database import Database
from catalog.uploads import UploadParts
from plugins.host.children import Children
from plugins.host.loading import LoadedPlugin, Plugins
from tests.catalog.uploads import noted


@pytest.fixture(scope="session")
def children() -> Iterator[Children]:
    with Children(noted.load) as started:
        yield started


@pytest.fixture
def uploading(database: Database, children: Children) -> UploadParts:
    loaded = noted.load("noted")
    assert isinstance(loaded, LoadedPlugin)
    plugins = Plugins((loaded,))
    return UploadParts(database=database, plugins=lambda: plugins, caller=Caller(children))
