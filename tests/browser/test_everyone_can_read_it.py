"""Nothing on any page shuts anyone out, in both themes and at both widths."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.barriers import barriers, barriers_on
from tests.browser.pages import PAGES
from tests.browser.sessions import PHONE, Session, in_both_themes, on_desk_and_phone

SHEET = b"Model,AUC,country\nnext-basket-transformer,0.93,SE\nnowhere-declared,bad,DE\n"


@on_desk_and_phone
def test_no_page_shuts_anyone_out(
    browse: Callable[..., Session], base_url: str, theme: str, screen: dict[str, int]
) -> None:
    page = browse(color_scheme=theme, viewport=screen).page
    assert barriers(page, (base_url + address for address in PAGES)) == []


@on_desk_and_phone
def test_a_file_that_is_not_yet_kept_shuts_nobody_out(
    browse: Callable[..., Session], base_url: str, theme: str, screen: dict[str, int]
) -> None:
    page = browse(color_scheme=theme, viewport=screen).page
    page.goto(f"{base_url}/uploads")
    sheet = {"name": "quarter.csv", "mimeType": "text/csv", "buffer": SHEET}
    page.get_by_label(re.compile("File")).set_input_files(sheet)
    page.get_by_role("button", name="Upload", exact=True).click()
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
    assert barriers_on(page) == []


@in_both_themes
def test_an_empty_catalog_shuts_nobody_out(
    browse: Callable[..., Session], empty_url: str, theme: str
) -> None:
    page = browse(color_scheme=theme).page
    addresses = ("/", "/search", "/health", "/uploads", "/compare", "/leaderboards")
    assert barriers(page, (empty_url + address for address in addresses)) == []


@in_both_themes
def test_an_open_menu_shuts_nobody_out(
    browse: Callable[..., Session], base_url: str, theme: str
) -> None:
    page = browse(color_scheme=theme, viewport=PHONE).page
    page.goto(f"{base_url}/catalog/model")
    page.get_by_text("Columns and export").click()
    assert barriers_on(page) == []
