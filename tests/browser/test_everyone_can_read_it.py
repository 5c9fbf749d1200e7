"""axe finds nothing on any page, in both themes and at both widths."""

from collections.abc import Callable

import pytest

from tests.browser.pages import PAGES
from tests.browser.sessions import DESK, PHONE, Session

axe = pytest.importorskip("axe_playwright_python.sync_playwright")


# What axe leaves out unless asked: targets of at least 24 px (WCAG 2.2).
ALL_RULES = {"rules": {"target-size": {"enabled": True}}}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_shuts_anyone_out(
    browse: Callable[..., Session], base_url: str, theme: str, screen: dict[str, int]
) -> None:
    page = browse(color_scheme=theme, viewport=screen).page
    findings = []
    for address in PAGES:
        page.goto(base_url + address)
        report = axe.Axe().run(page, options=ALL_RULES).response
        findings += [
            (address, rule["id"], [node["target"] for node in rule["nodes"]])
            for rule in report["violations"]
        ]
    assert findings == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_empty_catalog_shuts_nobody_out(
    browse: Callable[..., Session], empty_url: str, theme: str
) -> None:
    page = browse(color_scheme=theme).page
    for address in ("/", "/search", "/health"):
        page.goto(empty_url + address)
        report = axe.Axe().run(page, options=ALL_RULES).response
        assert [rule["id"] for rule in report["violations"]] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_an_open_menu_shuts_nobody_out(
    browse: Callable[..., Session], base_url: str, theme: str
) -> None:
    page = browse(color_scheme=theme, viewport=PHONE).page
    page.goto(f"{base_url}/catalog/model")
    page.get_by_text("Columns and export").click()
    report = axe.Axe().run(page, options=ALL_RULES).response
    assert [rule["id"] for rule in report["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_page_is_wider_than_a_phone(browse: Callable[..., Session], base_url: str) -> None:
    page = browse(viewport=PHONE).page
    too_wide = []
    for address in PAGES:
        page.goto(base_url + address)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(address)
    assert too_wide == []
