"""Charts in a real browser; each window fails on a complaint, of the content policy too."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

from catalog.ui.built import built_files
from tests.browser.barriers import barriers_on
from tests.browser.chart_site import chart_site
from tests.browser.sessions import PHONE, Session, on_desk_and_phone
from tests.catalog.ui.charts.gallery import gallery

DRAWN = [name for name, chart in gallery().items() if not chart.drawing().empty]
FOLDED_OUT = {DRAWN.index("scatter"), DRAWN.index("bar"), DRAWN.index("heat")}
Browse = Callable[..., Session]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    if not built_files().address("charts"):
        pytest.skip("the browser's files are not built by npm")
    with chart_site() as address:
        yield address


@on_desk_and_phone
def test_every_chart_is_drawn_and_shuts_nobody_out(
    browse: Browse, site: str, theme: str, screen: dict[str, int]
) -> None:
    page = browse(color_scheme=theme, viewport=screen).page
    page.goto(f"{site}/charts")
    for at, plot in enumerate(page.locator(".plot").all()):
        plot.scroll_into_view_if_needed()
        expect(plot.locator("svg path").first).to_be_attached()
        expect(plot.locator("svg text").first).to_be_visible()
        if at in FOLDED_OUT:
            page.locator("summary").nth(at).click()
    assert barriers_on(page) == []


def test_charts_far_below_are_drawn_when_the_reader_comes_near(browse: Browse, site: str) -> None:
    page = browse(viewport=PHONE).page
    page.goto(f"{site}/charts")
    expect(page.locator(".plot svg").first).to_be_visible()
    assert page.locator(".plot svg").count() < len(DRAWN)
    for plot in page.locator(".plot").all():
        plot.scroll_into_view_if_needed()
    expect(page.locator(".plot svg")).to_have_count(len(DRAWN))


def test_the_script_of_charts_is_loaded_where_a_chart_is_and_once(
    browse: Browse, site: str
) -> None:
    page = browse().page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    script = built_files().address("charts")
    page.goto(f"{site}/none", wait_until="networkidle")
    page.goto(f"{site}/charts/empty", wait_until="networkidle")
    assert [url for url in asked if script in url] == []
    page.goto(f"{site}/charts", wait_until="networkidle")
    assert len([url for url in asked if script in url]) == 1
    assert page.locator(f'script[src="{script}"]').count() == 1


def test_a_chart_that_htmx_brings_is_drawn(browse: Browse, site: str) -> None:
    page = browse().page
    page.goto(f"{site}/none")
    page.get_by_role("link", name="Swap a chart in").click()
    expect(page.locator(".plot svg path").first).to_be_attached()


def test_without_script_the_data_are_there(browse: Browse, site: str) -> None:
    page = browse(java_script_enabled=False).page
    page.goto(f"{site}/charts/heat")
    expect(page.get_by_role("cell", name="812")).to_be_visible()
    expect(page.locator(".plot")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)


def test_with_script_the_data_are_folded_and_one_click_away(browse: Browse, site: str) -> None:
    page = browse().page
    page.goto(f"{site}/charts/heat")
    cell = page.get_by_role("cell", name="812")
    expect(cell).to_be_hidden()
    page.get_by_text("Show data").click()
    expect(cell).to_be_visible()


def test_where_the_script_never_comes_the_data_are_shown(browse: Browse, site: str) -> None:
    page = browse(reduced_motion="reduce").page
    page.route(
        "**/charts.*.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    page.goto(f"{site}/charts/heat")
    expect(page.get_by_role("cell", name="812")).to_be_visible()


def test_a_chart_follows_the_theme(browse: Browse, site: str) -> None:
    page = browse().page
    page.goto(f"{site}/charts/line")
    label = page.locator(".plot svg text").first
    expect(label).to_have_attribute("fill", muted(page))
    before = label.get_attribute("fill")
    page.locator("[data-theme-choice]").click()
    page.locator("[data-theme-choice]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(label).not_to_have_attribute("fill", str(before))
    expect(label).to_have_attribute("fill", muted(page))


def muted(page: Any) -> str:
    """The colour of quiet text now."""
    return str(page.locator("summary").evaluate("one => getComputedStyle(one).color"))


def test_nothing_moves_for_those_who_want_it_still(browse: Browse, site: str) -> None:
    page = browse(reduced_motion="reduce").page
    page.goto(f"{site}/charts/line")
    page.locator(".plot svg path").first.wait_for(state="attached")
    first = page.locator(".plot svg").inner_html()
    page.wait_for_timeout(200)
    assert page.locator(".plot svg").inner_html() == first


def test_a_drag_shows_a_part_and_a_button_all_again(browse: Browse, site: str) -> None:
    page = browse().page
    page.goto(f"{site}/charts/line")
    texts = page.locator(".plot svg text")
    expect(texts.filter(has_text="5,000")).to_have_count(1)
    drag(page, (0.3, 0.5), (0.6, 0.5))
    expect(texts.filter(has_text="5,000")).to_have_count(0)
    page.get_by_role("button", name="Show all").click()
    expect(texts.filter(has_text="5,000")).to_have_count(1)
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()
    assert page.url == f"{site}/charts/line"


def drag(page: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw the pressed mouse over the plot, from and to shares of its width and height."""
    box = page.locator(".plot").bounding_box()
    (x1, y1), (x2, y2) = (
        (box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, end)
    )
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move(x2, y2, steps=6)
    page.mouse.up()


