"""Comparing in a real browser: picked, narrowed, taken away, and shut to nobody."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from plugins.push import push_runs
from tests.browser.barriers import barriers
from tests.browser.conftest import EXAMPLES, found
from tests.browser.pages import MODEL
from tests.browser.sessions import Session, on_desk_and_phone
from tests.journeys.running import Home, wait_until

REF = "model:default/next-basket-transformer"
DATA = {
    "ref": "dataset:default/heldout-last-orders",
    "name": "held-out",
    "split": "test",
    "digest": "sha256:aa",
}
TWO = f"/compare?subject={REF}@v31&subject={REF}@v32"
FIVE = "/compare?" + "&".join(f"subject={REF}@v{at}" for at in range(28, 33))
MANY = f"/compare?of-runs={REF}&q=type:training"
IDS = [f"e{at}" for at in range(60)]


def an_evaluation(at: int) -> dict[str, Any]:
    """Of version 28 + `at`, the later the better."""
    auc, right = 0.8 + at / 50, 20 + 8 * at
    slices = [
        {
            "metric": "auc",
            "value": auc - 0.01 * place * at,
            "slice": {"country": name},
            "n": 90,
            "low": auc - 0.05,
            "high": auc + 0.03,
            "level": 0.95,
        }
        for place, name in enumerate(("SE", "DE", "FR"))
    ]
    overall = {"metric": "auc", "value": auc, "low": auc - 0.01, "high": auc + 0.01, "level": 0.95}
    return {
        "id": f"e{at}",
        "subject": f"{REF}@v{28 + at}",
        "startedAt": 1_780_000_000 + at * 86_400,
        "dataset": DATA,
        "params": {"lr": 0.1 / (1 + at), "layers": at},
        "metrics": {"latency_ms": 10 + at, "oddness": at},
        "results": [overall, *slices],
        "examples": {"ids": IDS, "scores": {"accuracy": [float(e < right) for e in range(60)]}},
        "curves": [
            {"type": "roc", "x": [0, 0.5, 1], "y": [0, auc, 1]},
            {"type": "confusion", "labels": ["n", "y"], "matrix": [[8, 2 + at], [1, 9]]},
        ],
    }


def a_training(at: int) -> dict[str, Any]:
    """One of a sweep."""
    return {
        "id": f"t{at}",
        "name": f"sweep-{at}",
        "subject": REF,
        "type": "training",
        "dataset": {**DATA, "split": "validation"},
        "params": {
            "lr": [0.1, 0.01][at % 2],
            "layers": at % 4,
            "optimizer": ["adam", "sgd"][at % 2],
        },
        "metrics": {"auc": 0.8 + at / 400, "log_loss": 0.5 - at / 200},
    }


@pytest.fixture(scope="module")
def compare_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose model has versions and runs to compare."""
    home = Home(tmp_path_factory.mktemp("compare") / "data")
    with home.serving(str(EXAMPLES)) as site:
        wait_until(lambda: found(site.address, "next-basket-transformer") >= 1)
        push_runs([an_evaluation(at) for at in range(5)], server=site.address, source="browser")
        push_runs([a_training(at) for at in range(40)], server=site.address, source="browser")
        yield site.address


def test_ticked_runs_are_compared(browse: Callable[..., Session], compare_url: str) -> None:
    page = browse().page
    page.goto(f"{compare_url}{MODEL}/runs?q=type:evaluation")
    button = page.get_by_role("button", name="Compare")
    expect(button).to_be_disabled()
    page.get_by_label("Compare e1").check()
    expect(button).to_be_disabled()
    page.get_by_label("Compare e2").check()
    expect(button).to_have_text(re.compile(r"Compare\s*\(2\)"))
    button.click()
    expect(page).to_have_url(re.compile("subject=run"))
    expect(page.get_by_text("Comparable.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_subject_is_found_and_added(
    browse: Callable[..., Session], compare_url: str, script: bool
) -> None:
    page = browse(java_script_enabled=script).page
    page.goto(f"{compare_url}/compare?subject={REF}@v31")
    page.get_by_role("searchbox", name="A model, ref@version or run:42").fill("next basket")
    if not script:
        page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name=re.compile("Next-basket transformer v30")).click()
    expect(page.get_by_role("heading", name=re.compile("2 versions of"))).to_be_visible()


