"""The kit finds what plugins do wrong, and nothing in one that does all right."""

from collections.abc import Sequence

import pytest

from plugins.api import Problem
from plugins.testing import check_plugin
from tests.plugins.testing import careful, careless

# The kit kills what hangs, again and again.
pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def found() -> Sequence[Problem]:
    return check_plugin(careless, upstream=careless.GOOD)


def test_a_careful_plugin_has_nothing_said_against_it() -> None:
    assert check_plugin(careful, upstream=careful.GOOD) == []


def test_a_plugin_that_is_not_there_is_a_problem() -> None:
    (problem,) = check_plugin("nobody")
    assert problem.code == "plugin/unknown"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("hook", "`routes` is named like a hook, but not marked `@hook`"),
        ("schema", "attachment `loud`: a valid value, loaded and dumped, is no longer valid"),
        ("example", "attachment `coded`: no full example could be made"),
        ("search-field", "search field `size`: nothing is at `size` of `found`"),
        ("search-field", "search field `name`: `name` is no number"),
        ("template", "panel `misspelt`, with a full value: UndefinedError"),
        ("template", "panel `scripted`: `<script>` is removed from its HTML"),
        ("template", "page `first`, without any attachment: UndefinedError"),
        ("describe", "`found`: name: 'Missing data for required field.'"),
        ("check", "check `first`, of nothing, with a Component"),
        ("reader", "reader `trusting`, given an empty file: plugin `careless`"),
        ("reader", "reader `trusting`, given deep nesting"),
        ("reader", "reader `greedy`, given blanks: it needs again what it was given"),
        ("upload", "upload `trusting`, given an empty file: plugin `careless`"),
        ("upload", "upload `fickle`, given blanks: its own answers give something else"),
        ("refresh", "refresh `trusting`, whose upstream answers with just null: "),
        ("refresh", "refresh `trusting`, whose upstream answers with wrong types: "),
        ("refresh", "refresh `stubborn`, whose upstream answers with the status 500: "),
        ("refresh", "`stubborn` took more than"),
        ("refresh", "refresh `endless`, whose upstream answers with what it should: it asks for"),
    ],
)
def test_a_careless_plugin_is_told(found: Sequence[Problem], code: str, said: str) -> None:
    messages = [it.message for it in found if it.code == f"contract/{code}"]
    assert any(said in message for message in messages), "\n".join(messages)


def test_an_upstream_that_merely_fails_is_not_the_plugins_fault(found: Sequence[Problem]) -> None:
    innocent = "refresh `trusting`, whose upstream answers with the status 500"
    assert not any(innocent in it.message for it in found)


def test_good_answers_must_be_understood() -> None:
    found = check_plugin(careful, upstream={"/things": {"nothing": []}})
    said = "refresh `things`, whose upstream answers with what it should: "
    assert any(said in it.message for it in found)
