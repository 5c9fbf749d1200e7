"""Experiments, registered models, MLmodel and MLproject."""

from typing import Any

import pytest

from plugins.host.loading import load_plugins
from plugins.host.templates import rendered
from tests.plugins.mlflow.files.reading import MODEL, PROJECT, attached, read

EXPERIMENT = "mlruns/7/meta.yaml"
NAMED = """
experiment_id: '7'
name: fraud/card age
lifecycle_stage: active
creation_time: 1795915347367
"""
NOTE = {"mlruns/7/tags/mlflow.note.content": "Does it help?", "mlruns/7/tags/team": "risk"}
DECLARED = MODEL.replace("{}", "{mlflow.org/experiment: fraud/card age}")


def test_an_experiment_that_nobody_declares_is_declared_by_its_folder() -> None:
    found = read({EXPERIMENT: NAMED, **NOTE, "mlhome.yaml": PROJECT + MODEL}, EXPERIMENT)
    ((document, line),) = found.documents
    assert (document["kind"], line) == ("Experiment", 1)
    assert document["metadata"]["name"] == "fraud-card-age-1a40f9"
    assert document["metadata"]["description"] == "Does it help?"
    assert document["spec"] == {
        "project": "project:default/search",
        "model": "model:default/ranker",
    }
    it = attached(found)
    assert (it.entity, it.type) == ("experiment:default/fraud-card-age-1a40f9", "experiment")
    assert it.value["tags"] == {"team": "risk"}
    assert it.value["created_at"] == "2026-11-29T01:22:27+00:00"


def test_an_experiment_that_a_descriptor_names_is_shown_there() -> None:
    found = read({EXPERIMENT: NAMED, "catalog-info.yaml": DECLARED}, EXPERIMENT)
    assert found.documents == []
    assert attached(found).entity == "model:default/ranker"


def test_the_experiment_that_every_folder_has_is_there_if_it_has_runs() -> None:
    path, text = "mlruns/0/meta.yaml", "experiment_id: '0'\nname: Default\n"
    assert read({path: text}, path).documents == ()
    with_run = read({path: text, "mlruns/0/d735/meta.yaml": ""}, path)
    assert [it["metadata"]["name"] for it, _ in with_run.documents] == ["Default"]


@pytest.mark.parametrize(
    "text", ["name: x\n", "experiment_id: '7'\n", NAMED.replace("active", "deleted")]
)
def test_what_is_no_experiment_or_deleted_is_nothing(text: str) -> None:
    found = read({EXPERIMENT: text}, EXPERIMENT)
    assert (found.documents, found.problems, found.report.complete) == ((), (), True)


REGISTERED, VERSION = (
    "mlruns/models/card ranker/meta.yaml",
    "mlruns/models/card ranker/version-2/meta.yaml",
)
REGISTRY: dict[str, str | bytes] = {
    REGISTERED: "name: card ranker\naliases: {champion: '2', odd: []}\ndescription: Ranks.\n",
    VERSION: """
name: card ranker
version: 2
creation_timestamp: 1795915349366
current_stage: Production
run_id: d735
source: models:/m-42a8
storage_location: file:///home/ada/x/mlruns/7/models/m-42a8/artifacts
status: READY
""",
    "mlruns/models/card ranker/version-10/meta.yaml": "name: card ranker\nversion: 10\n",
    "mlruns/models/card ranker/version-2/tags/team": "risk",
    "mlruns/7/models/m-42a8/artifacts/MLmodel": """
flavors: {python_function: {}, sklearn: {}}
signature: {inputs: '[{"type": "double", "name": "a"}]', outputs: null}
""",
}


def test_a_registered_version_is_a_version_of_the_model_declared_beside() -> None:
    found = read({**REGISTRY, "mlhome.yaml": MODEL}, VERSION)
    (version,) = found.report.model_versions
    assert (version.model, version.version) == ("model:default/ranker", "2")
    assert (version.framework, version.status) == ("sklearn", "ready")
    assert version.signature == {"inputs": [{"type": "double", "name": "a"}]}
    assert list(version.aliases) == ["champion"]
    assert version.created_at == 1795915349.366
    assert version.tags == {"team": "risk", "mlflow.stage": "Production", "mlflow.runId": "d735"}
    assert version.url == ""


