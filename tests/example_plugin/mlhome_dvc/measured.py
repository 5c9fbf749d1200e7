"""What the last run of a pipeline measured, as a fact of ML Home."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from mlhome import Curve, EvaluationRun, Result, Series, Value
from mlhome_dvc.beside import Beside
from mlhome_dvc.files import at, flat, is_number, shown
from mlhome_dvc.stages import ParamUse, Stage

MOST_PARAMS = 1000


def evaluation(
    ref: str,
    it: Beside,
    results: Sequence[Result],
    params: Mapping[str, Value],
    series: Sequence[Series],
    curves: Sequence[Curve],
) -> EvaluationRun:
    """One run: what the files say now. Git has those before it."""
    return EvaluationRun(
        id=ref,
        subject=it.model or it.project or ref,
        name=it.name,
        group="dvc",
        type="evaluation",
        evaluator="DVC",
        params={name: shown(value) for name, value in params.items()},
        results=results,
        series=series,
        curves=curves,
    )


def results_of(contents: Mapping[str, Value]) -> list[Result]:
    """Every number of the metrics files by its dotted name; where two files have the same name,
    with the file's in front."""
    found = [
        (file, name, value)
        for file, content in contents.items()
        for name, value in flat(content)
        if is_number(value)
    ]
    names = [name for _, name, _ in found]
    return [
        Result(
            metric=name if names.count(name) == 1 else f"{PurePosixPath(file).stem}.{name}",
            value=float(value),
        )
        for file, name, value in found[:MOST_PARAMS]
    ]


def used_params(stages: Sequence[Stage], contents: Mapping[str, Value]) -> dict[str, Value]:
    """The params that stages depend on; those of other files than `params.yaml` with their file in
    front, as `dvc params diff` shows them."""
    uses = dict.fromkeys(use for stage in stages for use in stage.params)
    return dict([pair for use in uses for pair in _of(use, contents)][:MOST_PARAMS])


def _of(use: ParamUse, contents: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    content = contents.get(use.file)
    value = at(content, use.name) if use.name else content
    before = "" if use.file.endswith("params.yaml") else f"{use.file}:"
    for name, each in flat(value, use.name):
        if each is not None:
            yield f"{before}{name}", each
