"""Catalog health: locations, problems, and the forms that change locations."""

import json
import re

import pytest

from catalog.browse import locations
from catalog.ui import problem_list
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


def spoil(site: Site) -> None:
    site.workshop.write("churn/mlhome.yaml", a_descriptor("churn", "Project", {"lifecycle": "x"}))
    site.workshop.write("a.yaml", a_descriptor("one", spec={"type": 3}), a_descriptor("t o"))
    site.workshop.write("b.yaml", "a: [")
    site.workshop.ingest()


def test_problems_are_sorted_by_their_columns(site: Site) -> None:
    spoil(site)
    codes = re.findall(
        r'<span class="mono muted">([a-z/<>-]+)</span>', site.page("/health?sort=code")
    )
    assert len(codes) == 4
    assert codes == sorted(codes)
    assert 'aria-sort="ascending"><a id="sort-code"' in site.page("/health?sort=code")


def test_problems_stand_on_pages_and_more_of_them_than_few_in_the_order_of_their_files(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(site)
    monkeypatch.setattr(problem_list, "PAGE", 2)
    monkeypatch.setattr(problem_list, "FEW", 3)
    first = site.page("/health?sort=-file")
    assert 'href="/health?sort=-file&amp;cursor=2"' in first
    assert 'id="sort-file"' not in first
    second = site.page("/health?sort=-file&cursor=2")
    assert "a.yaml" in first
    assert "b.yaml" in second
    assert "Next page" not in second


def test_problems_and_locations_are_files_as_well(site: Site) -> None:
    spoil(site)
    problems = json.loads(site.page("/health?format=json"))
    assert [(row["file"].rpartition("/")[2], row["entity"]) for row in problems] == [
        ("a.yaml", "component:default/one"),
        ("a.yaml", "component:default/t o"),
        ("b.yaml", ""),
        ("mlhome.yaml", "project:default/churn"),
    ]
    assert [row["owner"] for row in problems][3] == ""
    (location,) = json.loads(site.page("/health?locations.format=json"))
    assert (location["target"], location["problems"]) == (str(site.workshop.folder), 4)
    of_one = json.loads(site.page("/health/locations/1?format=json&code=yaml/syntax"))
    assert [row["code"] for row in of_one] == ["yaml/syntax"]


def test_an_entity_that_was_never_read_is_no_link(site: Site) -> None:
    spoil(site)
    page = site.page("/health")
    assert 'href="/catalog/default/project/churn"' in page
    assert 'href="/catalog/default/component/one"' not in page


def test_the_tables_of_a_refused_form_lead_back_to_the_page(site: Site) -> None:
    spoil(site)
    form = {"csrf_token": token(site), "target": "/etc/passwd"}
    answer = site.client.post("/health/locations", data=form)
    assert 'href="/health?sort=code"' in answer.text
    assert 'href="/health?locations.sort=state"' in answer.text


def test_health_says_how_much_can_be_searched(site: Site) -> None:
    assert "3 entries can be searched" in site.page("/health")


def test_health_says_that_the_index_does_not_answer(empty_site: Site) -> None:
    empty_site.workshop.write("a.yaml", a_descriptor("one"))
    empty_site.workshop.ingest()
    page = empty_site.page("/health")
    assert "the search index can't answer" in page
    assert "There is no index that can be used yet." in page
