"""A sweep finds what changed without a trace, once a day, page by page."""

import json

import pytest

from plugins.mlflow.walks import A_PAGE
from tests.parts.mlflow_filling import Filling, now, point
from tests.plugins.mlflow.conftest import Many
from tests.plugins.mlflow.reading import Reader

pytestmark = pytest.mark.mlflow

DAY = 86_400_000


def test_a_run_logged_with_a_time_in_the_past_is_found_by_the_next_sweep(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    filling.run(experiment, "before")
    reader.read()
    filling.run(experiment, "imported", started=now() - 900 * DAY)
    reader.read()
    assert reader.names() == ["before"]
    reader.later(25 * 3600)
    reader.read()
    assert reader.names() == ["before", "imported"]


def test_what_is_added_to_an_old_run_is_found_by_the_next_sweep(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    run = filling.run(experiment, started=now() - 100 * DAY)
    reader.read()
    filling.tag(run, "verdict", "good")
    filling.log(run, [point("late", 1.0, 0), point("late", 2.0, 1)])
    reader.later(25 * 3600)
    reader.read()
    assert reader.runs[run].tags["verdict"] == "good"
    assert reader.curves[run] == {"late"}


def test_a_deleted_run_is_forgotten_by_the_next_sweep(
    filling: Filling, reader: Reader, name: str
) -> None:
    experiment = filling.experiment(name)
    kept = filling.run(experiment, "kept", started=now() - 100 * DAY)
    deleted = filling.run(experiment, "deleted", started=now() - 99 * DAY)
    reader.read()
    filling.delete(deleted)
    reader.later(25 * 3600)
    reader.read()
    assert set(reader.runs) == {kept}


def test_the_sweep_goes_on_by_a_page_a_pass_and_rests_when_it_is_done(
    filling: Filling, reader: Reader, many: Many, name: str
) -> None:
    many(filling.experiment(name), 2 * A_PAGE + 10, 60_000)
    reader.read()
    assert json.loads(reader.cursor)["sweep"] is None
    reader.later(25 * 3600)
    for _ in range(2):
        reader.read()
        assert json.loads(reader.cursor)["sweep"] is not None
    reader.read()
    assert json.loads(reader.cursor)["sweep"] is None
    assert len(reader.reported) <= A_PAGE
