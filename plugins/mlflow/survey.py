"""What there is on a server, as far as every call has to know it: its experiments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from plugins.api import Connection, Context, Problem
from plugins.mlflow.client import Mlflow, Page
from plugins.mlflow.links import Links, links
from plugins.mlflow.records import Experiment, RegisteredModel
from plugins.mlflow.runs import Surroundings

Thing = TypeVar("Thing")

# Beyond these the rest is not read, and a problem says so.
MOST_EXPERIMENTS = 10_000
MOST_MODELS = 5_000


@dataclass(frozen=True, slots=True)
class Server:
    """A server and what a call knows of it from the start."""

    mlflow: Mlflow
    connection: Connection
    settings: Mapping[str, Any]
    now: float
    around: Surroundings
    problems: Sequence[Problem]

    @property
    def links(self) -> Links:
        return self.around.links

    @property
    def experiments(self) -> Mapping[str, Experiment]:
        return self.around.experiments


def survey(context: Context, connection: Connection) -> Server:
    """Ask for the experiments. Raises UpstreamFailed."""
    mlflow = Mlflow(context.http, connection.url)
    linked = links(context.entities, connection)
    found, problems = _all(mlflow.experiments, MOST_EXPERIMENTS, "experiments")
    read = [one for one in found if _is_read(one, linked, context.settings)]
    around = Surroundings(
        server=connection.url,
        experiments={one.id: one for one in read},
        links=linked,
        machine=bool(context.settings["system_metrics"]),
    )
    return Server(mlflow, connection, context.settings, context.now, around, problems)


def registered_models(mlflow: Mlflow) -> tuple[Sequence[RegisteredModel], Sequence[Problem]]:
    """All there are, up to MOST_MODELS."""
    return _all(mlflow.registered_models, MOST_MODELS, "registered models")


def _all(
    ask: Callable[[str], Page[Thing]], most: int, what: str
) -> tuple[Sequence[Thing], Sequence[Problem]]:
    found: list[Thing] = []
    problems: list[Problem] = []
    token = ""
    while len(found) < most:
        page = ask(token)
        found += page.items
        problems += page.problems
        token = page.next
        if not token or not page.items:
            return found, problems
    return found, [*problems, _too_many(what, most)]


def _is_read(experiment: Experiment, linked: Links, settings: Mapping[str, Any]) -> bool:
    """What a descriptor names is read whatever the settings say."""
    if linked.of_experiment(experiment):
        return True
    skipped = any(fnmatchcase(experiment.name, pattern) for pattern in settings["skip"])
    return not skipped and not settings["only_declared"]


def _too_many(what: str, most: int) -> Problem:
    return Problem(
        code="mlflow/too-many",
        message=f"The MLflow server has more than {most:,} {what}; the others are not read.",
        hint="Set `only_declared`, or name in `skip` what nobody looks for.",
    )
