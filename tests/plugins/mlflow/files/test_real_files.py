"""What lies in real repositories. What is expected was read off the files by eye."""

from pathlib import Path

import pytest

from catalog.ingest.beside import with_beside
from catalog.ingest.prepared import SourceFile
from catalog.locations import LocationSpec, ReadPolicy, open_snapshot
from catalog.store.origin import Origin
from plugins.api import File, Reading
from plugins.mlflow.files.reading import file_readers
from tests.plugins.mlflow.files.reading import MODEL, attached, of_folder, read, run_of, values
from tests.plugins.mlflow.recorded_server import context

RUNS = "AbinavRavi__MlFlow-intro"
# Run, its name, depth, accuracy, start and end, and the id of the model that it logged.
DEMO = [
    ("c55d09c77cea410b80be315254c27313", "run_0", 1, 0.6333333333333333, 1656833981.981,
     1656833985.404, "4891895c49114305befd33bea422795a"),
    ("41f73f45f65a49cbbea2f9fb590ca2c1", "run_1", 2, 0.9666666666666667, 1656833985.409,
     1656833986.692, "d83273118e7142f6a1d43ba15acd6bef"),
    ("7f4eb4e26ef0432b9bdeb8e5e56bd8e2", "run_2", 5, 0.9666666666666667, 1656833986.695,
     1656833987.969, "89b552911fc0472baf0585706c7fbc2e"),
    ("dfa3920319284051b6f2289df504a602", "run_3", 10, 0.9666666666666667, 1656833987.974,
     1656833989.263, "3673d78c1a1044c49375e7e1a3f88c49"),
    ("f608bed0a01a4dfe96d0182c18e6093e", "run_4", 20, 0.9666666666666667, 1656833989.266,
     1656833990.508, "d7f725928f104031a3b351ccc1d098fd"),
]  # fmt: skip
# File, name of the entity, entry points with how many parameters, environment and its first needs.
PROJECTS = [
    ("examples/docker", "docker-example-docker", {"main": 2}, "docker", []),
    ("examples/flower_classifier", "FlowerClassifier", {"main": 7}, "conda",
     ["python==3.6", "numpy==1.14.2"]),
    ("examples/hyperparam", "HyperparameterSearch-hyperparam",
     {"train": 6, "random": 7, "gpyopt": 11, "hyperopt": 7}, "conda", ["python=3.6"]),
    ("examples/multistep_workflow", "multistep_example-multistep_workflow",
     {"load_raw_data": 0, "etl_data": 1, "als": 4, "train_keras": 3, "main": 2}, "conda",
     ["python=3.6", "pyspark", "keras", "requests", "click", "mlflow"]),
    ("examples/pytorch", "pytorch_tutorial-pytorch", {"main": 8}, "conda",
     ["python=3.6", "pytorch"]),
    ("examples/sklearn_elasticnet_wine", "tutorial-sklearn_elasticnet_wine", {"main": 2}, "conda",
     ["cloudpickle=0.6.1"]),
    ("examples/sklearn_elasticnet_diabetes/linux", "tutorial-linux", {"main": 2}, "conda",
     ["cloudpickle=0.6.1", "python=3.6", "numpy=1.14.3", "matplotlib=3.0.2"]),
    ("examples/sklearn_elasticnet_diabetes/osx", "tutorial-osx", {"main": 2}, "conda",
     ["cloudpickle=0.6.1"]),
    ("tests/resources/example_docker_project", "docker-example-example_docker_project",
     {"main": 0, "test_tracking": 1}, "docker", []),
    ("tests/resources/example_project", "example_project",
     {"main": 0, "greeter": 2, "line_count": 1, "download_uri": 1, "sleep": 1, "test_tracking": 1,
      "check_conda_env": 1}, "conda", ["python=3.6", "-e ../../../", "psutil"]),
]  # fmt: skip


@pytest.fixture
def corpus(shared: Path) -> Path:
    return shared / "corpus" / "mlflow"


def ingested(root: Path, path: str, cache: Path) -> Reading:
    """What is made of a file in a real folder, read as ingestion reads it."""
    reader = next(it for it in file_readers() if it.name == "mlruns")
    source = SourceFile(path, "", b"", {}, f"{root}/{path}", Origin("", "", "", "", ""))
    with open_snapshot(LocationSpec("folder", str(root)), ReadPolicy(cache=cache)) as snapshot:
        data = snapshot.read(path)
        assert isinstance(data, bytes)
        for _ in range(3):
            found = reader.read(File(path=path, data=data, near=source.near), context())
            if not found.needs:
                return found
            source = with_beside(snapshot, source, found.needs)
    raise AssertionError("it asks for more and more files")


