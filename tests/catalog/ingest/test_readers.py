"""Files that plugins read are ingested as descriptors are."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from catalog.evaluations.counts import RunCounts
from catalog.ingest.prepared import PreparedFile, SourceFile
from catalog.ingest.readers import FileReader, FileReaders
from catalog.ingest.reading import Outcome, batches
from catalog.store.origin import Origin
from plugins.api import EvaluationRun, Report
from plugins.host.children import Children
from plugins.host.loading import LoadedPlugin
from tests.builders import Workshop, a_descriptor
from tests.catalog.ingest import recipes

Kept = list[tuple[int, Report]]


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    with Children(load=recipes.load) as children:
        yield children


@pytest.fixture
def kept() -> Kept:
    return []


@pytest.fixture
def kitchen(workshop: Workshop, children: Children, kept: Kept) -> Workshop:
    """A workshop in which recipes are read."""
    plugin = recipes.load("recipes")
    assert isinstance(plugin, LoadedPlugin)

    def keep(_: Connection, plugin: LoadedPlugin, source_id: int, report: Report) -> RunCounts:
        kept.append((source_id, report))
        return RunCounts(created=len(report.attachments))

    readers = FileReaders((FileReader(plugin, plugin.readers[0]),), children, keep)
    policy = replace(workshop.options.policy, further=readers.patterns)
    workshop.options = replace(workshop.options, policy=policy, readers=readers)
    return workshop


def test_what_a_plugin_makes_of_a_file_is_declared_by_it(kitchen: Workshop, kept: Kept) -> None:
    kitchen.write("soups/recipe.txt", "borscht\nramen\n")
    kitchen.write("catalog-info.yaml", a_descriptor("shop"))
    report = kitchen.ingest()
    assert (report.entities.created, report.problems) == (3, ())
    ramen = kitchen.entry("component:default/ramen")
    assert ramen["metadata"]["annotations"]["backstage.io/managed-by-location"].endswith(
        "soups/recipe.txt"
    )
    assert [len(it.attachments) for _, it in kept] == [2]
    assert report.evaluations == RunCounts(created=2)  # as the one who keeps them says
    assert kitchen.ingest().evaluations == RunCounts()


def test_equal_bytes_are_not_read_again(kitchen: Workshop, kept: Kept) -> None:
    kitchen.write("recipe.txt", "include title.txt\nramen\n")
    kitchen.write("title.txt", "Hot")
    kitchen.ingest()
    kitchen.ingest()
    assert len(kept) == 1
    kitchen.write("title.txt", "Very hot")
    assert kitchen.ingest().entities.updated == 1
    assert kitchen.entry("component:default/ramen")["metadata"]["title"] == "Very hot"


def test_what_it_asks_for_may_be_missing_and_come_later(kitchen: Workshop) -> None:
    kitchen.write("recipe.txt", "include title.txt\nramen\n")
    kitchen.ingest()
    assert kitchen.entry("component:default/ramen")["metadata"]["title"] == "missing"
    kitchen.write("title.txt", "Hot")
    kitchen.ingest()
    assert kitchen.entry("component:default/ramen")["metadata"]["title"] == "Hot"


def test_it_is_given_nothing_outside_the_location(kitchen: Workshop) -> None:
    (kitchen.folder.parent / "secret").write_text("secret", encoding="utf-8")
    kitchen.write("recipe.txt", "include ../secret\ninclude /etc/hostname\nramen\n")
    kitchen.ingest()
    title = kitchen.entry("component:default/ramen")["metadata"]["title"]
    assert title == "missing missing"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("fail\n", "plugin/raised", "burnt"),
        ("want more\n", "plugin/needs", "more and more files"),
        ("spoil\n", "recipes/spoilt", "it is spoilt"),
        ("-bad name-\n", "envelope/name", "-bad name-"),
    ],
)
def test_a_bad_file_keeps_what_it_declared(
    kitchen: Workshop, text: str, code: str, said: str
) -> None:
    kitchen.write("recipe.txt", "ramen\n")
    kitchen.ingest()
    kitchen.write("recipe.txt", f"{text}ramen\n" if code.startswith("envelope") else text)
    (problem,) = kitchen.ingest().problems
    assert (problem.code, said in problem.message) == (code, True)
    assert problem.file.endswith("recipe.txt")
    assert kitchen.entry("component:default/ramen")


def test_a_bad_document_names_its_line(kitchen: Workshop) -> None:
    kitchen.write("recipe.txt", "ramen\n\n-bad-\n".replace("\n\n", "\nudon\n"))
    (problem,) = kitchen.ingest().problems
    assert problem.line == 3


def test_a_file_that_goes_takes_its_entities_along(kitchen: Workshop) -> None:
    kitchen.write("recipe.txt", "ramen\n")
    kitchen.ingest()
    (kitchen.folder / "recipe.txt").unlink()
    assert kitchen.ingest().entities.removed == 1


def test_files_with_many_evaluations_are_recorded_in_transactions_of_their_own() -> None:
    def outcome(evaluations: int) -> Outcome:
        runs = [EvaluationRun(id=str(at), subject="model:default/a") for at in range(evaluations)]
        report = Report(evaluations=runs)
        file = SourceFile("a", "", b"", {}, "a", Origin("", "", "", "", ""))
        return file, PreparedFile((), (), (), report)

    outcomes = [outcome(it) for it in (600, 300, 200, 5_000, 10)]
    sizes = [
        [len(it.report.evaluations) for _, it in batch if it.report] for batch in batches(outcomes)
    ]
    assert sizes == [[600, 300], [200], [5_000], [10]]
