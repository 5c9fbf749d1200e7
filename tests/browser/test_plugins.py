"""What plugins show, in a real browser: for everyone, on any screen, and whatever fails."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from catalog.ingest import ParsePool
from tests.browser.barriers import barriers_on
from tests.browser.plugin_site import PAGE, PAGES, plugin_site
from tests.browser.sessions import PHONE, Session, on_desk_and_phone

Browse = Callable[..., Session]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, pool: ParsePool) -> Iterator[str]:
    with plugin_site(tmp_path_factory.mktemp("plugins"), pool) as address:
        yield address


@on_desk_and_phone
def test_nothing_that_plugins_show_shuts_anyone_out(
    browse: Browse, site: str, theme: str, screen: dict[str, int]
) -> None:
    page = browse(color_scheme=theme, viewport=screen).page
    findings = []
    for address in PAGES:
        assert page.goto(site + address).ok
        for folded in page.locator("details.told").all():
            folded.evaluate("one => one.open = true")
        findings += [(address, *barrier) for barrier in barriers_on(page)]
    assert findings == []


def test_a_panel_tells_its_source_and_age_on_hover_and_when_opened(
    browse: Browse, site: str
) -> None:
    page = browse().page
    page.goto(site + PAGE)
    panel = page.locator(".panel", has_text="Lab").first
    line = panel.locator(".told summary")
    expect(line).to_have_attribute(
        "title", "https://lab.example (main): observed 2 h ago, asked 2 h ago"
    )
    line.click()
    expect(panel.locator(".told dl")).to_contain_text("https://lab.example (main)")
    expect(panel).to_contain_text("failing")
    expect(panel).to_contain_text("No route.")


def test_a_plugins_tab_opens_without_a_new_page(browse: Browse, site: str) -> None:
    page = browse().page
    page.goto(site + PAGE)
    page.locator("#tab-plugins-tab-told").click()
    expect(page).to_have_url(f"{site}{PAGE}/plugins/tab/told")
    expect(page.locator("#tab-plugins-tab-told")).to_have_attribute("aria-current", "page")
    expect(page.locator(".from-plugin table")).to_be_visible()


def test_the_pages_of_plugins_are_in_the_palette(browse: Browse, site: str) -> None:
    page = browse().page
    page.goto(site)
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill("levels")
    page.get_by_role("option", name="All levels").click()
    expect(page).to_have_url(f"{site}/plugins/lab/levels")


def test_upstreams_are_asked_again_by_a_press(browse: Browse, site: str) -> None:
    page = browse(viewport=PHONE).page
    page.goto(f"{site}/health/plugins/lab")
    page.get_by_role("button", name="Ask again now").click()
    expect(page.locator("#main")).to_contain_text("due")
