from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, update

from catalog.attachments.names import of_connection, of_file
from catalog.attachments.search_values import declare_fields
from catalog.refresh.apply import Applied, Stated, apply_report, forget_source
from catalog.refresh.status import problems_of_plugin
from catalog.store.database import Database
from catalog.store.fact_tables import evaluation_run
from catalog.store.plugin_tables import attachment, proposal, search_value
from catalog.store.reader import EVERYONE
from catalog.store.tables import due, entity, problem
from descriptors.problems import Problem
from plugins.api import Attachment, Check, EvaluationRun, ModelVersion, Proposal, Report, Result
from tests.catalog.attachments.plugin import LAB
from tests.catalog.browse.records import a_component, keep

ONE, TWO = "component:default/one", "component:default/two"
SOURCE = of_connection(3)
WRONG = Problem("lab/odd", "This run is odd.", entity_ref=ONE)
DOCUMENT = {"kind": "Model", "metadata": {"name": "found"}, "spec": {}}
RESULT = Result(metric="a", value=1)
EVERYTHING = Report(
    attachments=[Attachment(entity=ONE, type="runs", value={"best": 0.5})],
    evaluations=[EvaluationRun(id="1", subject="model:m", results=[RESULT])],
    model_versions=[ModelVersion(model="model:m", version="1")],
    proposals=[Proposal(document=DOCUMENT, reason="it is there")],
    problems=[WRONG],
    complete=True,
)
PLUGIN = replace(
    LAB, checks=(Check(name="good", type="boolean", about="Good.", run=lambda *_: True),)
)


@pytest.fixture(autouse=True)
def catalog(database: Database) -> None:
    keep(database, a_component("one"), a_component("two"))
    with database.write() as connection:
        declare_fields(connection, PLUGIN)


def applied(database: Database, report: Report, now: float = 10.0, **how: Any) -> Applied:
    source = how.pop("source", SOURCE)
    return database.transact(
        lambda connection: apply_report(connection, PLUGIN, source, report, now, **how)
    )


def everything(database: Database) -> dict[str, list[Any]]:
    tables = (attachment, problem, proposal, search_value, due, entity, evaluation_run)
    with database.read() as connection:
        return {
            it.name: list(map(tuple, connection.execute(select(it).order_by(*it.primary_key))))
            for it in tables
        }


def count(database: Database, *which: Any) -> int:
    with database.read() as connection:
        return connection.scalar(select(func.count()).where(*which)) or 0


def is_due(database: Database, consumer: str) -> list[str]:
    with database.read() as connection:
        rows = select(entity.c.ref).join(due, due.c.entity_id == entity.c.id)
        return list(connection.scalars(rows.where(due.c.consumer == consumer)))


def test_a_report_is_kept_whole(database: Database) -> None:
    done = applied(database, EVERYTHING)
    assert (len(done.known), len(done.shown), done.facts) == (1, 1, 2)
    assert done.proposed == {"model:default/found"}
    held = everything(database)
    assert [len(held[name]) for name in ("attachment", "problem", "proposal")] == [1, 1, 1]
    assert [row[3] for row in held["search_value"]] == [0.5]
    assert is_due(database, "stitch") == [ONE]
    assert is_due(database, "check:lab") == [ONE]


def test_an_equal_report_writes_nothing(database: Database) -> None:
    applied(database, EVERYTHING)
    before = everything(database)
    done = applied(database, EVERYTHING, 20.0)
    assert done == Applied()
    assert everything(database) == before


def test_only_an_entity_that_shows_something_else_is_stitched(database: Database) -> None:
    first = count(database, entity.c.ref == ONE, entity.c.revision == 1)
    applied(database, replace(EVERYTHING, problems=()))
    assert is_due(database, "stitch") == []
    assert (first, count(database, entity.c.ref == ONE, entity.c.revision == 2)) == (1, 1)


def test_what_a_complete_report_lacks_is_over(database: Database) -> None:
    applied(database, EVERYTHING)
    done = applied(database, Report(complete=True), 20.0)
    assert (len(done.known), len(done.shown), len(done.proposed)) == (1, 1, 1)
    assert count(database, attachment.c.until.is_(None)) == 0
    assert count(database, problem.c.id > 0) == 0
    assert count(database, search_value.c.entity_id > 0) == 0
    assert count(database, evaluation_run.c.id > 0) == 1


def test_what_people_deleted_upstream_is_forgotten(database: Database) -> None:
    applied(database, EVERYTHING)
    gone = Report(gone=["1", "never"], gone_versions=[("m", "1"), ("model:x", "9")])
    assert applied(database, gone, 20.0).facts == 2
    assert count(database, evaluation_run.c.id > 0) == 0
    assert applied(database, gone, 30.0).facts == 0


def test_what_an_incomplete_report_lacks_stays_but_for_problems(database: Database) -> None:
    applied(database, EVERYTHING)
    applied(database, Report(), 20.0)
    assert count(database, attachment.c.until.is_(None)) == 1
    assert count(database, proposal.c.ref != "") == 1
    assert count(database, problem.c.id > 0) == 0


