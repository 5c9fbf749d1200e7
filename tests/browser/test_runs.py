"""Runs, a run and versions in a real browser: found, chosen from, drawn, and shut to nobody."""

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from plugins.push import push_runs
from tests.browser.barriers import barriers
from tests.browser.conftest import EXAMPLES, found
from tests.browser.pages import MODEL
from tests.browser.sessions import PHONE, Session, on_desk_and_phone
from tests.journeys.running import Home, wait_until

RUNS = f"{MODEL}/runs"
DATA = {"ref": "dataset:default/heldout-last-orders", "name": "held-out", "split": "test"}
STEPS = list(range(50))


def a_run(at: int) -> dict[str, Any]:
    """One of a sweep, with everything that a page of a run shows."""
    auc = 0.85 + at / 1000
    return {
        "id": f"r{at}",
        "name": f"run-{at}",
        "subject": "model:default/next-basket-transformer",
        "version": f"v{30 + at % 2}",
        "status": "failed" if at % 9 == 4 else "finished",
        "startedAt": 1_780_000_000 + at * 3600,
        "endedAt": 1_780_000_900 + at * 3600,
        "dataset": DATA,
        "params": {"lr": [0.1, 0.01][at % 2], "layers": at % 4, "optimizer": "adam"},
        "tags": {"team": "recommendations"},
        "metrics": {"log_loss": 0.4 - at / 1000, "acc,none": auc - 0.1, "needle": at},
        "results": [
            {"metric": "auc", "value": auc, "n": 900, "low": auc - 0.01, "high": auc + 0.01},
            {"metric": "auc", "value": auc - 0.02, "slice": {"country": "SE"}},
        ],
        "series": [
            {"metric": "loss", "steps": STEPS, "values": [math.exp(-s / 20) for s in STEPS]}
        ],
        "curves": [
            {"type": "roc", "x": [0, 0.2, 1], "y": [0, 0.8, 1]},
            {"type": "confusion", "labels": ["no", "yes"], "matrix": [[5, 1], [2, 7]]},
        ],
    }


@pytest.fixture(scope="module")
def runs_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose model has runs enough for two pages."""
    home = Home(tmp_path_factory.mktemp("runs") / "data")
    with home.serving(str(EXAMPLES)) as site:
        wait_until(lambda: found(site.address, "next-basket-transformer") >= 1)
        push_runs([a_run(at) for at in range(60)], server=site.address, source="browser")
        yield site.address


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_runs_are_filtered_and_sorted_and_the_address_says_so(
    browse: Callable[..., Session], runs_url: str, script: bool
) -> None:
    page = browse(java_script_enabled=script).page
    page.goto(runs_url + RUNS)
    page.get_by_role("searchbox", name="Filter runs").fill("metric.auc>0.9 status:finished")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_role("heading", name="Runs 8")).to_be_visible()
    page.get_by_role("columnheader", name="auc", exact=True).get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"q=metric\.auc.*sort=-metric\.auc"))
    expect(page.locator("tbody th a").first).to_have_text("run-59")
    expect(page.locator("tbody tr").first.locator(".best").first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_column_is_searched_for_and_chosen(
    browse: Callable[..., Session], runs_url: str, script: bool
) -> None:
    page = browse(java_script_enabled=script).page
    page.goto(runs_url + RUNS)
    page.get_by_text("Columns and export").click()
    page.get_by_label("Find a metric, param or tag").fill("needle")
    if not script:
        page.get_by_role("button", name="Find").click()
    expect(page.locator("#offered").get_by_text("loss")).to_have_count(1)
    page.locator("#offered").get_by_label("needle").check()
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_role("columnheader", name="needle")).to_be_visible()


def test_pages_follow_each_other_and_lead_back(
    browse: Callable[..., Session], runs_url: str
) -> None:
    page = browse().page
    page.goto(runs_url + RUNS)
    page.get_by_role("link", name="Next page").click()
    expect(page.locator("tbody tr")).to_have_count(10)
    page.get_by_role("link", name="Previous page").click()
    expect(page.locator("tbody tr")).to_have_count(50)


def test_the_name_of_a_run_stays_while_its_numbers_scroll(
    browse: Callable[..., Session], runs_url: str
) -> None:
    page = browse(viewport=PHONE).page
    page.goto(runs_url + RUNS)
    page.locator(".table.tall").evaluate("place => place.scrollTo(place.scrollWidth, 0)")
    expect(page.get_by_role("columnheader", name="Took")).to_be_in_viewport()
    expect(page.locator("tbody th").first).to_be_in_viewport()


def test_curves_and_history_of_a_run_are_drawn(
    browse: Callable[..., Session], runs_url: str
) -> None:
    page = browse().page
    page.goto(f"{runs_url}{RUNS}?q=run-1")
    page.get_by_role("link", name="run-1", exact=True).click()
    expect(page.locator("figure.chart")).to_have_count(3)
    for figure in page.locator("figure.chart").all():
        figure.scroll_into_view_if_needed()
        expect(figure.locator(".plot svg").first).to_be_visible()


@on_desk_and_phone
def test_pages_about_runs_shut_nobody_out(
    browse: Callable[..., Session], runs_url: str, theme: str, screen: dict[str, int]
) -> None:
    page = browse(color_scheme=theme, viewport=screen).page
    addresses = (
        RUNS,
        f"{RUNS}?q=status:failed+nonsense:x&sort=-metric.auc",
        f"{RUNS}?choose=1&find=a",
        f"{RUNS}?q=metric.auc>2",
        "/catalog/default/project/next-basket/runs",
        "/catalog/default/model/repeat-interval-baseline/runs",
        "/runs/1",
        MODEL,
        f"{MODEL}/versions",
        f"{MODEL}/versions/v31",
        "/catalog/default/model/product-encoder/versions",
    )
    assert barriers(page, (runs_url + address for address in addresses)) == []
