"""From a sidecar, with the results it names, to evaluations."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from descriptors.refs import InvalidRef
from plugins.api import (
    Context,
    EvaluationRun,
    Examples,
    File,
    Problem,
    Reading,
    Result,
    Value,
)
from plugins.contents import Unreadable, mapping, read_json
from plugins.evaljson import card_scores, harness, spacy_scores
from plugins.evaljson.named import Found, Named
from plugins.evaljson.samples import read_samples, samples_of, samples_pattern
from plugins.evaljson.spacy_meta import is_meta, meta_params, meta_tags
from plugins.sidecars import Evaluated, read_sidecar, reading_of, subject_of

PLUGIN = "evaljson"
Runs = Callable[["Beside", Named, Found, Mapping[str, Value]], Sequence[EvaluationRun]]


@dataclass
class Beside:
    """A sidecar with the files beside it; what is wrong with them is collected."""

    file: File
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, message: str, hint: str, line: int) -> None:
        self.problems.append(Problem(f"{PLUGIN}/{code}", message, hint, line=line))

    def warn(self, code: str, message: str, hint: str, line: int) -> None:
        problem = Problem(f"{PLUGIN}/{code}", message, hint, line=line, severity="warning")
        self.problems.append(problem)


def read_harness(file: File, context: Context) -> Reading:
    """`*.lm-eval.yaml`: an evaluation for each task of each file of results."""
    evaluated, problems = read_sidecar(file.data, PLUGIN, further=("datasets",))
    evaluated = [_with_datasets(it, problems) for it in evaluated]
    named = [Named(it, PLUGIN) for it in evaluated]
    if missing := file.lacks(need for it in named for need in it.needs()):
        return Reading(needs=missing)
    if context.settings["examples"]:
        found = [samples_pattern(found.path) for it in named for found in it.found(file.near)]
        if missing := file.lacks(filter(None, found)):
            return Reading(needs=missing)
    return _reading(file, named, _harness_runs, problems)


def read_spacy(file: File, context: Context) -> Reading:
    """`*.spacy.yaml`: an evaluation for each `metrics.json` or `meta.json`."""
    return _simple(file, _spacy_runs)


def read_cards(file: File, context: Context) -> Reading:
    """`*.model-card.yaml`: an evaluation for each JSON of a Model Card Toolkit."""
    return _simple(file, _card_runs)


def _simple(file: File, runs: Runs) -> Reading:
    evaluated, problems = read_sidecar(file.data, PLUGIN)
    named = [Named(it, PLUGIN) for it in evaluated]
    if missing := file.lacks(need for it in named for need in it.needs()):
        return Reading(needs=missing)
    return _reading(file, named, runs, problems)


def _reading(
    file: File, named: Sequence[Named], runs: Runs, problems: Sequence[Problem]
) -> Reading:
    beside = Beside(file)
    found = [run for it in named for run in _of(beside, it, runs)]
    missing = [problem for it in named for problem in it.missing(file.near)]
    return reading_of(found, [*problems, *missing, *beside.problems])


def _of(beside: Beside, named: Named, runs: Runs) -> Iterator[EvaluationRun]:
    for found in named.found(beside.file.near):
        try:
            content = read_json(found.data)
        except Unreadable as error:
            hint = "write or copy it again, or leave it out of `files`"
            beside.wrong("json", f"`{found.path}` {error}", hint, named.evaluated.line)
            continue
        made = runs(beside, named, found, mapping(content))
        if not made and named.is_exact(found.path):
            what = f"`{found.path}` holds no results that this format has"
            hint = "name another file, or the folder, in which only results are read"
            beside.warn("no-results", what, hint, named.evaluated.line)
        yield from made


def _harness_runs(
    beside: Beside, named: Named, found: Found, content: Mapping[str, Value]
) -> Sequence[EvaluationRun]:
    if not harness.is_results(content):
        return []
    examples = dict(_examples(beside, named, found, content))
    it = harness.ResultsFile(named.evaluated, found, content, beside.file.path, examples)
    return it.runs()


def _examples(
    beside: Beside, named: Named, found: Found, content: Mapping[str, Value]
) -> Iterator[tuple[str, Examples]]:
    for task in harness.tasks(content):
        path = samples_of(found.path, task.name)
        data = beside.file.near.get(path) if path else None
        if data is None:
            continue
        examples, wrong = read_samples(data)
        if wrong:
            what = f"{wrong:,} lines of `{path}` can't be read"
            hint = "a line is a JSON object with `doc_id`; the others are read"
            beside.warn("samples", what, hint, named.evaluated.line)
        if examples is not None:
            yield task.name, examples


def _spacy_runs(
    beside: Beside, named: Named, found: Found, content: Mapping[str, Value]
) -> Sequence[EvaluationRun]:
    has_meta = is_meta(content)
    scores = mapping(content.get("performance")) if has_meta else content
    run = _run(beside, named.evaluated, found, spacy_scores.results(scores), "spaCy")
    if run is None or not has_meta:
        return [run] if run else []
    params = {**meta_params(content), **named.evaluated.params}
    return [replace(run, params=params, tags={**meta_tags(content), **named.evaluated.tags})]


def _card_runs(
    beside: Beside, named: Named, found: Found, content: Mapping[str, Value]
) -> Sequence[EvaluationRun]:
    if not card_scores.is_card(content):
        return []
    results = card_scores.results(content)
    run = _run(beside, named.evaluated, found, results, "Model Card Toolkit")
    thresholds = card_scores.thresholds(content)
    if run is None:
        return []
    params = {"threshold": thresholds[0], **run.params} if len(thresholds) == 1 else run.params
    return [replace(run, version=run.version or card_scores.version(content), params=params)]


def _run(
    beside: Beside, it: Evaluated, found: Found, results: Sequence[Result], evaluator: str
) -> EvaluationRun | None:
    if not results:
        return None
    return replace(
        it.run(it.id(beside.file.path, found.path)),
        version=it.version or found.version,
        name=it.name or found.path,
        evaluator=evaluator,
        results=results,
    )


def _with_datasets(it: Evaluated, problems: list[Problem]) -> Evaluated:
    """The data sets of tasks, by refs: `datasets: {hellaswag: hellaswag-validation}`."""
    given, refs = it.further.get("datasets"), {}
    for task, name in mapping(given).items():
        try:
            refs[task] = subject_of(name if isinstance(name, str) else "", "dataset")[0]
        except InvalidRef as error:
            message = f"The data of `{task[:60]}` has no name: {error}"
            hint = "as in `datasets: {hellaswag: hellaswag-validation}`"
            problems.append(Problem(f"{PLUGIN}/sidecar-dataset", message, hint, line=it.line))
    return replace(it, further={**it.further, "datasets": refs})
