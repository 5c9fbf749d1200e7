"""What plugins propose is told from what is declared, with the descriptor to commit."""

import re
from html import unescape
from typing import Any

import yaml
from sqlalchemy import insert

from catalog.locations import LocationSpec
from catalog.refresh.proposals import record_proposals
from catalog.store.plugin_tables import plugin
from catalog.store.proposals import TYPE
from plugins.api import Proposal
from tests.catalog.ui.conftest import Site

PAGE = "/catalog/default/model/found"
DOCUMENT: dict[str, Any] = {
    "apiVersion": "mlhome/v1",
    "kind": "Model",
    "metadata": {
        "name": "found",
        "title": "Found upstream",
        "annotations": {"mlflow.org/registered-model": "found"},
    },
    "spec": {"project": "churn", "lifecycle": "experimental"},
}


def propose(site: Site, document: dict[str, Any], reason: str) -> None:
    database = site.workshop.database
    with database.write() as connection:
        connection.execute(insert(plugin).values(name="mlflow", seen_at=1.0))
        record_proposals(connection, "mlflow", 1, [Proposal(document=document, reason=reason)], 1.0)
    site.workshop.ingest(
        LocationSpec("folder", str(site.workshop.folder)), LocationSpec(TYPE, "mlflow/1")
    )
    site.index_again()


def test_its_page_says_so_and_why_and_has_the_draft(site: Site) -> None:
    propose(site, DOCUMENT, "MLflow has the registered model `found` <b>")
    page = site.page(PAGE)
    assert page.count("Not yet declared") == 2
    assert "MLflow has the registered model <code>found</code> &lt;b&gt;" in page
    draft = re.search(r'class="draft".*?<code>mlhome.yaml</code>.*?<code>(.*?)</code>', page, re.S)
    assert draft
    assert yaml.safe_load(unescape(draft[1])) == DOCUMENT
    assert draft[1].startswith("apiVersion: mlhome/v1\nkind: Model\nmetadata:\n  name: found\n")
    assert "Not yet declared" in site.page(f"{PAGE}/history")


def test_results_say_it_too(site: Site) -> None:
    propose(site, DOCUMENT, "")
    page = site.page("/search?q=kind:model")
    assert page.count("Not yet declared") == 1
    assert page.index("Not yet declared") > page.index(PAGE)


def test_what_is_declared_has_no_badge(site: Site) -> None:
    assert "Not yet declared" not in site.page("/catalog/default/model/scorer")
    assert "Not yet declared" not in site.page("/search?q=kind:model")


def test_health_says_of_a_location_that_a_plugin_proposes_it(site: Site) -> None:
    propose(site, DOCUMENT, "It is registered upstream.")
    assert "proposed by a plugin" in site.page("/health")