def test_the_model_of_a_version_lies_nowhere_but_in_the_folder_of_runs() -> None:
    outside = str(REGISTRY[VERSION]).replace("7/models", "../../../etc/models")
    (version,) = read({**REGISTRY, VERSION: outside}, VERSION).report.model_versions
    assert (version.framework, version.signature) == ("", {})


def test_a_registered_model_is_shown_on_its_model_or_misses_one() -> None:
    named = DECLARED.replace("experiment: fraud/card age", "registered-model: card ranker")
    for beside in (MODEL, named + MODEL.replace("ranker", "other")):
        it = attached(read({**REGISTRY, "mlhome.yaml": beside}, REGISTERED))
        assert (it.entity, it.type) == ("model:default/ranker", "registered-model")
        assert (it.value["latest"], it.value["description"]) == ("10", "Ranks.")
        assert it.value["aliases"] == [{"alias": "champion", "version": "2", "url": ""}]
    found = read(REGISTRY, REGISTERED)
    assert [(it.code, it.severity) for it in found.problems] == [("mlflow/no-model", "warning")]


LOGGED = "mlruns/7/d735/artifacts/best/model/MLmodel"
FILE = """
flavors:
  python_function: {loader_module: mlflow.sklearn, python_version: 3.9.12, env: {conda: c}}
  sklearn: {sklearn_version: 1.1.1, code: null, deep: [1]}
mlflow_version: 1.27.0
model_uuid: d7f725928f104031a3b351ccc1d098fd
run_id: d735
signature:
  inputs: '[{"name": "a", "type": "double"},
    {"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]'
  outputs: '[{"name": "b", "type": "long"}]'
  params: null
utc_time_created: '2022-07-03 07:39:49.273613'
"""


def test_a_model_that_a_run_logged_is_a_version_of_what_its_experiment_is_about() -> None:
    files = {LOGGED: FILE, EXPERIMENT: NAMED, "mlhome.yaml": MODEL}
    found = read(files, LOGGED)
    (version,) = found.report.model_versions
    assert (version.model, version.framework) == ("model:default/ranker", "sklearn")
    assert version.version == "d7f725928f104031a3b351ccc1d098fd"
    assert version.created_at == 1656833989.273613
    assert version.tags["mlflow.runId"] == "d735"
    assert found.report.attachments == ()
    assert read({**files, "mlhome.yaml": PROJECT}, LOGGED).report.model_versions == []


def test_a_logged_model_that_was_registered_is_told_of_by_the_registry() -> None:
    path = "mlruns/7/models/m-42a8/artifacts/MLmodel"
    files = {path: FILE, EXPERIMENT: NAMED, "mlhome.yaml": MODEL}
    assert len(read(files, path).report.model_versions) == 1
    files["mlruns/7/models/m-42a8/tags/mlflow.modelVersions"] = '[{"name": "a", "version": 1}]'
    assert read(files, path).report.model_versions == []


def test_a_model_elsewhere_is_shown_on_the_model_declared_beside() -> None:
    found = read({"models/best/MLmodel": FILE, "mlhome.yaml": MODEL}, "models/best/MLmodel")
    assert [it.version for it in found.report.model_versions] == [
        "d7f725928f104031a3b351ccc1d098fd"
    ]
    value = attached(found).value
    assert value["flavors"][1] == {"name": "sklearn", "settings": {"sklearn_version": "1.1.1"}}
    assert value["inputs"] == [
        {"name": "a", "type": "double"},
        {"name": "", "type": "tensor of float32 [-1, 3]"},
    ]
    assert (value["outputs"], value["params"]) == ([{"name": "b", "type": "long"}], [])
    alone = read({"MLmodel": FILE}, "MLmodel")
    assert [it.code for it in alone.problems] == ["mlflow/no-model"]


@pytest.mark.parametrize(
    "text", ["", "a: [", "flavors: 3\n", "[" * 5000, "utc_time_created: x\n", b"\xff"]
)
def test_a_broken_model_is_a_problem(text: str | bytes) -> None:
    assert [it.code for it in read({"MLmodel": text}, "MLmodel").problems] == ["mlflow/file"]


def test_a_model_of_before_ids_is_called_after_its_time() -> None:
    old = "flavors: {mleap: {}}\nutc_time_created: '2018-08-10 18:34:28.720095'\n"
    (version,) = read({"MLmodel": old, "mlhome.yaml": MODEL}, "MLmodel").report.model_versions
    assert version.version == "2018-08-10T18:34:28"


