"""Catalog health: locations, problems, and the forms that change locations."""

import re

from catalog.browse import locations
from tests.builders import a_descriptor
from tests.catalog.ui.conftest import Site


def token(site: Site) -> str:
    """The token of the form on the health page; its cookie stays with the client."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', site.page("/health"))
    assert found
    return found[1]


def test_health_lists_locations_with_their_state(site: Site) -> None:
    page = site.page("/health")
    assert "the location is read" in page
    assert str(site.workshop.folder) in page


def test_problems_are_listed_with_file_line_and_hint_and_can_be_narrowed(site: Site) -> None:
    site.workshop.write("bad.yaml", a_descriptor("one", spec={"lifecylce": "x", "type": 3}))
    site.workshop.write("worse.yaml", "a: [")
    site.workshop.ingest()
    page = site.page("/health")
    assert "bad.yaml:1" in page
    assert "worse.yaml:" in page
    code = next(code for code in re.findall(r"\?code=([^#\"]+)", page) if "yaml" in code)
    narrowed = site.page(f"/health?code={code}")
    assert "worse.yaml" in narrowed
    assert "bad.yaml" not in narrowed


def test_a_location_has_a_page_of_its_own(site: Site) -> None:
    page = site.page("/health/locations/1")
    assert "Last good read" in page
    assert "mlhome locations remove 1" in page  # it was not added here
    assert "/remove" not in page
    site.page("/health/locations/99", 404)


def test_a_location_is_added_by_the_form(site: Site) -> None:
    form = {
        "csrf_token": token(site),
        "target": "https://git.example/a",
        "patterns": "a.yaml b.yml",
    }
    answer = site.client.post("/health/locations", data=form)
    assert answer.status_code == 303
    added = locations(site.workshop.database)[-1]
    assert (added.target, added.patterns) == ("https://git.example/a", ("a.yaml", "b.yml"))


def test_a_refused_location_comes_back_with_what_was_typed(site: Site) -> None:
    form = {"csrf_token": token(site), "target": "/etc/passwd", "ref": "main"}
    answer = site.client.post("/health/locations", data=form)
    assert answer.status_code == 400
    assert "by its operator only" in answer.text
    assert 'value="/etc/passwd"' in answer.text
    assert 'value="main"' in answer.text


def test_a_location_is_refreshed_and_removed_by_its_buttons(site: Site) -> None:
    form = {"csrf_token": token(site), "target": "https://git.example/a"}
    site.client.post("/health/locations", data=form)
    assert 'action="/health/locations/2/remove"' in site.page("/health/locations/2")
    assert site.client.post("/health/locations/2/refresh", data=form).status_code == 303
    assert site.client.post("/health/locations/2/remove", data=form).status_code == 303
    assert site.client.post("/health/locations/2/remove", data=form).status_code == 404
    assert site.client.post("/health/locations/2/refresh", data=form).status_code == 404


def test_a_location_that_was_added_elsewhere_stays_and_its_page_says_why(site: Site) -> None:
    answer = site.client.post("/health/locations/1/remove", data={"csrf_token": token(site)})
    assert answer.status_code == 409
    assert "added on the machine that ML Home runs on" in answer.text
    assert len(locations(site.workshop.database)) == 1


def test_a_form_without_its_token_changes_nothing(site: Site) -> None:
    form = {"target": "https://git.example/a"}
    assert site.client.post("/health/locations", data=form).status_code == 403
    assert len(locations(site.workshop.database)) == 1
