"""What is told of entities: from their descriptors alone, or by remote systems."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plugins.api.given import Context, Entity
from plugins.api.reports import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Describe:
    """`run(entity, context)` is called when an entity of these kinds (empty: any), with one of
    these annotations (empty: with or without), is new or changed. Local and quick: for what can
    be told from the descriptor alone; `context.http` refuses everything."""

    run: Callable[[Entity, Context], Report]
    kinds: Sequence[str] = ()
    annotations: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """`run(context)` is called every `every` seconds: once for each connection with, as
    `context.entities`, all entities that have one of `annotations` (`per="connection"`), or once
    for each such entity (`per="entity"`, with the first connection, if any)."""

    name: str
    run: Callable[[Context], Report]
    annotations: Sequence[str] = ()
    per: str = "connection"
    every: float = 300.0
    deadline: float = 60.0
