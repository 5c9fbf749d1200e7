"""How much one file of descriptors may ask of the reader."""

from dataclasses import dataclass

from descriptors.problems import Problem


@dataclass(frozen=True)
class Limits:
    """Bounds on one file. Nodes are counted after aliases are expanded; sizes are bytes.

    Of one document at most `problems` are told, for each costs time to explain and to store.
    """

    bytes: int = 1024 * 1024
    documents: int = 1000
    depth: int = 64
    nodes: int = 20_000
    scalar: int = 64 * 1024
    problems: int = 100


DEFAULT_LIMITS = Limits()


def too_deep(limits: Limits) -> Problem:
    message = f"The document is nested more than {limits.depth} levels deep"
    return Problem("limit/depth", message, "flatten it; no descriptor needs this")


def too_many_nodes(limits: Limits) -> Problem:
    message = f"The document has more than {limits.nodes:,} values once aliases are expanded"
    return Problem("limit/nodes", message, "split it into several entities")


def too_long_scalar(length: int, limits: Limits) -> Problem:
    message = f"A value of {length:,} characters is longer than {limits.scalar:,}"
    hint = "put it in a file of its own and include it with `$text`"
    return Problem("limit/scalar", message, hint)
