"""What the plugin declares is sound, fits together, and does what its README says."""

import re
from pathlib import Path
from typing import Any

import pytest

from plugins.host.loading import LoadedPlugin, load_plugins
from plugins.host.templates import rendered
from plugins.mlflow import plugin
from plugins.mlflow.cursor import read_cursor
from plugins.mlflow.describing import describe
from plugins.mlflow.links import ANNOTATIONS
from plugins.mlflow.listing import list_all
from plugins.mlflow.routes import experiments
from plugins.mlflow.survey import survey
from tests.plugins.mlflow.recorded_server import NOW, URL, an_entity, context

README = Path(plugin.__file__).with_name("README.md").read_text("utf-8")
PROJECT = an_entity("project:default/podcasts", {"mlflow.org/experiment": "podcast-search"})
RANKER = an_entity("model:default/ranker", {"mlflow.org/registered-model": "podcast-search-ranker"})


@pytest.fixture(scope="module")
def loaded() -> LoadedPlugin:
    """As it is found installed."""
    found = load_plugins().get("mlflow")
    assert found
    return found


def attached() -> dict[str, Any]:
    given = context(None, PROJECT, RANKER)
    assert given.connection
    report, _ = list_all(survey(given, given.connection), read_cursor("", NOW))
    return {it.type: it for it in report.attachments}


def test_what_is_attached_fits_its_schema(loaded: LoadedPlugin) -> None:
    described = describe(RANKER, context()).attachments
    for attachment in [*attached().values(), *described]:
        kind = loaded.attachment(attachment.type)
        assert kind
        assert kind.schema().validate(dict(attachment.value)) == {}


def test_what_is_attached_is_on_the_entities_that_name_it() -> None:
    found = attached()
    experiment, model = found["experiment"], found["registered-model"]
    assert experiment.entity == "project:default/podcasts"
    assert experiment.value["note"] == "Ranks podcasts for a query."
    assert experiment.value["tags"] == {"team": "search"}
    assert experiment.url == f"{URL}/#/experiments/1"
    assert model.entity == "model:default/ranker"
    assert model.value["latest"] == "2"
    assert [(it["alias"], it["version"]) for it in model.value["aliases"]] == [
        ("champion", "2"),
        ("first", "1"),
    ]


def test_panels_show_what_is_attached_and_escape_it(loaded: LoadedPlugin) -> None:
    found = attached()
    for panel in loaded.panels:
        if panel.attachment not in found:
            continue  # of files, not of servers
        attachment = found[panel.attachment]
        value = {**attachment.value, "name": "<b>odd</b>"}
        shown = {"value": value, "attachment": attachment, "entity": PROJECT}
        html = rendered(panel.template, shown)
        assert "&lt;b&gt;odd&lt;/b&gt;" in html
        assert f'href="{attachment.url}"' in html


def test_the_page_lists_experiments_or_says_how_to_have_some(loaded: LoadedPlugin) -> None:
    page = loaded.pages[0].template
    assert "podcast-search" in rendered(page, {"attachments": [attached()["experiment"]]})
    assert "mlhome connect mlflow URL" in rendered(page, {"attachments": []})


def test_a_descriptor_is_linked_before_any_server_was_asked() -> None:
    report = describe(RANKER, context())
    assert report.problems == []
    assert report.attachments[0].value == {
        "experiment": "",
        "registered_model": "podcast-search-ranker",
        "dataset": "",
        "server": "",
    }


@pytest.mark.parametrize(
    ("ref", "annotation", "name", "said"),
    [
        ("model:default/a", "mlflow.org/experiment", " ", "names nothing"),
        ("project:default/a", "mlflow.org/registered-model", "x", "means nothing here"),
        ("model:default/a", "mlflow.org/dataset", "x", "means nothing here"),
    ],
)
def test_an_annotation_that_can_mean_nothing_is_a_problem(
    ref: str, annotation: str, name: str, said: str
) -> None:
    problems = describe(an_entity(ref, {annotation: name}), context()).problems
    assert len(problems) == 1
    assert f"`{annotation}` {said}" in problems[0].message
    assert problems[0].path == "/metadata/annotations/" + annotation.replace("/", "~1")


def test_the_route_says_what_runs_of_each_experiment_are_about(loaded: LoadedPlugin) -> None:
    answer = experiments({}, context(None, PROJECT))
    declared = loaded.routes[0].answer
    assert declared
    found = {it["name"]: it for it in declared().dump(answer)["experiments"]}
    assert found["podcast-search"]["subject"] == "project:default/podcasts"
    assert found["podcast-search"]["declared_by"] == ["project:default/podcasts"]
    assert found["Default"]["declared_by"] == []


def test_checks_tell_what_policies_ask_for(loaded: LoadedPlugin) -> None:
    checks = {check.name: check.run for check in loaded.checks}
    known = {"registered-model": [attached()["registered-model"].value]}
    assert checks["registered"](RANKER, known) is True
    assert checks["champion"](RANKER, known) == "2"
    assert checks["registered"](RANKER, {}) is False
    assert checks["champion"](RANKER, {}) is None


def test_the_readme_names_every_setting_with_its_default_and_meaning() -> None:
    for setting in plugin.settings():
        default = str(setting.default).lower() if isinstance(setting.default, bool) else ""
        row = re.search(rf"\| `{setting.name}` \| (.*?) ?\| (.*) \|", README)
        assert row, setting.name
        assert default in row[1]
        assert setting.about.rstrip(".") in row[2]


def test_the_readme_names_every_annotation_search_field_and_check() -> None:
    for annotation in ANNOTATIONS:
        assert f"`{annotation}`" in README
    for field in plugin.search_fields():
        assert f"`mlflow.{field.name}" in README
    for check in plugin.checks():
        assert f"`{check.name}`" in README


def test_the_readme_names_every_problem() -> None:
    folder = Path(plugin.__file__).parent
    code = "\n".join(file.read_text("utf-8") for file in folder.rglob("*.py"))
    codes = set(re.findall(r'(?:code=|Problem\(\s*)"(mlflow/[a-z-]+)"', code))
    assert codes == set(re.findall(r"\| `(mlflow/[a-z-]+)` \|", README))
