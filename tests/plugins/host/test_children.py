"""A plugin that does a wrong thing harms only itself."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugins.api import Connection, Report
from plugins.host.calls import Call
from plugins.host.children import Children, Failure, Given, Limits, Pending
from plugins.host.lane import Lane
from tests.plugins.host.naughty import load
from tests.plugins.host.processes import is_running, wait_until

ROOT = Path(__file__).parents[3]
MIB = 1 << 20
PATIENT = Limits(memory=256 * MIB, file=8 * MIB, failures=1000)
DEADLINE = 20.0


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    with Children(load, PATIENT) as running:
        yield running


def start(children: Children, way: str, plugin: str = "naughty", **more: Any) -> Pending:
    deadline = more.pop("deadline", DEADLINE)
    return children.call(plugin, "refreshes", way, Given(now=1.0, **more), deadline=deadline)


def call(children: Children, way: str, **more: Any) -> Any:
    return start(children, way, **more).result()


def failed(children: Children, way: str, **more: Any) -> Failure:
    outcome = call(children, way, **more)
    assert isinstance(outcome, Failure), outcome
    return outcome


@pytest.fixture
def _all_is_well_after(children: Children) -> Iterator[None]:
    yield
    for plugin in ("honest", "naughty"):
        found = call(children, "good", plugin=plugin, cursor="a")
        assert isinstance(found, Report), found
        assert found.cursor == "a!"
        assert [(it.entity, it.value) for it in found.attachments] == [
            ("component:default/shop", {"text": "hello"})
        ]


@pytest.mark.usefixtures("_all_is_well_after")
@pytest.mark.parametrize(
    ("way", "kind", "said"),
    [
        ("returns-none", "garbage", "expected a Report, not None"),
        ("returns-dict", "garbage", "expected a Report, not a value of the type dict"),
        ("returns-foreign-class", "garbage", "not a value of the type object"),
        ("returns-text-for-number", "garbage", "evaluations[0].results[0].value must be a number"),
        ("returns-endless-code", "garbage", "`code` must have 1 to 63 characters"),
        ("returns-line-of-no-file", "garbage", "`line` and `column` must be whole numbers"),
        ("returns-100-mb", "garbage", "at most 32 MiB"),
        ("returns-fields-that-raise", "raised", "SystemExit"),
        ("raises", "raised", "raised ValueError: no [2Jluck (naughty.py:"),
        ("raises-what-cannot-be-shown", "raised", "raised Silent (naughty.py:"),
        ("raises-system-exit", "raised", "raised SystemExit: 7"),
        ("raises-keyboard-interrupt", "raised", "raised KeyboardInterrupt"),
        ("exits", "raised", "raised SystemExit: bye"),
        ("exits-at-once", "crashed", "ended its process with exit code 3"),
        ("crashes", "crashed", "killed by signal 11"),
        ("recurses", "raised", "RecursionError"),
        ("fails-upstream", "upstream", "could not ask: the server is down"),
        ("takes-4-gb", "raised", "needed more than 256 MiB"),
        ("takes-4-gb-by-and-by", "raised", "needed more than 256 MiB"),
        ("writes-4-gb", "raised", "File too large"),
    ],
)
def test_a_wrong_thing_is_told(children: Children, way: str, kind: str, said: str) -> None:
    failure = failed(children, way)
    assert (failure.kind, failure.problem.code) == (kind, f"plugin/{kind}")
    assert f"plugin `naughty`, refreshes `{way}`" in failure.problem.message
    assert said in failure.problem.message


@pytest.mark.usefixtures("_all_is_well_after")
@pytest.mark.parametrize("way", ["hangs", "hangs-deaf", "returns-endless-list"])
def test_what_hangs_is_killed_at_its_deadline(children: Children, way: str) -> None:
    failure = failed(children, way, deadline=0.3)
    assert "memory" in failure.problem.message or failure.kind == "timeout"


@pytest.mark.usefixtures("_all_is_well_after")
@pytest.mark.parametrize("way", ["closes-all-files", "writes-to-all-files"])
def test_one_who_breaks_the_channel_gets_no_answer_through(children: Children, way: str) -> None:
    assert failed(children, way, deadline=2.0).kind in ("crashed", "garbage", "timeout")


@pytest.mark.usefixtures("_all_is_well_after")
@pytest.mark.parametrize(
    "way",
    [
        "forks",
        "forks-and-raises",
        "closes-standard-files",
        "leaves-threads",
        "prints-a-lot",
        "changes-its-process",
    ],
)
def test_what_a_function_leaves_behind_does_not_spoil_its_answer(
    children: Children, way: str
) -> None:
    assert isinstance(call(children, way), Report)


@pytest.mark.usefixtures("_all_is_well_after")
@pytest.mark.parametrize("way", ["forks-and-sleeps", "starts-a-program"])
def test_processes_a_function_leaves_behind_end_with_its_call(children: Children, way: str) -> None:
    left = int(call(children, way).cursor)
    wait_until(lambda: not is_running(left))


@pytest.mark.slow
@pytest.mark.parametrize("way", ["forks-and-hangs", "forks-and-exits-at-once"])
def test_processes_of_a_function_that_is_killed_or_crashes_end_too(
    children: Children, way: str, tmp_path: Path
) -> None:
    failed(children, way, deadline=1.0, cursor=str(tmp_path / "pid"))
    left = int((tmp_path / "pid").read_text())
    wait_until(lambda: not is_running(left))


def test_a_child_whose_process_was_changed_is_the_last_to_see_it(children: Children) -> None:
    untouched = call(children, "tells-of-its-process").cursor
    call(children, "changes-its-process")
    assert call(children, "tells-of-its-process").cursor == untouched


def test_nothing_of_the_catalogs_environment_is_passed_on(children: Children) -> None:
    assert call(children, "tells-of-its-process").cursor.endswith("[])")


def test_numbers_that_json_does_not_have_come_through_in_facts(children: Children) -> None:
    (run,) = call(children, "not-a-number").evaluations
    assert [str(result.value) for result in run.results] == ["nan", "-inf"]


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("returns-nan-in-json", "NaN"),
        ("returns-script-as-url", "`url` must be one of the web"),
        ("returns-cycle", "nested at most 64 deep"),
        ("returns-function", "must be JSON, which has no function"),
        ("returns-unknown-type", "attachment type 'other' is not declared (but note)"),
        ("returns-unfit-value", "text: 'Missing data for required field.'"),
    ],
)
def test_an_attachment_that_does_not_fit_is_a_problem_of_its_entity(
    children: Children, way: str, said: str
) -> None:
    report = call(children, way)
    (problem,) = report.problems
    assert (report.attachments, report.complete) == ((), False)
    assert problem.entity_ref in ("component:default/shop", "component:a/b")
    assert said in problem.message


def test_fifty_hung_calls_are_nobody_elses_concern(children: Children) -> None:
    hung = [start(children, "hangs", plugin="hanging", deadline=600.0) for _ in range(50)]
    for _ in range(20):
        assert isinstance(call(children, "good", plugin="honest"), Report)
    assert not any(pending.done() for pending in hung)


def test_children_that_are_closed_tell_all_that_wait() -> None:
    with Children(load, PATIENT) as some:
        hung = [start(some, "hangs", deadline=600.0) for _ in range(5)]
    assert [pending.result().kind for pending in hung] == ["crashed"] * 5
    with pytest.raises(RuntimeError):
        start(some, "good")


def test_a_function_that_fails_again_and_again_rests() -> None:
    with Children(load, Limits(failures=2, first_rest=3600.0)) as some:
        kinds = [failed(some, "raises").kind for _ in range(3)]
        assert kinds == ["raised", "raised", "resting"]
        assert 0 < failed(some, "raises").retry_after <= 3600.0
        assert isinstance(call(some, "good"), Report)


def test_of_one_connection_only_one_call_runs_at_a_time(tmp_path: Path) -> None:
    one, two = (Connection(name=name, url="https://a.test") for name in ("one", "two"))
    with Children(load, Limits(processes=2, per_connection=1)) as some:
        waiting = [
            start(some, "waits-for-a-file", connection=it, settings={"folder": str(tmp_path)})
            for it in (one, one, one, two)
        ]
        wait_until(lambda: len(list(tmp_path.glob("*.running"))) == 2)
        running = {it.future.running() or it.done() for it in waiting[1:3]}
        (tmp_path / "end").touch()
        assert all(isinstance(it.result(), Report) for it in waiting)
        assert running == {False}


def test_a_child_is_used_again_and_replaced_when_it_ended_idle() -> None:
    with Children(load, Limits(processes=1, idle_seconds=0.2)) as some:
        first, second = (call(some, "tells-its-pid").cursor for _ in range(2))
        assert first == second
        wait_until(lambda: not is_running(int(first)))
        assert call(some, "tells-its-pid").cursor != first


def test_a_child_does_not_live_for_ever() -> None:
    with Children(load, Limits(processes=1, calls_per_child=2)) as some:
        pids = [call(some, "tells-its-pid").cursor for _ in range(4)]
    assert pids[0] == pids[1] != pids[2] == pids[3]


@pytest.mark.slow
def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program = [sys.executable, "-m", "tests.plugins.host.parent", str(tmp_path)]
    with subprocess.Popen(program, cwd=ROOT) as parent:
        wait_until(lambda: len(list(tmp_path.glob("*.running"))) == 2)
        parent.kill()
    children = [int(file.stem) for file in tmp_path.glob("*.running")]
    wait_until(lambda: not any(is_running(child) for child in children))


def test_a_call_that_comes_as_its_plugin_is_closed_is_told_so() -> None:
    lane = Lane("naughty", load, PATIENT)
    lane.close()
    given = (Given(now=1.0),)
    told = lane.start(Call("naughty", "refreshes", "good", given, DEADLINE)).result(timeout=10)
    assert told.kind == "crashed"


def test_an_unknown_plugin_or_function_is_a_failure(children: Children) -> None:
    assert "there is no refreshes `nonsense`" in failed(children, "nonsense").problem.message
    with pytest.raises(ValueError, match="panels"):
        children.call("naughty", "panels", "x", deadline=1.0)
