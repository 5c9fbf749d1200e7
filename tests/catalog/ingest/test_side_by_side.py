"""Locations on other hosts are waited for side by side, and read as they answer."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from catalog.ingest import side_by_side
from catalog.locations.spec import LocationSpec
from tests.builders import Workshop, a_descriptor
from tests.catalog.locations.repositories import Repository
from tests.catalog.locations.servers import Answer, Request, http_site, serve_git

LONG = 30.0  # seconds, for what is over at once unless something is wrong


@pytest.fixture
def here(workshop: Workshop) -> Workshop:
    """A workshop that may read from servers of this machine."""
    policy = replace(workshop.options.policy, allowed_networks=("127.0.0.0/8",))
    workshop.options = replace(workshop.options, policy=policy)
    return workshop


def answering(wait: Callable[[str], object]) -> Answer:
    """A component named like the file that is asked for, once the waiting is over."""

    def answer(request: Request) -> None:
        name = request.path.strip("/").removesuffix(".yaml")
        wait(name)
        request.send(a_descriptor(name).encode())

    return answer


def test_hosts_are_waited_for_at_the_same_time(here: Workshop) -> None:
    names = [f"c{number}" for number in range(side_by_side.AT_ONCE)]
    all_asked = threading.Barrier(len(names), timeout=LONG)
    answer = answering(lambda _name: all_asked.wait())
    with http_site(answer) as one, http_site(answer) as other:
        at = [one.url if number % 2 else other.url for number in range(len(names))]
        urls = [f"{host}/{name}.yaml" for host, name in zip(at, names, strict=True)]
        report = here.ingest(*(LocationSpec("url", url) for url in urls))
    assert report.problems == ()
    assert here.refs() == [f"component:default/{name}" for name in names]


def test_one_host_is_not_asked_for_all_at_the_same_time(here: Workshop) -> None:
    asked: set[str] = set()
    most = 0

    def wait(name: str) -> None:
        nonlocal most
        asked.add(name)
        most = max(most, len(asked))
        time.sleep(0.02)
        asked.remove(name)

    names = [f"c{number}" for number in range(3 * side_by_side.OF_ONE_HOST)]
    with http_site(answering(wait)) as site:
        here.ingest(*(LocationSpec("url", f"{site.url}/{name}.yaml") for name in names))
    assert 1 <= most <= side_by_side.OF_ONE_HOST
    assert len(here.refs()) == len(names)


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("https://git.example/ml/a.git", "https://git.example/"),
        ("https://git.example.org/a", "https://git.example.org/"),
        ("https://git.example", "https://git.example"),
        ("ssh://git@git.example:22/ml/a.git", "ssh://git@git.example:22/"),
        ("git@git.example:ml/a.git", "git@git.example:"),
        ("mlflow/1", "mlflow/1"),
    ],
)
def test_addresses_of_one_host_begin_alike(target: str, host: str) -> None:
    assert side_by_side.host_of(target) == host


def test_what_answers_late_holds_up_nothing_that_is_here(here: Workshop) -> None:
    local_is_read = threading.Event()
    here.write("a.yaml", a_descriptor("local"))

    def wait(_name: str) -> None:
        assert local_is_read.wait(LONG)

    def at(point: str) -> None:
        if point == "after-commit":
            local_is_read.set()

    with http_site(answering(wait)) as site:
        here.options = replace(here.options, at=at)
        late = LocationSpec("url", f"{site.url}/late.yaml")
        here.ingest(late, LocationSpec("folder", str(here.folder)))
    assert here.refs() == ["component:default/late", "component:default/local"]


def test_more_than_are_waited_for_at_once_are_all_read(here: Workshop) -> None:
    names = sorted(f"c{number}" for number in range(3 * side_by_side.AT_ONCE))
    with http_site(answering(lambda _name: None)) as site:
        here.ingest(*(LocationSpec("url", f"{site.url}/{name}.yaml") for name in names))
    assert here.refs() == [f"component:default/{name}" for name in names]


def test_a_host_that_refuses_takes_no_other_with_it(here: Workshop) -> None:
    def answer(request: Request) -> None:
        if request.path == "/wrong.yaml":
            return request.send(status=500)
        return answering(lambda _name: None)(request)

    with http_site(answer) as site:
        specs = [LocationSpec("url", f"{site.url}/{name}.yaml") for name in ("wrong", "right")]
        report = here.ingest(*specs)
    assert [problem.code for problem in report.problems] == ["location/http-status"]
    assert here.refs() == ["component:default/right"]


@pytest.mark.slow
def test_branches_of_one_repository_share_its_copy(here: Workshop) -> None:
    root = here.folder.parent / "repositories"
    repository = Repository(root / "ml.git")
    branches = [f"b{number}" for number in range(4)]
    for branch in branches:
        repository.commit({"a.yaml": a_descriptor(branch)}, branch=branch)
    with http_site(serve_git(root)) as site:
        remote = f"{site.url}/ml.git"
        report = here.ingest(*(LocationSpec("git", remote, ref=branch) for branch in branches))
    assert report.problems == ()
    assert here.refs() == [f"component:default/{branch}" for branch in branches]
    assert {row.state for row in here.locations()} == {"ok"}