def test_the_legend_hides_a_series_and_says_so(browse: Browse, site: str) -> None:
    page = browse().page
    page.goto(f"{site}/charts/roc")
    lines = page.locator('.plot svg path[stroke="rgb(213, 94, 0)"]')
    expect(lines).to_have_count(1)
    button = page.get_by_role("button", name="two-tower")
    button.click()
    expect(lines).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(lines).to_have_count(1)


def test_the_pointer_is_told_values_with_units(browse: Browse, site: str) -> None:
    page = browse().page
    page.goto(f"{site}/charts/latency")
    expect(page.locator(".plot svg path").first).to_be_attached()
    page.locator(".plot").hover(position={"x": 150, "y": 120})
    tip = page.locator(".chart-tip")
    expect(tip).to_contain_text(re.compile(r"2026-01-\d\d \d\d:00:00 UTC"))
    expect(tip).to_contain_text(re.compile(r"p95\d\d\.\d+ ms"))


def test_a_picked_part_of_an_axis_says_how_many_lines_go_through(browse: Browse, site: str) -> None:
    page = browse().page
    page.goto(f"{site}/charts/parallel")
    expect(page.locator(".plot svg path").first).to_be_attached()
    box = page.locator(".plot").bounding_box()
    first = 48 / box["width"]
    drag(page, (first, 0.2), (first, 0.5))
    expect(page.get_by_role("status").filter(has_text="of 60 go through")).to_be_visible()


def test_a_dot_opens_what_it_stands_for(browse: Browse, site: str) -> None:
    page = browse().page
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}/charts/scatter")
    dot = page.locator('.plot svg path[fill="rgb(0, 114, 178)"]').first
    pressed_until_open(page, dot, f"{site}/opened")


def pressed_until_open(page: Any, dot: Any, address: str) -> None:
    """As people do: a dot that is just being drawn anew may not be hit."""
    for _ in range(5):
        with suppress(PlaywrightTimeout):
            dot.click(timeout=5_000)
        with suppress(PlaywrightTimeout):
            page.wait_for_url(address, timeout=5_000)
            return
    raise AssertionError("no press opened it")


def test_a_chart_is_saved_with_its_caption_and_legend(
    browse: Browse, site: str, tmp_path: Path
) -> None:
    page = browse().page
    page.goto(f"{site}/charts/line")
    svg = saved(page, "SVG", tmp_path / "loss.svg").decode()
    assert svg.startswith("<svg")
    for text in ("Loss by step", "held out", "5,000"):
        assert f">{text}</text>" in svg
    assert saved(page, "PNG", tmp_path / "loss.png").startswith(b"\x89PNG")


def saved(page: Any, kind: str, path: Path) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save as {kind}").click()
    assert download.value.suggested_filename == f"loss-by-step.{kind.lower()}"
    download.value.save_as(path)
    return path.read_bytes()
