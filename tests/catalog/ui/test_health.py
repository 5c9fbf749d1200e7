"""Catalog health: locations, problems, and the forms that change locations."""

import re

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
    assert "Remove" not in page  # it was not added here
    site.page("/health/locations/99", 404)


def test_a_location_is_added_by_the_form(site: Site) -> None:
    form = {
        "csrf_token": token(site),
        "target": "https://git.example/a",
        "patterns": "a.yaml b.yml",
    }
    answer = site.client.post("/health/locations", data=form)
    assert answer.status_code == 303
    assert site.asked == [("add", "https://git.example/a", "", ["a.yaml", "b.yml"])]


def test_a_refused_location_comes_back_with_what_was_typed(site: Site) -> None:
    form = {"csrf_token": token(site), "target": "/etc/passwd", "ref": "main"}
    answer = site.client.post("/health/locations", data=form)
    assert answer.status_code == 400
    assert "is not an https address" in answer.text
    assert 'value="/etc/passwd"' in answer.text
    assert 'value="main"' in answer.text


def test_a_location_is_refreshed_and_removed_by_its_buttons(site: Site) -> None:
    form = {"csrf_token": token(site)}
    assert site.client.post("/health/locations/1/refresh", data=form).status_code == 303
    assert site.client.post("/health/locations/1/remove", data=form).status_code == 303
    assert site.client.post("/health/locations/9/remove", data=form).status_code == 404
    assert site.asked == [("refresh", 1), ("remove", 1), ("remove", 9)]


def test_a_form_without_its_token_changes_nothing(site: Site) -> None:
    assert site.client.post("/health/locations/1/remove", data={}).status_code == 403
    assert site.asked == []