def test_a_comparison_is_whole_without_script(
    browse: Callable[..., Session], compare_url: str
) -> None:
    page = browse(java_script_enabled=False).page
    page.goto(compare_url + TWO)
    for part in ("What changed", "Metrics", "Slices by auc", "Curves", "Examples by accuracy"):
        expect(page.get_by_role("heading", name=re.compile(part))).to_be_visible()
    expect(page.locator(".chart-data table").first).to_be_visible()
    page.get_by_role("link", name="Make it the baseline").click()
    expect(page).to_have_url(re.compile("baseline="))


def test_what_changed_is_narrowed_while_typing(
    browse: Callable[..., Session], compare_url: str
) -> None:
    page = browse().page
    page.goto(compare_url + TWO)
    table = page.get_by_role("region", name="What changed")
    expect(table.get_by_role("rowheader", name="layers")).to_be_visible()
    page.get_by_role("searchbox", name="Names and values").fill("lr")
    expect(table.get_by_role("rowheader", name="layers")).to_have_count(0)
    expect(page).to_have_url(re.compile("what=lr"))
    expect(page.get_by_role("searchbox", name="Names and values")).to_be_focused()


def test_a_part_of_an_axis_that_is_picked_narrows_the_table_and_stays_in_the_address(
    browse: Callable[..., Session], compare_url: str
) -> None:
    page = browse().page
    page.goto(compare_url + MANY)
    expect(page.get_by_text("40 of 40")).to_be_visible()
    plot = page.locator("figure.chart").first.locator(".plot")
    expect(plot.locator("svg").first).to_be_visible()
    box = plot.bounding_box()
    assert box
    x = box["x"] + box["width"] - 64  # the last axis
    page.mouse.move(x, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(x, box["y"] + 120, steps=8)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"pick=metric\.\w+%3A"))
    expect(page.get_by_text("40 of 40")).to_have_count(0)
    expect(page.get_by_role("group", name="Picked")).to_be_visible()
    shown = page.locator("#runs .number").inner_text()
    page.reload()
    expect(page.locator("#runs .number")).to_have_text(shown)
    page.get_by_role("group", name="Picked").get_by_role("link").click()
    expect(page.get_by_text("40 of 40")).to_be_visible()


def test_a_rectangle_in_a_scatter_picks_both_axes(
    browse: Callable[..., Session], compare_url: str
) -> None:
    page = browse().page
    page.goto(f"{compare_url}{MANY}&x=metric.log_loss&y=metric.auc")
    figure = page.locator("figure.chart", has_text="auc against log_loss")
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".plot svg").first).to_be_visible()
    box = figure.locator(".plot").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.6, steps=8)
    page.mouse.up()
    expect(page.get_by_role("group", name="Picked").get_by_role("link")).to_have_count(2)


def test_a_comparison_is_taken_away_as_a_picture(
    browse: Callable[..., Session], compare_url: str
) -> None:
    page = browse().page
    page.goto(compare_url + TWO)
    page.get_by_text("Export").click()
    for name, start in (("Picture, SVG", b"<svg"), ("Picture, PNG", b"\x89PNG")):
        with page.expect_download() as download:
            page.get_by_text(name).click()
        assert Path(download.value.path()).read_bytes().startswith(start)


def test_charts_of_a_comparison_are_drawn(browse: Callable[..., Session], compare_url: str) -> None:
    page = browse().page
    page.goto(compare_url + FIVE)
    for figure in page.locator("figure.chart").all():
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".plot svg").first).to_be_visible()
    expect(page.locator("figure.chart")).to_have_count(6)


@on_desk_and_phone
def test_pages_that_compare_shut_nobody_out(
    browse: Callable[..., Session], compare_url: str, theme: str, screen: dict[str, int]
) -> None:
    page = browse(color_scheme=theme, viewport=screen).page
    addresses = (
        "/compare",
        f"/compare?subject={REF}@v31&add=basket",
        f"/compare?subject={REF}@v31&subject={REF}@v99",
        TWO,
        f"{TWO}&baseline={REF}@v32&only=regressed&order=worst",
        f"{FIVE}&changes=all&turned=1",
        f"/compare?subject={REF}@v31&subject=run:6",
        f"{MANY}&pick=metric.auc:0.8..0.85",
        f"/compare?of-runs={REF}&q=",
        f"{MODEL}/trend",
        f"{MODEL}/trend?metric=oddness",
        "/catalog/default/model/repeat-interval-baseline/trend",
        "/catalog/default/dataset/heldout-last-orders/leaderboard",
        "/catalog/default/dataset/heldout-last-orders/leaderboard?metric=oddness&of=models",
        "/leaderboards",
        "/leaderboards/1",
        f"{MODEL}/versions",
        f"{MODEL}/versions/v32",
    )
    assert barriers(page, (compare_url + address for address in addresses)) == []