MLPROJECT = """
name: tutorial
conda_env: env/conda.yaml
entry_points:
  main:
    parameters:
      alpha: float
      l1_ratio: {type: float, default: 0.1}
      data: {default: "../wine.csv"}
      flag: null
    command: |
      python train.py {alpha} \\
        {l1_ratio}
  odd: 3
"""
CONDA = "name: x\ndependencies: [python=3.6, {pip: ['mlflow>=1.0']}, 3]\n"


def test_a_project_is_a_pipeline_with_entry_points_and_environment() -> None:
    files = {"wine/MLproject": MLPROJECT, "wine/env/conda.yaml": CONDA, "mlhome.yaml": PROJECT}
    found = read(files, "wine/MLproject")
    ((document, _),) = found.documents
    assert (document["kind"], document["metadata"]["name"]) == ("Pipeline", "tutorial-wine")
    assert document["metadata"]["title"] == "tutorial"
    assert document["spec"] == {"type": "mlflow", "project": "project:default/search"}
    it = attached(found)
    assert (it.entity, it.type) == ("pipeline:default/tutorial-wine", "project")
    (main,) = it.value["entry_points"]
    assert main["command"] == "python train.py {alpha} {l1_ratio}"
    assert main["parameters"] == [
        {"name": "alpha", "type": "float", "default": None},
        {"name": "l1_ratio", "type": "float", "default": "0.1"},
        {"name": "data", "type": "string", "default": "../wine.csv"},
        {"name": "flag", "type": "string", "default": None},
    ]
    assert it.value["environment"] == {
        "kind": "conda",
        "file": "env/conda.yaml",
        "image": "",
        "dependencies": ["python=3.6", "mlflow>=1.0", "3"],
    }
    assert [it.message for it in found.problems] == ["The entry point `odd` has to be a mapping"]


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("MLproject", "tutorial", "tutorial"),
        ("MLproject", "", "repo"),
        ("flower_classifier/MLproject", "FlowerClassifier", "FlowerClassifier"),
        ("a/train/MLproject", "", "train"),
        ("a/x y/MLproject", "two words", "two-words-x-y-8dbbd8"),
    ],
)
def test_a_project_is_called_like_itself_and_its_folder(
    path: str, name: str, expected: str
) -> None:
    text = f"name: {name}\nentry_points: {{}}\n" if name else "entry_points: {}\n"
    ((document, _),) = read({path: text}, path).documents
    found = document["metadata"]["name"]
    assert (
        found.rpartition("-")[0] == expected.rpartition("-")[0]
        if " " in path
        else found == expected
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", 1),
        ("a: b\n", 1),
        ("entry_points: [a]\n", 1),
        ("entry_points: {main: {parameters: 3, command: [x]}}\n", 1),
        ("python_env: gone.yaml\n", 1),
        ("conda_env: ../../../../etc/passwd\nentry_points: {}\n", 1),
        ("conda_env: [x]\ndocker_env: {image: [x]}\n", 0),
        ("entry_points: &a {main: {parameters: *a}}\n", 1),
    ],
)
def test_what_is_wrong_in_a_project_is_told(text: str, codes: int) -> None:
    found = read({"MLproject": text}, "MLproject")
    assert [it.code for it in found.problems] == ["mlflow/file"] * codes


def test_panels_show_what_files_say_and_escape_it() -> None:
    loaded = load_plugins().get("mlflow")
    assert loaded
    panels = {panel.attachment: panel.template for panel in loaded.panels}
    odd = {
        "wine/MLproject": MLPROJECT.replace("main:", "<b>main</b>:"),
        "wine/env/conda.yaml": CONDA,
    }
    shown = show(panels["project"], attached(read(odd, "wine/MLproject")))
    assert "&lt;b&gt;main&lt;/b&gt;" in shown
    assert "alpha: float" in shown
    model = attached(read({"MLmodel": FILE, "mlhome.yaml": MODEL}, "MLmodel"))
    shown = show(panels["model-file"], model)
    assert "<td>tensor of float32 [-1, 3]</td>" in shown
    for name in ("experiment", "registered-model"):
        path = EXPERIMENT if name == "experiment" else REGISTERED
        files = {EXPERIMENT: NAMED, **REGISTRY, "mlhome.yaml": MODEL}
        assert "<a" not in show(panels[name], attached(read(files, path)))


def show(template: str, attachment: Any) -> str:
    return rendered(template, {"value": attachment.value, "attachment": attachment, "entity": None})
