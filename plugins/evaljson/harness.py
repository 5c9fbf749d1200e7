"""Results of lm-evaluation-harness as facts: an evaluation for each task.

Formats: github.com/EleutherAI/lm-evaluation-harness, `EvaluationTracker` (0.4: `results`,
`configs`, `n-samples` …), releases before it (`results`, `versions`, `config`), and the BigScience
fork, whose `results` are a list with an entry for each prompt of a task.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from plugins.api import DatasetUse, EvaluationRun, Examples, Value
from plugins.contents import mapping
from plugins.evaljson.contents import flat, params, text, time, whole
from plugins.evaljson.named import Found
from plugins.evaljson.scores import results
from plugins.sidecars import Evaluated

MOST_TASKS = 2_000
# Local times in names of files, where nothing inside says when it was.
_TIMES = (
    (re.compile(r"_(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2})(?:\.\d+)?\.json"), "%Y-%m-%dT%H-%M-%S"),
    (re.compile(r"_(\d{2}-\d{2}-\d{4}-\d{2}-\d{2}-\d{2})\.json"), "%m-%d-%Y-%H-%M-%S"),
)
_SPLITS = ("test_split", "validation_split", "training_split")  # that the harness measures on
_TAGS = {
    "git_hash": "lm_eval.git_hash",
    "lm_eval_version": "lm_eval.version",
    "transformers_version": "transformers.version",
}


@dataclass(frozen=True)
class Task:
    """What was measured by one task; `prompt` is what of it is one of several prompts."""

    name: str
    scores: Mapping[str, Value]
    prompt: str = ""


@dataclass(frozen=True)
class ResultsFile:
    """One file of results, of one model."""

    evaluated: Evaluated
    found: Found
    content: Mapping[str, Value]
    source: str  # the sidecar's path
    examples: Mapping[str, Examples] = field(default_factory=dict)  # by task

    def runs(self) -> list[EvaluationRun]:
        """Ids tell tasks apart, also where there are two of one name."""
        made = [self._run(task) for task in tasks(self.content)]
        return list({run.id: run for run in made}.values())

    def _run(self, task: Task) -> EvaluationRun:
        it, name = self.evaluated, " / ".join(filter(None, (task.name, task.prompt)))
        started, ended = self._times()
        return replace(
            it.run(it.id(self.source, self.found.path, name)),
            version=it.version or self.found.version or self._revision(),
            name=f"{it.name}: {name}" if it.name else name,
            group=it.group or self.found.path.rpartition("/")[2].removesuffix(".json"),
            started_at=started,
            ended_at=ended,
            dataset=self._dataset(task),
            evaluator=f"lm-evaluation-harness {text(self.content.get('lm_eval_version'))}".strip(),
            params={**self._params(task), **it.params},
            tags={**self._tags(task), **it.tags},
            results=list(results(task.scores, self._count(task))),
            examples=self.examples.get(task.name),
        )

    def _of(self, part: str, task: Task) -> Value:
        return mapping(self.content.get(part)).get(task.name)

    def _count(self, task: Task) -> int | None:
        """How many examples there were; of a group, those of the tasks in it."""
        own = whole(mapping(self._of("n-samples", task)).get("effective"))
        inside = self._of("group_subtasks", task)
        if own is not None or not isinstance(inside, list) or not inside:
            return own
        samples = mapping(self.content.get("n-samples"))
        counts = [whole(mapping(samples.get(it)).get("effective")) for it in map(text, inside)]
        return sum(filter(None, counts)) if all(it is not None for it in counts) else None

    def _dataset(self, task: Task) -> DatasetUse:
        """The data of a task is called like the task: what else it is made of, a prompt or the
        order of the answers, is no less than the rows a reason not to compare."""
        given, config = self.evaluated.dataset, mapping(self._of("configs", task))
        named = mapping(self.evaluated.further.get("datasets")).get(task.name)
        split = next((text(config[it]) for it in _SPLITS if config.get(it)), "")
        rows = whole(mapping(self._of("n-samples", task)).get("original"))
        if isinstance(named, str) or given is None:
            ref = named if isinstance(named, str) else ""
            return DatasetUse(name="" if ref else task.name, ref=ref, split=split, rows=rows)
        is_named = given.name or given.ref or given.digest
        return DatasetUse(
            name=given.name if is_named else task.name,
            ref=given.ref,
            digest=given.digest,
            split=given.split or split,
            rows=given.rows if given.rows is not None else rows,
        )

    def _params(self, task: Task) -> dict[str, str | float | int | bool]:
        config, own = mapping(self.content.get("config")), mapping(self._of("configs", task))
        shots, prompt = self._of("n-shot", task), task.scores.get("prompt_name")
        return {
            **params({key: it for key, it in config.items() if key != "model_args"}),
            **params(self._model_args(), "model_args."),
            **params({key: own.get(key) for key in ("dataset_path", "dataset_name")}),
            **params({"task": task.name, "task_version": self._of("versions", task)}),
            **params({"num_fewshot": shots} if shots is not None else {}),
            **params({"prompt_name": prompt, "dataset_path": task.scores.get("dataset_path")}),
        }

    def _model_args(self) -> Mapping[str, Value]:
        """A mapping, or, before 0.4, `pretrained=…,revision=…` as on the command line."""
        args = mapping(self.content.get("config")).get("model_args")
        if not isinstance(args, str):
            return mapping(args)
        pairs = (it.partition("=") for it in args.split(","))
        return {name.strip(): value.strip() for name, equals, value in pairs if equals}

    def _revision(self) -> str:
        return text(self._model_args().get("revision"))

    def _tags(self, task: Task) -> dict[str, str]:
        told = {tag: text(self.content.get(key)) for key, tag in _TAGS.items()}
        model = text(self.content.get("model_name"))
        digest = text(self._of("task_hashes", task))
        more = {
            "lm_eval.model": model,
            "lm_eval.task_hash": digest,
            "lm_eval.file": self.found.path,
        }
        return {tag: value for tag, value in {**told, **more}.items() if value}

    def _times(self) -> tuple[float | None, float | None]:
        given = self.evaluated.evaluated_at
        if given is not None:
            return given, given
        started = time(self.content.get("date"))
        if started is None:
            named = _named_time(self.found.path)
            return named, named
        return started, started + self._seconds()

    def _seconds(self) -> float:
        try:
            seconds = float(text(self.content.get("total_evaluation_time_seconds")) or 0)
        except ValueError:
            return 0.0
        return seconds if 0 < seconds < 1e9 else 0.0


def tasks(content: Mapping[str, Value]) -> Iterator[Task]:
    """Tasks, and groups of tasks, each once."""
    found = content.get("results")
    if isinstance(found, list):
        yield from _listed(found[:MOST_TASKS])
        return
    both = {**mapping(content.get("groups")), **mapping(found)}
    for name, scores in list(both.items())[:MOST_TASKS]:
        if isinstance(scores, dict) and text(name):
            yield Task(text(name), scores)


def is_results(content: Value) -> bool:
    """Whether this is a file of results, of any release."""
    found = mapping(content).get("results")
    if isinstance(found, list):
        return bool(found) and all(isinstance(it, dict) and "task_name" in it for it in found)
    return bool(mapping(found)) and all(isinstance(it, dict) for it in mapping(found).values())


def _listed(found: list[Value]) -> Iterator[Task]:
    for scores in found:
        if isinstance(scores, dict) and text(scores.get("task_name")):
            prompt = text(scores.get("prompt_name")) or text(scores.get("prompt_id"))
            yield Task(text(scores["task_name"]), dict(flat(scores)), prompt)


def _named_time(path: str) -> float | None:
    """The time in a file's name, taken for UTC."""
    for expression, shape in _TIMES:
        match = expression.search(path)
        if match:
            try:
                return datetime.strptime(match[1], shape).replace(tzinfo=UTC).timestamp()
            except (ValueError, OverflowError):
                return None
    return None
