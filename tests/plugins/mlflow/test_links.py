"""Which entity something of MLflow's belongs to, and what is proposed where there is none."""

from typing import Any

import jsonschema_rs
import pytest
import yaml

from descriptors.format import make_format, make_kind, shipped_format
from descriptors.read import read
from plugins.api import Connection, Entity
from plugins.mlflow.cursor import read_cursor
from plugins.mlflow.kinds import experiment_kind
from plugins.mlflow.links import Links, links, proposed_name, proposed_ref
from plugins.mlflow.listing import list_all
from plugins.mlflow.records import Experiment
from plugins.mlflow.survey import survey
from tests.plugins.mlflow.recorded_server import NOW, URL, RecordedHttp, an_entity, context

EXPERIMENT = Experiment("1", "podcast-search", {}, None, None, "")
BY_NAME = {"mlflow.org/experiment": "podcast-search"}


def linked(*entities: Entity) -> Links:
    return links(entities, Connection(name="lab", url=URL))


def test_an_experiment_is_named_by_its_name_or_its_id() -> None:
    for name in ("podcast-search", "1"):
        entity = an_entity("project:default/podcasts", {"mlflow.org/experiment": name})
        assert linked(entity).subject(EXPERIMENT) == "project:default/podcasts"


def test_of_several_entities_runs_belong_to_the_one_closest_to_a_model() -> None:
    project = an_entity("project:default/podcasts", BY_NAME)
    model = an_entity("model:default/ranker", BY_NAME)
    found = linked(project, model)
    assert found.subject(EXPERIMENT) == "model:default/ranker"
    assert found.project(EXPERIMENT) == "project:default/podcasts"


def test_runs_of_a_declared_experiment_are_about_the_model_it_names() -> None:
    entity = an_entity("experiment:search/c10", BY_NAME, project="podcasts", model="ranker@3")
    assert linked(entity).subject(EXPERIMENT) == "model:search/ranker"
    assert linked(entity).project(EXPERIMENT) == "project:search/podcasts"


def test_runs_of_a_declared_experiment_without_a_model_are_about_its_project() -> None:
    entity = an_entity("experiment:default/c10", BY_NAME, project="other/podcasts")
    assert linked(entity).subject(EXPERIMENT) == "project:other/podcasts"


@pytest.mark.parametrize("model", [7, [], "a:b:c/", ""])
def test_an_experiment_that_names_nonsense_is_about_itself(model: object) -> None:
    entity = an_entity("experiment:default/c10", BY_NAME, model=model)
    assert linked(entity).subject(EXPERIMENT) == "experiment:default/c10"


def test_an_entity_that_names_another_server_is_not_linked_to_this_one() -> None:
    elsewhere = an_entity("project:default/a", {**BY_NAME, "mlflow.org/server": "prod"})
    here = an_entity("project:default/b", {**BY_NAME, "mlflow.org/server": "lab"})
    by_url = an_entity("project:default/c", {**BY_NAME, "mlflow.org/server": f"{URL}/"})
    found = linked(elsewhere, here, by_url)
    assert [it.ref for it in found.of_experiment(EXPERIMENT)] == [
        "project:default/b",
        "project:default/c",
    ]


def test_a_descriptor_comes_before_what_was_proposed() -> None:
    proposed = an_entity("model:default/podcast-search", BY_NAME)
    declared = an_entity("project:default/z", BY_NAME)
    assert linked(proposed, declared).subject(EXPERIMENT) == "project:default/z"


@pytest.mark.parametrize("name", ["podcast-search", "v1.2_final", "A"])
def test_a_name_that_an_entity_can_have_is_proposed_as_it_is(name: str) -> None:
    assert proposed_name(name) == name


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("Churn model v2", "Churn-model-v2-"),
        ("/Users/ada@example.com/churn", "Users-ada-example-com-churn-"),
        ("モデル", "unnamed-"),
    ],
)
def test_another_name_is_made_into_one_that_stays_its_own(name: str, begins: str) -> None:
    assert proposed_name(name).startswith(begins)
    assert proposed_name(name) != proposed_name(f"{name}!")


