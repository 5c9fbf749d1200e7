"""A few facts about an entity, by kind: what tells it apart in a list."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Spec = Mapping[str, Any]
Related = Mapping[str, int]  # how many relations of each type, and of type:kind


@dataclass(frozen=True, slots=True)
class ListFact:
    """One fact: in a table `value` stands under `label`; in a line of text, `words` do.

    `amount` is the number in it, where it is one.
    """

    label: str
    value: str
    words: str
    amount: float | None = None


Line = Callable[[Spec, Related], Iterable[ListFact | None]]

DIRECTIONS = {
    "higher": "higher is better",
    "lower": "lower is better",
    "target": "nearest to a target is best",
    "none": "no direction",
}


def facts_line(document: Mapping[str, Any]) -> list[ListFact]:
    """A few short facts from an entity as the API gives it; those without a value are left out."""
    spec = document.get("spec") or {}
    line = LINES.get(str(document.get("kind", "")).lower(), _anything)
    return [fact for fact in line(spec, _related(document)) if fact and fact.value]


def _project(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    yield _field(spec, "type", "Task")
    yield _count("Models", related["hasPart:model"], "{} model")
    yield _count("Data sets", related["hasPart:dataset"], "{} data set")
    yield _count("Deployments", related["hasPart:deployment"], "{} deployment")


def _model(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    yield _field(spec, "type", "Task")
    yield _field(spec, "framework", "Framework")
    yield _latest(spec)
    yield _count("Deployments", related["servedBy"], "served by {} deployment")


def _dataset(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    yield _field(spec, "type", "Type", "{} data")
    rows = _rows(spec)
    yield ListFact("Rows", f"{rows:,}", f"{rows:,} rows", rows) if rows else None
    yield _field(spec, "format", "Format")
    yield _field(spec, "freshness", "Freshness")
    uses = ("trainingSetOf", "evaluationSetOf", "consumedBy", "derivedInto")
    yield _count("Used by", sum(related[use] for use in uses), "used by {}", plural=False)


def _features(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    yield _count("Features", len(spec.get("features") or []), "{} feature")
    keys = ", ".join(map(str, spec.get("entityKeys") or []))
    yield ListFact("Keys", keys, f"by {keys}")
    places = " and ".join(place for place in ("online", "offline") if spec.get(place) is True)
    yield ListFact("Served", places, places)
    yield _count("Used by", related["featuresUsedBy"], "used by {} model")


def _pipeline(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    yield _field(spec, "type", "Type")
    yield _field(spec, "schedule", "Schedule")
    yield _count("Consumes", related["consumes"], "consumes {}", plural=False)
    yield _count("Produces", related["produces"], "produces {}", plural=False)


def _deployment(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    yield _field(spec, "environment", "Environment", "environment: {}")
    yield _field(spec, "version" if spec.get("version") else "alias", "Version", "serves {}")
    share = spec.get("traffic")
    if isinstance(share, (int, float)) and share != 100:
        yield ListFact("Traffic", f"{share:g} %", f"{share:g} % of traffic", share)
    yield _field(spec, "runtime", "Runtime")


def _evaluation(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    yield _count("Metrics", len(spec.get("metrics") or []), "{} metric")
    yield _field(spec, "evaluator", "Evaluator")


def _metric(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    direction = DIRECTIONS.get(str(spec.get("direction")), "")
    yield ListFact("Direction", direction, direction)
    yield _field(spec, "unit", "Unit")
    yield _field(spec, "aggregation", "Aggregation")


def _group(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    yield _field(spec, "type", "Type")
    yield _count("Members", related["hasMember"], "{} member")
    yield _count("Owns", related["ownerOf"], "owns {}", plural=False)


def _anything(spec: Spec, related: Related) -> Iterable[ListFact | None]:
    yield _field(spec, "type", "Type")


LINES: Mapping[str, Line] = {
    "project": _project,
    "model": _model,
    "dataset": _dataset,
    "featureset": _features,
    "pipeline": _pipeline,
    "deployment": _deployment,
    "evaluation": _evaluation,
    "metric": _metric,
    "group": _group,
}


def _field(spec: Spec, field: str, label: str, words: str = "{}") -> ListFact | None:
    value = spec.get(field)
    text = str(value) if isinstance(value, (str, int, float)) else ""
    return ListFact(label, text, words.format(text))


def _count(label: str, count: int, words: str, plural: bool = True) -> ListFact | None:
    if not count:
        return None
    ending = "s" if plural and count != 1 else ""
    return ListFact(label, str(count), words.format(count) + ending, count)


def _latest(spec: Spec) -> ListFact | None:
    versions = spec.get("versions") or []
    newest = str(versions[0].get("version", "")) if versions else ""
    return ListFact("Latest", newest, f"latest {newest}")


def _rows(spec: Spec) -> int:
    splits = [split for split in spec.get("splits") or [] if isinstance(split, Mapping)]
    return sum(split["rows"] for split in splits if isinstance(split.get("rows"), int))


def _related(document: Mapping[str, Any]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for relation in document.get("relations") or []:
        kind = str(relation.get("targetRef", "")).partition(":")[0]
        counts.update((relation["type"], f"{relation['type']}:{kind}"))
    return counts
