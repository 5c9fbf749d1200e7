"""The codes of problems with locations."""

import pickle
import re
from pathlib import Path

import pytest

import catalog.locations
from catalog.locations.problems import CODES, HINTS, LocationUnreadable, problem, unreadable

PACKAGE = Path(catalog.locations.__file__).parent


def test_the_readme_has_every_code_and_its_meaning() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \|$", (PACKAGE / "README.md").read_text(), re.M)
    assert dict(rows) == CODES


def test_every_code_is_used() -> None:
    sources = "".join(
        file.read_text() for file in PACKAGE.glob("*.py") if file.name != "problems.py"
    )
    assert [code for code in CODES if f'"{code}"' not in sources] == []


def test_an_unknown_code_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        problem("no-such-code", "x")


def test_the_exception_keeps_its_problem_on_the_way_to_another_process() -> None:
    error = unreadable("time-out", "too slow", "wait")
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, LocationUnreadable)
    assert again.problem == error.problem
    assert str(again) == "too slow"


def test_what_to_do_is_said_even_where_nothing_special_is_known() -> None:
    assert problem("not-found", "x").hint == HINTS["not-found"]
    assert problem("not-found", "x", "look there").hint == "look there"
    assert set(HINTS) <= set(CODES)
