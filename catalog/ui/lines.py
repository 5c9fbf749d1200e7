"""One line of facts about an entity, by kind: what tells it apart in a list."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Spec = Mapping[str, Any]
Related = Mapping[str, int]  # how many relations of each type, and of type:kind
Line = Callable[[Spec, Related], Iterable[str]]

DIRECTIONS = {
    "higher": "higher is better",
    "lower": "lower is better",
    "target": "nearest to a target is best",
    "none": "no direction",
}


def facts_line(document: Mapping[str, Any]) -> list[str]:
    """A few short facts from an entity as the API gives it."""
    spec = document.get("spec") or {}
    line = LINES.get(str(document.get("kind", "")).lower(), _anything)
    return [fact for fact in line(spec, _related(document)) if fact]


def _project(spec: Spec, related: Related) -> Iterable[str]:
    yield _text(spec, "type")
    yield many(related["hasPart:model"], "model")
    yield many(related["hasPart:dataset"], "data set")
    yield many(related["hasPart:deployment"], "deployment")


def _model(spec: Spec, related: Related) -> Iterable[str]:
    yield _text(spec, "type")
    yield _text(spec, "framework")
    versions = spec.get("versions") or []
    yield f"latest {versions[0].get('version', '')}" if versions else ""
    yield many(related["evaluatedBy"], "evaluation")
    yield _counted("served by ", related["servedBy"], "deployment")


def _dataset(spec: Spec, related: Related) -> Iterable[str]:
    yield f"{_text(spec, 'type')} data"
    rows = [split.get("rows") for split in spec.get("splits") or [] if isinstance(split, Mapping)]
    counted = [row for row in rows if isinstance(row, int)]
    yield f"{thousands(sum(counted))} rows" if counted else ""
    yield _text(spec, "format")
    yield _text(spec, "freshness")
    uses = ("trainingSetOf", "evaluationSetOf", "consumedBy", "derivedInto")
    used = sum(related[use] for use in uses)
    yield f"used by {used}" if used else "not used yet"


def _features(spec: Spec, related: Related) -> Iterable[str]:
    yield many(len(spec.get("features") or []), "feature")
    yield ", ".join(map(str, spec.get("entityKeys") or []))
    yield " and ".join(place for place in ("online", "offline") if spec.get(place) is True)
    yield _counted("used by ", related["featuresUsedBy"], "model")


def _pipeline(spec: Spec, related: Related) -> Iterable[str]:
    yield _text(spec, "type")
    yield _text(spec, "schedule")
    yield _counted("consumes ", related["consumes"], "")
    yield _counted("produces ", related["produces"], "")


def _deployment(spec: Spec, related: Related) -> Iterable[str]:
    yield _text(spec, "environment")
    version = _text(spec, "version") or _text(spec, "alias")
    yield f"serves {version}" if version else ""
    yield _text(spec, "runtime")


def _evaluation(spec: Spec, related: Related) -> Iterable[str]:
    yield many(len(spec.get("metrics") or []), "metric")
    yield _text(spec, "evaluator")


def _metric(spec: Spec, related: Related) -> Iterable[str]:
    yield DIRECTIONS.get(_text(spec, "direction"), "")
    yield _text(spec, "unit")
    yield _text(spec, "aggregation")


def _group(spec: Spec, related: Related) -> Iterable[str]:
    yield _text(spec, "type")
    yield many(related["hasMember"], "member")
    yield _counted("owns ", related["ownerOf"], "")


def _anything(spec: Spec, related: Related) -> Iterable[str]:
    yield _text(spec, "type")


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


def many(count: int, noun: str) -> str:
    """ "3 models", "1 model", and nothing at all for none."""
    return "" if not count else f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def thousands(number: int) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,}"


def _counted(before: str, count: int, noun: str) -> str:
    return "" if not count else before + (many(count, noun) if noun else str(count))


def _text(spec: Spec, field: str) -> str:
    value = spec.get(field)
    return str(value) if isinstance(value, (str, int, float)) else ""


def _related(document: Mapping[str, Any]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for relation in document.get("relations") or []:
        kind = str(relation.get("targetRef", "")).partition(":")[0]
        counts.update((relation["type"], f"{relation['type']}:{kind}"))
    return counts
