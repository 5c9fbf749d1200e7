"""Everything can be reached without a mouse."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.sessions import Session


def test_slash_goes_to_the_search_box(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    page.goto(f"{base_url}/health")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")


def test_arrows_and_enter_open_a_result(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    page.goto(f"{base_url}/search?q=ranking")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator(".result .title").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    address = second.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base_url}{address}")


def test_g_and_a_letter_go_to_a_list(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    page.goto(f"{base_url}/help")
    for letter, path in (("p", "project"), ("f", "featureset"), ("d", "deployment")):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        expect(page).to_have_url(f"{base_url}/catalog/{path}")


def test_the_palette_goes_anywhere(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    page.goto(f"{base_url}/health")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("next basket")
    expect(page.locator("#palette [aria-selected=true]")).to_contain_text("Next basket")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("next-basket"))


def test_question_mark_shows_the_keys_and_escape_hides_them(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(base_url + "/health")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys and search language")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys and search language")).to_be_hidden()


def test_single_keys_can_be_turned_off(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    page.goto(f"{base_url}/help")
    page.locator("main").get_by_role("button", name="Turn single keys off or on").click()
    expect(page.locator("#said")).to_have_text("Single-key shortcuts are off")
    page.goto(f"{base_url}/health")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()


def test_the_first_tab_stop_skips_to_the_content(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(f"{base_url}/health")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_table_is_sorted_by_the_head_that_is_pressed(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(f"{base_url}/catalog/default/featureset/household-profile")
    names = page.locator("tbody th")
    head = page.get_by_role("columnheader", name="Name")
    head.get_by_role("link").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    ascending = names.all_inner_texts()
    assert ascending == sorted(ascending)
    expect(head.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert names.all_inner_texts() == ascending[::-1]
    expect(page).to_have_url(re.compile(r"\?features\.sort=-name$"))
