"""Results come while one types, and the address is always true."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.sessions import Session

ADDRESS_OF_RESULTS = re.compile(r"/search\?q=next\+basket$")


def test_results_come_while_typing(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    page.goto(base_url)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("next bask", delay=20)
    expect(page.locator(".result .title").first).to_have_text("Next basket")
    page.keyboard.type("et", delay=20)
    expect(page).to_have_url(ADDRESS_OF_RESULTS)
    expect(page).to_have_title("next basket · ML Home")
    expect(page.locator("#q")).to_be_focused()


def test_going_back_from_results_ends_where_typing_began(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(base_url)
    page.keyboard.type("next basket", delay=20)
    expect(page).to_have_url(ADDRESS_OF_RESULTS)
    page.go_back()
    expect(page.get_by_role("heading", name="Recently changed")).to_be_visible()


def test_the_address_of_results_gives_the_same_results(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(base_url)
    page.keyboard.type("next basket", delay=20)
    expect(page).to_have_url(ADDRESS_OF_RESULTS)
    typed = page.locator(".results").inner_text()
    page.goto(page.url)
    assert page.locator(".results").inner_text() == typed


def test_ticking_two_values_of_a_facet_widens_the_results(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(f"{base_url}/search?q=ranking")
    kinds = page.get_by_role("group", name="Kind", exact=True)
    kinds.get_by_label("Models").check()
    expect(page).to_have_url(re.compile("kind=model"))
    of_models = page.locator(".result").count()
    expect(kinds.get_by_label("Projects")).to_be_visible()
    kinds.get_by_label("Projects").check()
    expect(page).to_have_url(re.compile("kind=model&kind=project"))
    assert page.locator(".result").count() > of_models


def test_filters_of_a_phone_stay_open_while_they_are_ticked(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse(viewport={"width": 390, "height": 844}).page
    page.goto(f"{base_url}/search?q=ranking")
    models = page.get_by_role("group", name="Kind", exact=True).get_by_label("Models")
    expect(models).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    models.check()
    expect(page.get_by_text("Filters (1)")).to_be_visible()
    expect(models).to_be_visible()
    page.get_by_text("Filters (1)").click()
    expect(models).to_be_hidden()


def test_a_row_and_what_is_folded_below_it_are_sorted_as_one(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(f"{base_url}/catalog/default/model/next-basket-transformer")
    versions = page.get_by_role("region", name="Versions")
    newest = versions.locator("tbody").first
    newest.get_by_text("Artifact URI, ").click()
    expect(newest.get_by_text("/v31/model.pt")).to_be_visible()
    versions.get_by_role("link", name="Version").click()
    expect(versions.locator("tbody th").first).to_have_text("v30")
    versions.locator("tbody").last.get_by_text("Artifact URI, ").click()
    expect(versions.locator("tbody").last.get_by_text("/v31/model.pt")).to_be_visible()


def test_a_chip_takes_a_filter_away(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    page.goto(f"{base_url}/search?q=ranking&kind=model")
    page.locator(".chip", has_text="Model").click()
    expect(page).to_have_url(re.compile(r"/search\?q=ranking$"))


def test_tabs_change_the_address_and_keep_their_focus(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(f"{base_url}/catalog/default/model/next-basket-transformer")
    page.get_by_role("link", name="History").click()
    expect(page).to_have_url(re.compile("/next-basket-transformer/history$"))
    expect(page.locator(".history")).to_be_visible()
    expect(page.locator("#tab-history")).to_be_focused()
