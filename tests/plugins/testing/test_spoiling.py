import json
from typing import Any

import pytest

from plugins.testing.spoiling import (
    MANY,
    SOME,
    SPOILT,
    in_the_future,
    many,
    not_fractions,
    ragged,
    twice,
    without_fields,
    wrong_types,
)

GOOD: Any = {"runs": [{"id": "1", "at": 1_700_000_000, "metrics": [{"key": "auc", "value": 0.5}]}]}


@pytest.mark.parametrize("name", SPOILT)
def test_every_way_makes_another_answer_that_can_be_sent(name: str) -> None:
    before = json.dumps(GOOD)
    sent = json.loads(json.dumps(SPOILT[name](GOOD)))
    assert repr(sent) != repr(GOOD)
    assert json.dumps(GOOD) == before


@pytest.mark.parametrize("value", [None, [], {}, 1, "a", [[]], [None], {"a": [1, {}]}])
@pytest.mark.parametrize("name", SPOILT)
def test_every_way_takes_any_answer(name: str, value: Any) -> None:
    json.dumps(SPOILT[name](value))
    json.dumps(many(value))


def test_what_each_way_does() -> None:
    (run,) = wrong_types(GOOD)["runs"]
    assert (run["id"], run["at"]) == (7, "seven")
    assert [run["id"] for run in twice(GOOD)["runs"]] == ["1", "1"]
    assert in_the_future(GOOD)["runs"][0]["at"] > 4e9
    assert ragged({"ids": [1, 2], "values": [3, 4]}) == {"ids": [1], "values": [3, 4]}
    assert without_fields(GOOD)["runs"][0]["metrics"] == [{}]
    spoilt = not_fractions(GOOD)["runs"][0]
    assert (str(spoilt["metrics"][0]["value"]), spoilt["at"]) == ("nan", 1_700_000_000)


def test_so_many_names() -> None:
    metrics = many(GOOD)["runs"][0]["metrics"]
    assert len({metric["key"] for metric in metrics}) == MANY
    assert len(many([{"id": "1"}])) == SOME