@pytest.mark.parametrize(("id", "name", "depth", "accuracy", "start", "end", "model"), DEMO)
def test_runs_are_read_whole(
    corpus: Path, tmp_path: Path, id: str, name: str, depth: int, accuracy: float,
    start: float, end: float, model: str,
) -> None:  # fmt: skip
    found = ingested(corpus / RUNS, f"mlruns/1/{id}/meta.yaml", tmp_path)
    assert found.problems == []
    (run,) = found.report.evaluations
    assert (run.id, run.name, run.status, run.author) == (id, name, "finished", "abinav")
    assert (run.params, values(run)) == ({"depth": depth}, {"accuracy": accuracy})
    assert (run.started_at, run.ended_at, run.group) == (start, end, "mlflow-demo")
    assert run.commit == "b080131c6532d3538fe4d64ab8c547fd98f20d12"
    assert run.tags == {"mlflow.source.name": "model_log.py"}
    assert (run.subject, run.version) == ("experiment:default/mlflow-demo", "")
    declared = {**of_folder(corpus / RUNS), "mlhome.yaml": MODEL}
    of_model = run_of(read(declared, f"mlruns/1/{id}/meta.yaml"))
    assert (of_model.subject, of_model.version) == ("model:default/ranker", model)


@pytest.mark.parametrize(("id", "model"), [(it[0], it[-1]) for it in DEMO])
def test_models_that_runs_logged_are_versions(corpus: Path, id: str, model: str) -> None:
    path = f"mlruns/1/{id}/artifacts/classifier/MLmodel"
    files = {**of_folder(corpus / RUNS), "mlhome.yaml": MODEL}
    (version,) = read(files, path).report.model_versions
    assert (version.model, version.version) == ("model:default/ranker", model)
    assert version.framework == "sklearn"
    assert version.tags["mlflow.version"] == "1.27.0"
    assert version.tags["mlflow.runId"] == id


def test_experiments_with_runs_are_declared_and_others_are_not(corpus: Path) -> None:
    files = of_folder(corpus / RUNS)
    ((document, _),) = read(files, "mlruns/1/meta.yaml").documents
    assert (document["kind"], document["metadata"]["name"]) == ("Experiment", "mlflow-demo")
    assert read(files, "mlruns/0/meta.yaml").documents == ()


@pytest.mark.parametrize(("folder", "name", "entries", "environment", "needs"), PROJECTS)
def test_projects_are_pipelines(
    corpus: Path, folder: str, name: str, entries: dict[str, int], environment: str,
    needs: list[str],
) -> None:  # fmt: skip
    found = read(of_folder(corpus / "zge__mlflow"), f"{folder}/MLproject")
    assert found.problems == []
    ((document, _),) = found.documents
    assert (document["kind"], document["metadata"]["name"]) == ("Pipeline", name)
    value = attached(found).value
    assert {it["name"]: len(it["parameters"]) for it in value["entry_points"]} == entries
    assert value["environment"]["kind"] == environment
    assert value["environment"]["dependencies"][: len(needs)] == needs
    image = "mlflow-docker-example" if environment == "docker" else ""
    assert value["environment"]["image"] == image


def test_every_project_has_a_name_of_its_own(corpus: Path) -> None:
    files = of_folder(corpus / "zge__mlflow")
    projects = [path for path in files if path.endswith("MLproject")]
    names = {read(files, path).documents[0][0]["metadata"]["name"] for path in projects}
    assert len(names) == len(projects) == 10


def test_commands_and_defaults_are_as_they_are_written(corpus: Path) -> None:
    files = of_folder(corpus / "zge__mlflow")
    value = attached(read(files, "examples/pytorch/MLproject")).value
    (main,) = value["entry_points"]
    assert main["command"].startswith(
        "python mnist_tensorboard_artifact.py --batch-size {batch-size} --test-batch-size"
    )
    assert main["parameters"][5] == {"name": "enable-cuda", "type": "string", "default": "True"}
    alpha = attached(read(files, "examples/docker/MLproject")).value["entry_points"][0]
    assert alpha["parameters"] == [
        {"name": "alpha", "type": "float", "default": None},
        {"name": "l1_ratio", "type": "float", "default": "0.1"},
    ]


def test_models_of_before_ids_are_read(corpus: Path) -> None:
    folder = "mlflow/java/scoring/src/test/resources/org/mlflow"
    for inner in ("mleap_model", "models/sample_model_root"):
        path = f"{folder}/{inner}/MLmodel"
        files = {**of_folder(corpus / "zge__mlflow"), f"{folder}/mlhome.yaml": MODEL}
        found = read(files, path)
        (version,) = found.report.model_versions
        assert (version.framework, version.version) == ("mleap", "2018-08-10T18:34:28")
        (flavor,) = attached(found).value["flavors"]
        assert flavor["settings"]["model_data"] == "mleap/model"
