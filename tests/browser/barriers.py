"""What on a page would shut somebody out, found by axe and by its width."""

from collections.abc import Iterable
from typing import Any

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

# What axe leaves out unless asked: targets of at least 24 px (WCAG 2.2).
ALL_RULES = {"rules": {"target-size": {"enabled": True}}}


def barriers_on(page: Any) -> list[tuple[str, list[Any]]]:
    """What is wrong with the page as it stands: the rule, and what breaks it."""
    report = axe.Axe().run(page, options=ALL_RULES).response
    found = [
        (rule["id"], [node["target"] for node in rule["nodes"]]) for rule in report["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(("wider than its window", []))
    return found


def barriers(page: Any, addresses: Iterable[str]) -> list[tuple[str, str, list[Any]]]:
    """The same of each address."""
    found = []
    for address in addresses:
        page.goto(address)
        found += [(address, rule, targets) for rule, targets in barriers_on(page)]
    return found
