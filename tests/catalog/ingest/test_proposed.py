"""What plugins propose is shown at once, and gives way to what is declared."""

import time

import orjson
import pytest
from sqlalchemy import delete, insert

from catalog.ingest.proposed import BY, WHY
from catalog.store.plugin_tables import proposal
from catalog.store.proposals import have_proposals_read
from tests.builders import Workshop, a_descriptor

REF = "project:default/churn"


def propose(workshop: Workshop, title: str = "Churn", digest: str = "1") -> None:
    document = {
        "apiVersion": "mlhome/v1",
        "kind": "Project",
        "metadata": {"name": "churn", "title": title},
        "spec": {"owner": "group:team", "lifecycle": "experimental"},
    }
    row = {"plugin": "mlflow", "connection_id": 1, "ref": REF, "reason": "experiment 7"}
    with workshop.database.write() as connection:
        connection.execute(delete(proposal))
        held = {"document": orjson.dumps(document), "digest": digest, "since": time.time()}
        connection.execute(insert(proposal).values(**row, **held))
        have_proposals_read(connection, "mlflow", 1)


def withdraw(workshop: Workshop) -> None:
    with workshop.database.write() as connection:
        connection.execute(delete(proposal))
        have_proposals_read(connection, "mlflow", 1)


def read_proposals(workshop: Workshop) -> None:
    workshop.read_again(*(it.id for it in workshop.locations() if it.type == "proposals"))


def test_a_proposal_is_an_entity_that_says_so(workshop: Workshop) -> None:
    propose(workshop)
    read_proposals(workshop)
    annotations = workshop.entry(REF)["metadata"]["annotations"]
    assert (annotations[BY], annotations[WHY]) == ("mlflow", "experiment 7")
    propose(workshop, "Churn of subscribers", "2")
    read_proposals(workshop)
    assert workshop.entry(REF)["metadata"]["title"] == "Churn of subscribers"


def test_a_proposal_that_goes_is_gone(workshop: Workshop) -> None:
    propose(workshop)
    read_proposals(workshop)
    withdraw(workshop)
    read_proposals(workshop)
    assert workshop.refs() == []


@pytest.mark.parametrize("proposed_first", [True, False])
def test_a_declaration_takes_its_place_without_a_conflict(
    workshop: Workshop, proposed_first: bool
) -> None:
    workshop.write("churn.yaml", a_descriptor("churn", "Project", title="Declared"))
    propose(workshop)
    if proposed_first:
        read_proposals(workshop)
    report = workshop.ingest()
    assert report.problems == ()
    read_proposals(workshop)
    entry = workshop.entry(REF)
    assert entry["metadata"]["title"] == "Declared"
    assert BY not in entry["metadata"]["annotations"]
    assert "status" not in entry


def test_the_proposal_is_back_when_the_declaration_goes(workshop: Workshop) -> None:
    propose(workshop)
    read_proposals(workshop)
    workshop.write("churn.yaml", a_descriptor("churn", "Project", title="Declared"))
    workshop.ingest()
    workshop.remove("churn.yaml")
    workshop.ingest()
    read_proposals(workshop)
    assert workshop.entry(REF)["metadata"]["title"] == "Churn"
