"""Which version is live, and what the pages say of it."""

from catalog.ui.deployed import Deployed, live_version, with_deployments
from tests.builders import a_descriptor
from tests.catalog.ui.conftest import Site

VERSIONS = [{"version": "v2", "aliases": ["champion"], "commit": "c"}, {"version": "v1"}]
MAJORITY = Deployed("deployment:default/all", "production", "", alias="champion", traffic=90)
PILOT = Deployed("deployment:default/pilot", "pilot", "v1")


def test_the_version_with_most_traffic_is_live() -> None:
    assert live_version([MAJORITY, PILOT], VERSIONS) == ("v2", MAJORITY)
    assert MAJORITY.place == "production 90 %"
    assert PILOT.place == "pilot"


def test_an_alias_that_no_version_has_is_named_itself() -> None:
    assert live_version([MAJORITY], None) == ("champion", MAJORITY)
    assert live_version([], VERSIONS) is None


def test_each_version_has_its_deployments_before_what_else_it_says() -> None:
    first, second = with_deployments(VERSIONS, [MAJORITY, PILOT])
    assert list(first) == ["version", "aliases", "deployedIn", "commit"]
    assert first["deployedIn"] == [MAJORITY.ref]
    assert second["deployedIn"] == [PILOT.ref]


def test_the_page_of_a_model_says_what_is_live_and_shows_most_traffic_first(site: Site) -> None:
    of_model = {"model": "scorer", "environment": "production"}
    site.workshop.write(
        "churn/served.yaml",
        a_descriptor("arm", "Deployment", {**of_model, "version": "v1", "traffic": 10}),
        a_descriptor("most", "Deployment", {**of_model, "version": "v2", "traffic": 90}),
    )
    site.workshop.write(
        "churn/catalog-info.yaml", a_descriptor("x", "Location", {"target": "./served.yaml"})
    )
    site.workshop.ingest()
    page = site.page("/catalog/default/model/scorer")
    assert (
        'Live: <a href="/catalog/default/deployment/most">v2</a> in production, 90 % of traffic'
        in page
    )
    assert ">Deployed in</a>" in page
    served = page[page.index("Deployments <span") :]
    assert served.index("deployment/most") < served.index("deployment/arm")
    listed = site.page("/catalog/model")
    assert 'class="number" data-title="Deployments">2</td>' in listed
