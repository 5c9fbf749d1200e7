"""With script turned off every page is complete and every address true."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.sessions import Session


def test_a_search_is_sent_by_enter(browse: Callable[..., Session], base_url: str) -> None:
    page = browse(java_script_enabled=False).page
    page.goto(base_url)
    page.locator("#q").fill("next basket")
    page.locator("#q").press("Enter")
    expect(page.locator(".result .title").first).to_have_text("Next basket")


def test_filters_are_applied_by_a_button(browse: Callable[..., Session], base_url: str) -> None:
    page = browse(java_script_enabled=False).page
    page.goto(f"{base_url}/search?q=ranking")
    page.get_by_role("group", name="Kind", exact=True).get_by_label("Models").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile("q=ranking.*kind=model"))
    expect(page.locator(".chip")).to_have_count(1)


def test_filters_of_a_phone_are_unfolded_above_the_results(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse(java_script_enabled=False, viewport={"width": 390, "height": 844}).page
    page.goto(f"{base_url}/search?q=ranking")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_role("group", name="Kind", exact=True).get_by_label("Models").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_text("Filters (1)")).to_be_visible()


def test_tabs_are_pages(browse: Callable[..., Session], base_url: str) -> None:
    page = browse(java_script_enabled=False).page
    page.goto(f"{base_url}/catalog/default/model/next-basket-transformer")
    page.locator("nav").get_by_role("link", name="Descriptor").click()
    expect(page.locator(".yaml")).to_contain_text("kind: Model")


def test_a_list_is_paged_and_sorted_by_links(browse: Callable[..., Session], base_url: str) -> None:
    page = browse(java_script_enabled=False).page
    page.goto(f"{base_url}/catalog/dataset")
    first = page.locator("tbody th").first.inner_text()
    page.get_by_role("link", name="Next page").click()
    assert page.locator("tbody th").first.inner_text() != first
    page.get_by_role("link", name="First page").click()
    assert page.locator("tbody th").first.inner_text() == first
    page.locator("thead").get_by_role("link", name="Name").click()
    assert page.locator("tbody th").first.inner_text() > first


def test_the_theme_is_changed_by_a_link(browse: Callable[..., Session], base_url: str) -> None:
    page = browse(java_script_enabled=False).page
    page.goto(f"{base_url}/health")
    page.get_by_role("link", name="Theme: system").click()
    expect(page).to_have_url(f"{base_url}/health")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_location_that_may_not_be_read_is_refused_with_a_reason(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse(java_script_enabled=False).page
    page.goto(f"{base_url}/health")
    page.get_by_text("Add a location").click()
    page.get_by_label("Git repository or file").fill("file:///etc/passwd")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Git repository or file")).to_have_value("file:///etc/passwd")
