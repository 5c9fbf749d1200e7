"""Registered models and their versions: those of models that changed since they were read.

MLflow notes no time when an alias or a tag changes. The list of registered models is short, and
shows both: it is read every time, and fingerprints (buckets.py) tell which models to look at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plugins.api import Problem
from plugins.mlflow.buckets import bucket_of, changed, fingerprint_of, fingerprints, settled
from plugins.mlflow.client import Page, quoted
from plugins.mlflow.cursor import Cursor
from plugins.mlflow.records import RegisteredModel, Version
from plugins.mlflow.survey import Server, registered_models

# What one call reads: versions, and models (of which some have no version).
VERSIONS_A_CALL = 50
MODELS_A_CALL = 25
DELETED_AFTER_THE_NEWEST = 10
MOST_DELETED = 10_000


@dataclass(frozen=True, slots=True)
class Registered:
    """Versions with the model they are of, which has their aliases; `gone` are the names of
    models, with numbers of versions, that people deleted."""

    versions: Sequence[tuple[RegisteredModel, Version]]
    gone: Sequence[tuple[str, str]]
    problems: Sequence[Problem]


def next_versions(server: Server, cursor: Cursor) -> tuple[Registered, Cursor]:
    """Versions that are to be read again; the cursor goes to the next step when there are no
    more. Raises UpstreamFailed."""
    models, _ = registered_models(server.mlflow)
    now = fingerprints({model.name: _state(model, server) for model in models})
    found: list[tuple[RegisteredModel, Version]] = []
    gone: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for _ in range(MODELS_A_CALL):
        model, cursor = _next_model(models, now, cursor)
        if model is None:
            return Registered(found, gone, problems), cursor.next_step()
        page = _versions(server, model, cursor.token)
        found += [(model, version) for version in page.items]
        problems += page.problems
        if not page.problems:
            gone += [(model.name, it) for it in missing(page, is_first=not cursor.token)]
        cursor = replace(cursor, model=model.name, token=page.next)
        if len(found) >= VERSIONS_A_CALL:
            break
    return Registered(found, gone, problems), cursor


def missing(page: Page[Version], *, is_first: bool) -> Iterator[str]:
    """Numbers of versions that were deleted: MLflow counts them up from 1, and gives none twice.
    After the newest that is left there may have been others; how many, no answer tells. Nothing is
    made of numbers that nobody can have counted to."""
    numbers = {int(one.number) for one in page.items if one.number.isdecimal()}
    first = 1 if not page.next else min(numbers, default=1)
    last = max(numbers, default=0) + (DELETED_AFTER_THE_NEWEST if is_first else 0)
    if last - first < MOST_DELETED:
        yield from (str(number) for number in range(first, last + 1) if number not in numbers)


def _next_model(
    models: Sequence[RegisteredModel], now: str, cursor: Cursor
) -> tuple[RegisteredModel | None, Cursor]:
    """The model to read from, after the one that the cursor is done with."""
    under_way = [model for model in models if cursor.token and model.name == cursor.model]
    if under_way:
        return under_way[0], cursor
    cursor = replace(cursor, token="")
    while waiting := changed(cursor.models, now):
        place = bucket_of(cursor.model) if cursor.model else waiting[0]
        # What changes while its bucket is being read differs from this, and is read again.
        begun = cursor.begun or fingerprint_of(now, place)
        rest = [it for it in models if bucket_of(it.name) == place and it.name > cursor.model]
        if rest:
            return min(rest, key=lambda model: model.name), replace(cursor, begun=begun)
        done = settled(cursor.models, begun, place)
        cursor = replace(cursor, models=done, model="", begun="")
    return None, replace(cursor, model="", begun="")


def _versions(server: Server, model: RegisteredModel, token: str) -> Page[Version]:
    try:
        name = quoted(model.name)
    except ValueError as unspeakable:
        return Page((), [_unspeakable(unspeakable)])
    return server.mlflow.versions(f"name = {name}", VERSIONS_A_CALL, token)


def _state(model: RegisteredModel, server: Server) -> str:
    """All that shows when a model, one of its versions or who it belongs to has changed."""
    return repr((model, server.links.model(model.name)))


def _unspeakable(why: ValueError) -> Problem:
    return Problem(
        code="mlflow/name",
        message=f"MLflow can't be asked for the versions of a registered model: {why}.",
        hint="Rename the registered model.",
        severity="warning",
    )
