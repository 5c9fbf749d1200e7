"""Which entity an experiment or a registered model of MLflow belongs to.

Descriptors say so by annotations. What none names belongs to the entity that is proposed for it,
whose name follows from MLflow's name alone, so that nobody has to remember it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from descriptors.refs import InvalidRef, parse_ref
from plugins.api import Connection, Entity
from plugins.mlflow.records import Experiment

EXPERIMENT = "mlflow.org/experiment"
MODEL = "mlflow.org/registered-model"
DATASET = "mlflow.org/dataset"
SERVER = "mlflow.org/server"
ANNOTATIONS = (EXPERIMENT, MODEL, DATASET)

# Where several entities name one experiment, its runs are those of the one closest to a model.
_CLOSEST = ("model", "experiment", "project")
_LONGEST_NAME = 63


@dataclass(frozen=True, slots=True)
class Links:
    """Entities by what they name: experiments by name or id, models and data sets by name."""

    experiments: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)
    models: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)
    datasets: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict)

    def of_experiment(self, experiment: Experiment) -> tuple[Entity, ...]:
        """Those that name it, the one closest to a model first."""
        by_name = self.experiments.get(experiment.name, ())
        return by_name + self.experiments.get(experiment.id, ())

    def project(self, experiment: Experiment) -> str:
        """The ref of the project that an experiment is part of."""
        for entity in self.of_experiment(experiment):
            if entity.ref.startswith("project:"):
                return entity.ref
            if named := _named(entity, "project"):
                return named
        return proposed_ref("project", experiment.name)

    def of_model(self, name: str) -> tuple[Entity, ...]:
        return self.models.get(name, ())

    def subject(self, experiment: Experiment) -> str:
        """The ref of what runs of an experiment are about, as long as no model is known."""
        for entity in self.of_experiment(experiment):
            return _about(entity)
        return proposed_ref("project", experiment.name)

    def model(self, name: str) -> str:
        """The ref of a registered model."""
        for entity in self.of_model(name):
            return entity.ref
        return proposed_ref("model", name)

    def dataset(self, name: str) -> str:
        """The ref of a data set, if any descriptor names it."""
        return next((entity.ref for entity in self.datasets.get(name, ())), "")


def links(entities: Iterable[Entity], connection: Connection) -> Links:
    """What these entities name on this server."""
    ours = list(_on(entities, connection))
    return Links(_by(ours, EXPERIMENT), _by(ours, MODEL), _by(ours, DATASET))


def proposed_name(name: str) -> str:
    """A name that an entity can have. Other names that would come to the same get another end."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[: _LONGEST_NAME - 7].rstrip("-")
    as_it_is = re.sub(r"[^A-Za-z0-9._-]+", "", name) == name and len(name) <= _LONGEST_NAME
    if as_it_is and name.strip("._-") == name:
        return name
    end = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{plain}-{end}" if plain else f"unnamed-{end}"


def proposed_ref(kind: str, name: str) -> str:
    return f"{kind}:default/{proposed_name(name)}".lower()


def is_proposed(entity: Entity, name: str) -> bool:
    """Whether this may be the very entity that is proposed for a thing of this name."""
    return entity.ref == proposed_ref(entity.ref.partition(":")[0], name)


def _on(entities: Iterable[Entity], connection: Connection) -> Iterator[Entity]:
    """An entity that names a server is linked to no other."""
    for entity in entities:
        server = entity.annotations.get(SERVER, "").rstrip("/")
        if server in ("", connection.name, connection.url):
            yield entity


def _by(entities: Iterable[Entity], annotation: str) -> Mapping[str, tuple[Entity, ...]]:
    found: dict[str, list[Entity]] = {}
    for entity in entities:
        if name := entity.annotations.get(annotation, "").strip():
            found.setdefault(name, []).append(entity)
    return {name: tuple(sorted(those, key=_order(name))) for name, those in found.items()}


def _order(name: str) -> Callable[[Entity], tuple[bool, int, str]]:
    """What a descriptor declares comes before what was proposed and is about to go."""

    def order(entity: Entity) -> tuple[bool, int, str]:
        kind = entity.ref.partition(":")[0]
        place = _CLOSEST.index(kind) if kind in _CLOSEST else len(_CLOSEST)
        return (is_proposed(entity, name), place, entity.ref)

    return order


def _about(entity: Entity) -> str:
    """An Experiment is about a model or a project; any other entity about itself."""
    if not entity.ref.startswith("experiment:"):
        return entity.ref
    return _named(entity, "model") or _named(entity, "project") or entity.ref


def _named(entity: Entity, kind: str) -> str:
    """The ref in the field of an entity's `spec` that is called like its kind; or nothing."""
    text = entity.spec.get(kind)
    try:
        found = parse_ref(text.partition("@")[0], kind, entity.namespace) if text else ""
    except (InvalidRef, AttributeError):
        return ""
    return str(found)
