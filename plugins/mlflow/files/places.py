"""Where a file lies in a folder of runs, and which descriptors say whose runs they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from descriptors.refs import InvalidRef, parse_ref
from plugins.api import Connection, Entity
from plugins.beside import declared_beside, descriptors_beside, nearest
from plugins.mlflow.links import Links, links, proposed_ref
from plugins.mlflow.records import Experiment

RUNS = "mlruns"
MODELS = "models"  # beside experiments: registered models; in one: logged models
NO_RUNS = ("tags", "datasets", "traces", "models", ".trash")
_NO_SERVER = Connection(name="", url="")


@dataclass(frozen=True, slots=True)
class Place:
    """`inside` are the parts of a path below the innermost `mlruns`, `above` how many folders the
    file's own folder lies below the one that holds `mlruns`."""

    inside: tuple[str, ...] = ()
    above: int = 0

    @property
    def descriptors(self) -> list[str]:
        """Beside `mlruns`, and in the folder above that."""
        return descriptors_beside(levels=1, above=self.above)


def place_of(path: str) -> Place | None:
    """None for a file that lies in no folder of runs."""
    parts = path.split("/")
    if RUNS not in parts[:-1]:
        return None
    at = len(parts) - 1 - parts[::-1].index(RUNS)
    return Place(tuple(parts[at + 1 :]), len(parts) - 1 - at)


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose experiments and models are, as descriptors beside them say."""

    links: Links
    model: Entity | None = None
    project: Entity | None = None

    def of_experiment(self, experiment: Experiment) -> str:
        """The ref of what its runs are about: what names it by annotation; else the only model,
        or the only project there is; else itself."""
        if self.links.of_experiment(experiment):
            return self.links.subject(experiment)
        owner = self.model or self.project
        return owner.ref if owner else proposed_ref("experiment", experiment.name)

    def of_registered(self, name: str) -> str:
        """The ref of a registered model: what names it by annotation; else the only model."""
        if self.links.of_model(name) or self.model is None:
            return self.links.model(name)
        return self.model.ref

    def project_ref(self) -> str:
        """The project that things beside belong to; empty where none is known."""
        if self.project is not None:
            return self.project.ref
        named = self.model.spec.get("project") if self.model else None
        try:
            space = self.model.namespace if self.model else "default"
            return str(parse_ref(named, "project", space)) if isinstance(named, str) else ""
        except InvalidRef:
            return ""


def owners(near: Mapping[str, bytes | None], descriptors: Sequence[str]) -> Owners:
    """What the descriptors say that were found."""
    return Owners(
        links(declared_beside(near, descriptors), _NO_SERVER),
        nearest(near, descriptors, "Model"),
        nearest(near, descriptors, "Project"),
    )
