"""What is known of metrics: which way is better, the unit, the range, and who says so.

Metric entities come first, then the built-in list (metrics.yaml). What neither knows has no
direction, and neither has a metric on which two entities disagree.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml
from sqlalchemy import Connection, Select, select

from catalog.store.database import Database
from catalog.store.reader import EVERYONE, Reader
from catalog.store.tables import entity, entry
from descriptors.problems import Problem

BUILT_IN = Path(__file__).with_name("metrics.yaml")
# What tools put before a metric's name to say on which data it was measured: Keras `val_`,
# transformers' Trainer `eval_`, `test_` and `train_` (its trackers write `eval/`), scikit-learn's
# cross_validate `test_` and `train_`, MLflow's autologging `training_`, Lightning `val/`.
_PREFIX = re.compile(r"(?:val|valid|validation|test|eval|train|training)[_/](?=.)")
# `ndcg@10` (RecBole, XGBoost), `recall_at_10` (MLflow); `acc,none` (lm-eval names the filter).
_SUFFIX = re.compile(r"(?:@\d+|_at_\d+|,[a-z0-9_-]+)$")


@dataclass(frozen=True, slots=True)
class MetricDefinition:
    """`direction` is higher, lower, target or none; `source` a Metric's ref, or `built-in: …`."""

    name: str
    direction: str
    source: str
    unit: str = ""
    range: tuple[float | None, float | None] = (None, None)
    target: float | None = None
    aggregation: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class MetricDefinitions:
    """By name in lower case; `problems` name the entities that disagree."""

    declared: Mapping[str, MetricDefinition]
    disputed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = field(default=())

    def of(self, metric: str) -> MetricDefinition | None:
        """None for what nobody has defined, or two entities define differently."""
        for name in _spellings(metric):
            if name in self.disputed:
                return None
            found = self.declared.get(name) or built_in().get(name)
            if found is not None:
                return found
        return None

    def disputes(self, metric: str) -> bool:
        """Whether two entities define it differently."""
        return not self.disputed.isdisjoint(_spellings(metric)) and self.of(metric) is None

    def direction(self, metric: str) -> str:
        """`higher`, `lower`, `target`, `none`, or empty where it is not known."""
        found = self.of(metric)
        return found.direction if found else ""


def metric_definitions(db: Database, reader: Reader = EVERYONE) -> MetricDefinitions:
    """What the Metric entities that the reader sees say, before the built-in list."""
    with db.read() as connection:
        rows = connection.execute(_entities().where(reader.sees())).all()
    return _definitions((row.ref, row.body) for row in rows)


def definitions_by_audience(connection: Connection) -> list[MetricDefinitions]:
    """What the Metric entities of each audience say: nobody is told of one they can't see."""
    bodies: dict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for row in connection.execute(_entities().where(entity.c.deleted_at.is_(None))):
        bodies[row.audience].append((row.ref, row.body))
    return [_definitions(of_one) for of_one in bodies.values()]


def _entities() -> Select[Any]:
    rows = select(entity.c.ref, entity.c.audience, entry.c.body)
    return rows.join(entry, entry.c.entity_id == entity.c.id).where(entity.c.kind == "metric")


def _definitions(bodies: Iterable[tuple[str, bytes]]) -> MetricDefinitions:
    by_name: dict[str, list[MetricDefinition]] = defaultdict(list)
    for ref, body in sorted(bodies):
        for name, definition in _defined(ref, orjson.loads(body)):
            by_name[name].append(definition)
    disputed = {name: them for name, them in by_name.items() if _disagree(them)}
    agreed = {name: them[0] for name, them in by_name.items() if name not in disputed}
    return MetricDefinitions(agreed, frozenset(disputed), tuple(_problems(disputed)))


@cache
def built_in() -> Mapping[str, MetricDefinition]:
    """The built-in list, by name in lower case."""
    document = yaml.safe_load(BUILT_IN.read_text(encoding="utf-8"))
    return {
        name: MetricDefinition(
            name,
            one["direction"],
            f"built-in: {document['sources'][one['source']]}",
            one.get("unit", ""),
            _range(one.get("range")),
            one.get("target"),
            one.get("aggregation", ""),
        )
        for one in document["metrics"]
        for name in one["names"]
    }


def _spellings(metric: str) -> Iterator[str]:
    """The name itself, then without what says on which data, at which rank or by which filter."""
    name = metric.lower()
    yield name
    short = _SUFFIX.sub("", name)
    for candidate in (short, _PREFIX.sub("", name, 1), _PREFIX.sub("", short, 1)):
        if candidate != name:
            yield candidate


def _defined(ref: str, document: Mapping[str, Any]) -> Iterable[tuple[str, MetricDefinition]]:
    spec = document.get("spec") or {}
    name = str(document["metadata"]["name"])
    definition = MetricDefinition(
        name,
        str(spec.get("direction", "")),
        ref,
        str(spec.get("unit", "")),
        _range(spec.get("range")),
        spec.get("target"),
        str(spec.get("aggregation", "")),
        str(spec.get("definition", "")),
    )
    aliases = spec.get("aliases")
    names = (name, *map(str, aliases if isinstance(aliases, list) else ()))
    return [(each.lower(), definition) for each in dict.fromkeys(names)]


def _disagree(definitions: Sequence[MetricDefinition]) -> bool:
    return len({(one.direction, one.target) for one in definitions}) > 1


def _problems(disputed: Mapping[str, Sequence[MetricDefinition]]) -> Iterator[Problem]:
    """One for each entity, which names another that it disagrees with."""
    for name, definitions in sorted(disputed.items()):
        for one in definitions:
            other = next(it for it in definitions if _disagree((it, one)))
            text = (
                f"`{name}` is {one.direction} here and {other.direction} in {other.source}; "
                "until they agree it has no direction"
            )
            hint = "change one of them, or give it another name"
            yield Problem(
                "metric/disagrees", text, hint, path="/spec/direction", entity_ref=one.source
            )


def _range(value: Any) -> tuple[float | None, float | None]:
    return (value[0], value[1]) if isinstance(value, list) and len(value) == 2 else (None, None)
