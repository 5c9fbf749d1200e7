"""The style: contrast in both themes, and what the browser is sent."""

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from catalog.ui.assets.build_static import STATIC, is_current
from catalog.ui.built import built_files
from catalog.ui.showing import icon
from tests.catalog.ui.conftest import Site

TOKENS = Path(STATIC).parent / "assets" / "css" / "tokens.css"
TEXTS = ("text", "muted", "accent", "good", "bad", "warn", "info")
GROUNDS = ("surface", "raised", "sunken")
MORE_PAIRS = (
    ("on-accent", "accent"),
    ("text", "accent-soft"),
    ("accent", "accent-soft"),
    ("muted", "accent-soft"),
    ("warn", "accent-soft"),
    ("text", "mark"),
    ("accent", "mark"),
    ("text", "added"),
    ("text", "removed"),
)


def tokens(theme: str) -> dict[str, str]:
    """Names of colours to #rrggbb, in one theme."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS.read_text())
    return {name: light if theme == "light" else dark for name, light, dark in found}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [*product(TEXTS, GROUNDS), *MORE_PAIRS])
def test_text_stands_out_from_its_ground(theme: str, text: str, ground: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(theme: str) -> None:
    colours = tokens(theme)
    assert contrast(colours["line-strong"], colours["surface"]) >= 3


def test_the_built_script_stays_small() -> None:
    if not is_current(STATIC):
        pytest.skip("the browser's files are not built from these sources")
    script = (STATIC / built_files().names["script"]).read_bytes()
    assert len(gzip.compress(script)) < 50 * 1024


def test_built_files_are_kept_for_ever_and_sources_are_not(tmp_path: Path) -> None:
    assert not built_files(tmp_path / "nothing").lasting
    assert built_files(tmp_path / "nothing").address("style") == "/static/ui/css/main.css"
    assert built_files(tmp_path / "nothing").address("icons") == ""


def test_the_page_names_a_style_and_a_script_that_are_served(site: Site) -> None:
    page = site.page("/help")
    for address in re.findall(r'(?:href|src)="(/static/ui/[^"#]+)', page):
        with site.client.get(address) as answer:
            assert answer.status_code == 200
    assert site.client.get("/static/ui/build_backend.py").status_code == 404


def test_pages_hold_neither_inline_style_nor_inline_script(site: Site) -> None:
    for address in ("/", "/search?q=churn", "/catalog/default/model/scorer", "/health", "/help"):
        page = site.page(address)
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", page)


def test_the_theme_is_remembered_and_never_leads_elsewhere(site: Site) -> None:
    there = {"Referer": "https://elsewhere.example//evil.example/x"}
    answer = site.client.get("/theme/dark", headers=there)
    assert answer.headers["Location"] == "/"
    assert 'data-theme="dark"' in site.page("/help")
    back = site.client.get("/theme/light", headers={"Referer": "http://localhost/search?q=a"})
    assert back.headers["Location"] == "/search?q=a"
    assert site.client.get("/theme/purple").status_code == 404


def test_without_a_sprite_an_icon_keeps_its_place_and_its_text(tmp_path: Path) -> None:
    files = built_files(tmp_path / "nothing")
    assert icon(files, "triangle-alert", 'a "b"') == (
        '<span class="icon" role="img" aria-label="a &#34;b&#34;">!</span>'
    )
    assert icon(files, "box") == '<span class="icon" aria-hidden="true"></span>'