@pytest.mark.parametrize("name", ["a", "a b", "-", "x" * 300, "é" * 300, "a/b", "..", "A_b.c-d"])
def test_every_proposed_name_is_valid(name: str) -> None:
    text = yaml.safe_dump(
        {
            "apiVersion": "mlhome/v1",
            "kind": "Project",
            "metadata": {"name": proposed_name(name)},
            "spec": {"owner": "x", "lifecycle": "experimental"},
        }
    )
    assert read(text.encode(), "x.yaml", shipped_format()).problems == []


def _proposed(
    *entities: Entity, http: RecordedHttp | None = None, **settings: Any
) -> list[dict[str, Any]]:
    given = context(http or RecordedHttp(), *entities, **settings)
    assert given.connection
    report, _ = list_all(survey(given, given.connection), read_cursor("", NOW))
    return [dict(proposal.document) for proposal in report.proposals]


def test_what_nobody_declared_is_proposed_as_descriptors_that_are_valid() -> None:
    proposed = _proposed()
    assert [it["kind"] for it in proposed] == ["Project", "Project", "Model"]
    for document in proposed:
        found = read(yaml.safe_dump(document).encode(), "x.yaml", shipped_format())
        assert found.problems == []
    project = next(it for it in proposed if it["metadata"]["name"] == "podcast-search")
    assert project["spec"] == {"owner": "search", "lifecycle": "experimental"}
    assert project["metadata"]["description"] == "Ranks podcasts for a query."
    assert project["metadata"]["annotations"] == {**BY_NAME, "mlflow.org/server": "lab"}


def test_a_proposed_model_belongs_to_the_project_of_its_newest_version() -> None:
    model = next(it for it in _proposed() if it["kind"] == "Model")
    assert model["spec"]["project"] == "project:default/podcast-search"
    declared = an_entity("project:team/podcasts", BY_NAME)
    model = next(it for it in _proposed(declared) if it["kind"] == "Model")
    assert model["spec"]["project"] == "project:team/podcasts"


def test_what_a_descriptor_names_is_not_proposed() -> None:
    project = an_entity("project:default/podcasts", BY_NAME)
    ranker = {"mlflow.org/registered-model": "podcast-search-ranker"}
    model = an_entity("model:default/ranker", ranker)
    assert [it["metadata"]["name"] for it in _proposed(project, model)] == ["Default"]


def test_what_was_proposed_before_is_proposed_again() -> None:
    proposal = an_entity(proposed_ref("project", "podcast-search"), BY_NAME)
    assert "podcast-search" in [it["metadata"]["name"] for it in _proposed(proposal)]


def test_a_model_that_no_run_leads_to_gets_a_project_all_the_same() -> None:
    http = RecordedHttp()
    http.answers["registered-models/search"]["registered_models"][0]["latest_versions"] = []
    proposed = {it["kind"] + it["spec"].get("project", ""): it for it in _proposed(http=http)}
    assert "Modelproject:default/lab-models-" in " ".join(proposed)


def test_nothing_is_proposed_where_people_dont_want_it() -> None:
    assert _proposed(propose=False) == []


def test_the_kind_experiment_is_one_as_any_other() -> None:
    kind = make_kind(experiment_kind())
    assert (kind.name, kind.api_versions) == ("Experiment", ("mlhome/v1",))
    jsonschema_rs.meta.validate(dict(kind.schema))
    text = (
        "apiVersion: mlhome/v1\nkind: Experiment\nmetadata: {name: c10}\n"
        "spec: {project: podcasts, model: ranker, question: Why?, status: running}\n"
    )
    shipped = shipped_format()
    everything = make_format([*shipped.kinds.values(), kind], shipped.envelope)
    found = read(text.encode(), "x.yaml", everything)
    assert found.problems == []
    assert [(it.type, it.target) for it in found.entities[0].relations] == [
        ("partOf", "project:default/podcasts"),
        ("triesOut", "model:default/ranker"),
    ]
