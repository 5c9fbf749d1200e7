"""What descriptors say is shown and never obeyed; each window fails on a policy violation."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.pages import PAGES
from tests.browser.sessions import Session


def test_no_page_breaks_the_content_policy(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    for address in PAGES:
        answer = page.goto(base_url + address)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        page.wait_for_load_state("networkidle")


def test_a_hostile_description_is_only_text(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    page.goto(f"{base_url}/catalog/default/project/hostile")
    expect(page.locator("h1")).to_contain_text("<img src=x onerror=alert(1)>")
    description = page.locator(".prose").first
    expect(description).to_contain_text("and bold text")
    assert description.locator("script, img").count() == 0
    targets = [link.get_attribute("href") for link in description.locator("a").all()]
    assert [target for target in targets if target and "javascript" in target] == []


def test_a_refused_descriptor_is_shown_with_its_line(
    browse: Callable[..., Session], base_url: str
) -> None:
    page = browse().page
    page.goto(f"{base_url}/health")
    problems = page.locator("#problems")
    expect(problems).to_contain_text("misspelt/mlhome.yaml:")
    expect(problems).to_contain_text("lifecylce")


def test_nothing_is_asked_of_another_server(browse: Callable[..., Session], base_url: str) -> None:
    page = browse().page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        page.goto(base_url + address)
    elsewhere = [url for url in asked if not url.startswith((base_url, "data:"))]
    assert elsewhere == []
