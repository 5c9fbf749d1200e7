"""What a run says beside its numbers is bounded, and what was left out is told."""

import math

import pytest

from catalog.evaluations.details import details_of
from catalog.evaluations.limits import MOST_ARTIFACTS
from catalog.evaluations.remarks import Remarks
from catalog.evaluations.texts import NOT_FINITE, json_number
from plugins.facts import DatasetUse, EvaluationRun


def test_data_sets_that_were_trained_on_and_are_too_many_are_told() -> None:
    remarks = Remarks("/0")
    uses = [DatasetUse(name=f"part-{it}") for it in range(MOST_ARTIFACTS + 1)]
    kept = details_of(EvaluationRun(id="1", subject="model:m", trained_on=uses), remarks)
    assert len(kept["trained_on"]) == MOST_ARTIFACTS
    (told,) = remarks.all()
    assert (told.code, told.path, told.severity) == (
        "evaluation/too-many",
        "/0/trained_on",
        "warning",
    )
    assert told.message == "of 1001 data sets 1000 were kept"


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_lacks_travel_as_texts(text: str) -> None:
    assert json_number(NOT_FINITE[text]) == text


def test_other_numbers_travel_as_they_are() -> None:
    assert [json_number(it) for it in (0.5, -1e300, math.pi)] == [0.5, -1e300, math.pi]
