"""Which file is what: the readers of MLflow's files."""

from collections.abc import Sequence

from plugins.api import Context, File, Reader, Reading
from plugins.mlflow.files.experiments import read_experiment
from plugins.mlflow.files.models import read_model
from plugins.mlflow.files.places import MODELS, NO_RUNS, RUNS, place_of
from plugins.mlflow.files.projects import read_project
from plugins.mlflow.files.registry import read_registered, read_version
from plugins.mlflow.files.runs import read_run

_META = (
    f"**/{RUNS}/*/meta.yaml",
    f"**/{RUNS}/*/*/meta.yaml",
    f"**/{RUNS}/{MODELS}/*/version-*/meta.yaml",
)


def file_readers() -> Sequence[Reader]:
    return [
        Reader(name="mlproject", patterns=("MLproject",), read=_project),
        Reader(name="mlmodel", patterns=("MLmodel",), read=_model),
        Reader(name=RUNS, patterns=_META, read=_meta),
    ]


def _project(file: File, context: Context) -> Reading:
    return read_project(file)


def _model(file: File, context: Context) -> Reading:
    place = place_of(file.path)
    return read_model(file, place if place and len(place.inside) > 3 else None)


def _meta(file: File, context: Context) -> Reading:
    place = place_of(file.path)
    match place.inside[:-1] if place else ():
        case (top,) if place and top != MODELS:
            return read_experiment(file, place)
        case (top, _) if place and top == MODELS:
            return read_registered(file, place)
        case (top, _, _) if place and top == MODELS:
            return read_version(file, place)
        case (_, run) if place and run not in NO_RUNS:
            return read_run(file, place, machine=bool(context.settings["system_metrics"]))
    return Reading()
