"""From a `dvc.yaml`, with the files it leads to, to an entity and what is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from mlhome import Attachment, Context, Curve, File, Problem, Reading, Report, Series, Value
from mlhome_dvc.attachment import pipeline_value
from mlhome_dvc.beside import Beside, beside
from mlhome_dvc.files import Unreadable, read_yaml
from mlhome_dvc.kinds import API_VERSION, KIND
from mlhome_dvc.lock import is_kept
from mlhome_dvc.measured import evaluation, results_of, used_params
from mlhome_dvc.plots import Drawn, drawn
from mlhome_dvc.repository import Repository
from mlhome_dvc.stages import Pipeline, Plot, all_files, pipeline

PARTS = ("stages", "params", "metrics", "plots", "artifacts", "vars", "datasets")


def read(file: File, context: Context) -> Reading:
    return read_pipeline(file, has_plots=context.settings["plots"])


def read_pipeline(file: File, *, has_plots: bool = True) -> Reading:
    """Asks for files until it has all that are named, and then says what they mean."""
    content = _content(file)
    if isinstance(content, Problem):
        return Reading(problems=[content])
    repository = Repository(file)
    templating = repository.templating(content)
    made = pipeline(content, templating)
    if missing := repository.missing(content, made, plots=has_plots):
        return Reading(needs=missing)
    for name in sorted(templating.unknown):
        repository.complain("dvc/unknown-value", f"`${{{name}}}` has no value", "see `vars`")
    for wrong in dict.fromkeys(made.wrong):
        repository.complain("dvc/declaration", wrong)
    return _told(repository, made, beside(file), has_plots)


def _content(file: File) -> Mapping[str, Value] | Problem:
    try:
        content = next(read_yaml(file.data), None)
    except Unreadable as error:
        return Problem("dvc/yaml", f"This is no `dvc.yaml`: {error}", line=error.line)
    if not isinstance(content, dict) or not any(part in content for part in PARTS):
        return Problem("dvc/empty", "This `dvc.yaml` declares nothing", f"one of {PARTS}")
    return content


def _told(repository: Repository, made: Pipeline, it: Beside, has_plots: bool) -> Reading:
    ref = f"{KIND}:{it.namespace}/{it.name}".lower()
    param_files = repository.contents(all_files(made.stages))
    params = used_params(made.stages, param_files)
    metrics = repository.contents(made.metrics)
    results = results_of(metrics)
    series, curves = _drawn(repository, made) if has_plots else ([], [])
    stale = [path for path in metrics if not _is_recorded(repository, path)]
    value = pipeline_value(
        *(made, repository.lock, param_files, params, results, stale, repository.remotes)
    )
    runs = [evaluation(ref, it, results, params, series, curves)] if results else []
    return Reading(
        documents=[(_document(it, made), 1)],
        report=Report(
            attachments=[Attachment(entity=ref, type="pipeline", value=value)],
            evaluations=runs,
            problems=[replace(problem, entity_ref=ref) for problem in repository.problems],
            complete=True,
        ),
    )


def _document(it: Beside, made: Pipeline) -> Mapping[str, Value]:
    named = {"project": it.project, "model": it.model}
    return {
        "apiVersion": API_VERSION,
        "kind": KIND,
        "metadata": {"name": it.name, "namespace": it.namespace, "tags": ["dvc"]},
        "spec": {
            "type": "dvc",
            **{field: ref for field, ref in named.items() if ref},
            "stages": [stage.name for stage in made.stages],
        },
    }


def _drawn(repository: Repository, made: Pipeline) -> tuple[Sequence[Series], Sequence[Curve]]:
    """Of columns that two plots have under one name, the first is kept."""
    series: dict[str, Series] = {}
    curves: dict[tuple[str, str], Curve] = {}
    for plot in made.plots:
        for _, found in repository.each([plot.file], partial(_draw, plot)):
            for one in found.series:
                series.setdefault(one.metric, one)
            for curve in found.curves:
                curves.setdefault((curve.type, curve.name), curve)
    return list(series.values()), list(curves.values())


def _draw(plot: Plot, _path: str, data: bytes) -> Drawn:
    return drawn(plot, data)


def _is_recorded(repository: Repository, path: str) -> bool:
    """Whether a file is the one that the last run left; True where none was recorded."""
    data = repository.file.near[path]
    kept = [stage.files[path] for stage in repository.lock.values() if path in stage.files]
    return data is None or not kept or any(is_kept(data, each) for each in kept)
