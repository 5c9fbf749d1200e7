"""What the columns of a sheet mean, as people declare it or as it is guessed."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass, field

from plugins.spreadsheets.meaning import Meaning
from plugins.spreadsheets.opening import FileFormat

# What can be said for all rows at once.
ALWAYS = ("version", "dataset", "split", "date", "evaluator", "commit", "author", "url", "run")
DEFAULT_SUBJECT = "model:default/{model}"


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """`columns` are named by their head, or by their letters. `header` is how many rows the head
    has, below `skip` rows that are not read. `decimal` is the sign before fractions where the
    sheet does not tell. `subject` is the ref of what was measured; in braces stands the head of a
    column, or `model`. In columns of `repeat` an empty cell means the one above. `level` is that
    of the intervals (0.95)."""

    columns: MappingOf[str, Meaning] = field(default_factory=dict)
    header: int = 1
    skip: int = 0
    decimal: str = ""
    subject: str = DEFAULT_SUBJECT
    always: MappingOf[str, str] = field(default_factory=dict)
    repeat: Sequence[str] = ()
    level: float | None = None
    format: FileFormat = field(default_factory=FileFormat)
