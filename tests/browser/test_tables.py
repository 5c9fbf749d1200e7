"""Tables: columns are chosen, rows taken away as files, and their head stays in sight."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.sessions import PHONE, Session


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_columns_are_chosen_in_a_menu_and_stand_in_the_address(
    browse: Callable[..., Session], base_url: str, script: bool
) -> None:
    page = browse(java_script_enabled=script).page
    page.goto(f"{base_url}/catalog/model?lifecycle=production&sort=-updated")
    page.get_by_text("Columns and export").click()
    page.get_by_label("Owner", exact=True).uncheck()
    page.get_by_label("Tags").check()
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_role("columnheader", name="Tags")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Owner")).to_have_count(0)
    expect(page).to_have_url(re.compile("lifecycle=production&sort=-updated&columns="))
    shown = page.locator("tbody th").all_inner_texts()
    page.goto(page.url)
    assert page.locator("tbody th").all_inner_texts() == shown


def test_the_menu_is_closed_by_escape_and_by_a_press_elsewhere(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(f"{base_url}/catalog/model")
    opened = page.get_by_role("link", name="Download CSV")
    menu = page.locator("summary", has_text="Columns and export")
    menu.press("Enter")
    expect(opened).to_be_visible()
    page.keyboard.press("Escape")
    expect(opened).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    page.get_by_role("heading", name="Models").click()
    expect(opened).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_table_is_downloaded_whole(
    browse: Callable[..., Session], base_url: str, script: bool
) -> None:
    page = browse(java_script_enabled=script).page
    page.goto(f"{base_url}/catalog/dataset")
    total = int(page.locator("h1 .number").inner_text())
    page.get_by_text("Columns and export").click()
    with page.expect_download() as csv_file:
        page.get_by_role("link", name="Download CSV").click()
    assert csv_file.value.suggested_filename == "data-sets.csv"
    with Path(csv_file.value.path()).open(newline="") as lines:
        assert len(list(csv.DictReader(lines))) == total
    with page.expect_download() as json_file:
        page.get_by_role("link", name="Download JSON").click()
    assert len(json.loads(Path(json_file.value.path()).read_text())) == total


def test_a_table_is_copied_as_markdown(browse: Callable[..., Session], base_url: str) -> None:
    page = browse(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{base_url}/catalog/default/model/next-basket-transformer")
    versions = page.locator("section", has=page.get_by_role("heading", name="Versions"))
    versions.locator("summary").first.click()
    versions.get_by_role("link", name="Copy as Markdown").click()
    expect(page.locator("#said")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("| Version | Aliases |")


def test_the_head_of_a_long_table_stays_in_sight(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(f"{base_url}/catalog/model")
    expect(page.locator(".table.tall")).to_have_class(re.compile("fits"))
    page.locator("tbody tr").last.scroll_into_view_if_needed()
    expect(page.get_by_role("columnheader", name="Name")).to_be_in_viewport()


def test_the_first_column_of_a_wide_table_stays_in_sight(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse(viewport=PHONE).page
    page.goto(f"{base_url}/catalog/model")
    page.locator(".table.tall").evaluate("place => place.scrollTo(place.scrollWidth, 400)")
    expect(page.get_by_role("columnheader", name="Changed")).to_be_in_viewport()
    expect(page.get_by_role("columnheader", name="Name")).to_be_in_viewport()


def test_rows_of_catalog_health_are_cards_on_a_phone(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse(viewport=PHONE).page
    page.goto(f"{base_url}/health")
    for place in page.locator(".table").all():
        assert place.evaluate("place => place.scrollWidth <= place.clientWidth")
    lefts = page.locator("#problems tbody tr").first.evaluate(
        "row => [...row.cells].map(cell => Math.round(cell.getBoundingClientRect().left))"
    )
    assert set(lefts) == {16}