def test_refreshes_of_one_connection_end_only_their_own_problems(database: Database) -> None:
    other = replace(WRONG, message="That run is odder.")
    applied(database, Report(problems=[WRONG]), refresh="runs")
    applied(database, Report(problems=[other]), refresh="models")
    assert count(database, problem.c.entity_id.is_not(None)) == 2
    applied(database, Report(problems=[WRONG]), 20.0, refresh="runs")
    assert count(database, problem.c.since == 10.0) == 2
    applied(database, Report(), 30.0, refresh="runs")
    with database.read() as connection:
        (row,) = connection.execute(select(problem)).all()
    assert (row.message, row.said_by) == (other.message, "lab connection:3 models")


def test_what_was_said_before_refreshes_were_told_apart_is_over_with_the_next_report(
    database: Database,
) -> None:
    applied(database, Report(problems=[WRONG]))
    applied(database, Report(), 20.0, refresh="runs")
    assert count(database, problem.c.id > 0) == 0


def test_a_connection_that_is_gone_takes_the_problems_of_all_its_refreshes(
    database: Database,
) -> None:
    for refresh in ("runs", "models"):
        applied(database, Report(problems=[WRONG]), refresh=refresh)
        applied(database, Report(problems=[WRONG]), refresh=refresh, source=of_connection(33))
    with database.write() as connection:
        forget_source(connection, PLUGIN, SOURCE, 20.0)
    assert count(database, problem.c.said_by.startswith("lab connection:33 ")) == 2
    assert count(database, problem.c.id > 0) == 2


def test_pages_state_together_what_there_is(database: Database) -> None:
    other = Report(attachments=[Attachment(entity=TWO, type="runs", value={})], complete=True)
    for now in (10.0, 20.0):
        stated = Stated()
        applied(database, replace(EVERYTHING, complete=False), now, stated=stated, ends=False)
        done = applied(database, other, now, stated=stated)
    assert done == Applied()
    assert count(database, attachment.c.until.is_(None)) == 2
    assert count(database, problem.c.id > 0) == 1
    assert count(database, attachment.c.id > 0) == 2


def test_while_something_could_not_be_used_nothing_is_over(database: Database) -> None:
    applied(database, EVERYTHING)
    stated = Stated()
    unfit = Report(problems=[Problem("plugin/attachment", "Not a number.", entity_ref=ONE)])
    applied(database, unfit, 20.0, stated=stated, ends=False)
    applied(database, Report(complete=True), 20.0, stated=stated)
    assert count(database, attachment.c.until.is_(None)) == 1


def test_a_report_about_one_entity_ends_nothing_of_others(database: Database) -> None:
    applied(database, EVERYTHING, source="describe")
    with database.read() as connection:
        two = connection.scalar(select(entity.c.id).where(entity.c.ref == TWO)) or 0
    done = applied(database, Report(complete=True), 20.0, source="describe", entity_id=two)
    assert done == Applied()


def test_an_unknown_entity_is_a_problem_of_the_plugin(database: Database) -> None:
    things = [Attachment(entity=f"model:m{it}", type="runs", value={}) for it in range(9)]
    applied(database, Report(attachments=things))
    with database.read() as connection:
        row = connection.execute(select(problem)).one()
    assert (row.code, row.entity_id, row.said_by) == (
        "report/unknown-entity",
        None,
        "lab connection:3",
    )
    assert "`model:m4` and 4 more" in row.message


def test_a_problem_said_too_early_comes_to_its_entity(database: Database) -> None:
    early = Report(problems=[replace(WRONG, entity_ref="component:default/late")])
    assert applied(database, early) == Applied()
    keep(database, a_component("late"))
    assert len(applied(database, early, 20.0).shown) == 1
    assert applied(database, early, 30.0) == Applied()
    assert count(database, problem.c.entity_id.is_not(None), problem.c.since == 10.0) == 1


def test_a_problem_said_too_early_is_hidden_with_its_entity(database: Database) -> None:
    applied(database, Report(problems=[replace(WRONG, entity_ref="component:default/late")]))
    assert len(problems_of_plugin(database, EVERYONE, "lab")) == 1
    keep(database, a_component("late"))
    with database.write() as connection:
        connection.execute(update(entity).values(audience=7))
    assert problems_of_plugin(database, EVERYONE, "lab") == ()


def test_what_a_file_said_goes_with_it_facts_included(database: Database) -> None:
    applied(database, EVERYTHING, source=of_file(7))
    applied(database, EVERYTHING, source=of_file(8))
    assert count(database, proposal.c.ref != "") == 0
    with database.write() as connection:
        done = forget_source(connection, PLUGIN, of_file(7), 20.0)
    assert (len(done.known), len(done.shown), done.facts) == (1, 1, 2)
    assert count(database, attachment.c.until.is_(None)) == 1
    assert count(database, evaluation_run.c.id > 0) == 1


def test_a_run_that_a_file_lost_is_forgotten(database: Database) -> None:
    applied(database, EVERYTHING, source=of_file(7))
    done = applied(database, replace(EVERYTHING, evaluations=()), 20.0, source=of_file(7))
    assert (done.facts, count(database, evaluation_run.c.id > 0)) == (1, 0)


@pytest.mark.parametrize("document", [{}, {"kind": "Model"}, {"kind": "M", "metadata": "x"}])
def test_a_proposal_without_a_ref_is_a_problem(
    database: Database, document: dict[str, Any]
) -> None:
    applied(database, Report(proposals=[Proposal(document=document)]))
    assert count(database, problem.c.code == "proposal/no-ref") == 1
