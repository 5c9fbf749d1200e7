"""A plugin that reads notes: on each line a model and how good it is."""

import time
from collections.abc import Mapping, Sequence

from descriptors.problems import Problem
from plugins.api import (
    Context,
    Draft,
    EvaluationRun,
    File,
    Preview,
    PreviewRow,
    Question,
    Report,
    Result,
    Upload,
    hook,
)
from plugins.host.loading import LoadedPlugin, load_plugin


@hook
def uploads() -> Sequence[Upload]:
    about = "A line is a model and a number."
    return [Upload(name="lines", title="Notes", suffixes=[".note"], run=read, about=about)]


def read(file: File, answers: Mapping[str, str], context: Context) -> Draft:
    text = file.data.decode()
    if text.startswith("hang"):
        time.sleep(60)
    metric = answers.get("metric", "auc")
    lines = [line.split() for line in text.splitlines()]
    problems = [
        Problem("noted/number", f"`{it[1]}` is no number", path=f"B{at}")
        for at, it in enumerate(lines, 1)
        if not it[1].replace(".", "").isdigit()
    ]
    runs = [
        EvaluationRun(id=it[0], subject=f"model:default/{it[0]}", results=[_result(metric, it[1])])
        for it in lines
        if it[1].replace(".", "").isdigit()
    ]
    rows = [PreviewRow(name=str(at), cells=it) for at, it in enumerate(lines, 1)]
    return Draft(
        questions=[Question(name="metric", label="Which metric?", answer=metric, column="B")],
        preview=Preview(columns=["A", "B"], rows=rows),
        report=Report(evaluations=runs),
        problems=problems,
    )


def _result(metric: str, text: str) -> Result:
    return Result(metric=metric, value=float(text))


def load(name: str) -> LoadedPlugin | Problem:
    import tests.catalog.uploads.noted as this

    return load_plugin(name, {"noted": this})
