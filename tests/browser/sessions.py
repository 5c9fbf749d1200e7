"""Browser windows that remember what went wrong in them."""

from dataclasses import dataclass, field
from typing import Any

import pytest

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
in_both_themes = pytest.mark.parametrize("theme", ["light", "dark"])
# What is wrong with colours is so at any width: each theme is tried at one.
on_desk_and_phone = pytest.mark.parametrize(
    ("theme", "screen"), [("light", DESK), ("dark", PHONE)], ids=["light-desk", "dark-phone"]
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Session:
    """A page, and all that the console, the scripts and the content policy said about it."""

    page: Any
    complaints: list[str] = field(default_factory=list)


def chromium(driver: Any) -> Any:
    """The system's Chromium; nothing is downloaded."""
    return driver.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))


def open_session(browser: Any, **options: Any) -> Session:
    """A window of its own, on a desk and in light unless asked otherwise."""
    context = browser.new_context(**{"viewport": DESK, "color_scheme": "light", **options})
    session = Session(context.new_page())
    session.page.on("pageerror", lambda error: session.complaints.append(f"script: {error}"))
    session.page.on("console", lambda message: _listen(session, message))
    return session


def _listen(session: Session, message: Any) -> None:
    # A page that is meant to be missing, or to refuse a form, is no complaint.
    expected = "status of 404" in message.text or "status of 400" in message.text
    if message.type in ("error", "warning") and not expected:
        session.complaints.append(f"{session.page.url}: {message.text}")
