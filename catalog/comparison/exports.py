"""A comparison as a file or an answer: JSON, CSV, Markdown, text. One place for pages, API and
commands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from catalog.comparison.cells import csv_line
from catalog.comparison.plain_json import plain
from catalog.comparison.sections import sections_of
from catalog.comparison.views import Comparison, Difference, Measurement, MetricRow
from catalog.comparison.written import as_markdown, as_text

CSV_COLUMNS = (
    *("metric", "slice", "subject", "run", "value", "n", "low", "high", "level", "baseline"),
    *("difference", "relative", "difference_low", "difference_high", "difference_level"),
    *("p", "adjusted", "verdict", "method", "not_compared"),
)


@dataclass(frozen=True, slots=True)
class Format:
    """How a comparison is written, and what files of it are."""

    write: Callable[[Comparison], str]
    mimetype: str
    ending: str


def comparison_json(found: Comparison) -> dict[str, Any]:
    """All of it, as the API answers."""
    answer: dict[str, Any] = plain(found)
    return answer


def comparison_title(found: Comparison) -> str:
    """What is compared with what."""
    base = found.subjects[found.baseline].name
    others = [one.name for place, one in enumerate(found.subjects) if place != found.baseline]
    return f"{', '.join(others)} beside {base}"


def csv_values(found: Comparison) -> Iterator[dict[str, object]]:
    """A row for each value, overall and of slices, with its difference from the baseline."""
    base = found.subjects[found.baseline].name
    for row in (*found.metrics, *(row for table in found.slices for row in table.rows)):
        for subject, cell in zip(found.subjects, row.cells, strict=True):
            if cell is not None:
                run = subject.run.uid if subject.run else ""
                yield {"subject": subject.name, "run": run, **_values(row, cell, base)}


def _values(row: MetricRow, cell: Measurement, base: str) -> dict[str, object]:
    values: dict[str, object] = {
        "metric": row.metric,
        "slice": row.slice,
        "value": plain(cell.value),
        **{name: getattr(cell, name) for name in ("n", "low", "high", "level")},
        "not_compared": cell.why,
    }
    return values | (_differences(cell.difference, base) if cell.difference else {})


def _differences(change: Difference, base: str) -> dict[str, object]:
    return {
        "baseline": base,
        "difference": change.value,
        "relative": change.relative,
        "difference_low": change.low,
        "difference_high": change.high,
        "difference_level": change.level,
        "p": change.p,
        "adjusted": "yes" if change.exploratory else "",
        "verdict": change.label,
        "method": change.method,
    }


def _csv(found: Comparison) -> str:
    rows = ([values.get(name) for name in CSV_COLUMNS] for values in csv_values(found))
    return "".join([csv_line(CSV_COLUMNS), *map(csv_line, rows)])


def _json(found: Comparison) -> str:
    return orjson.dumps(comparison_json(found), option=orjson.OPT_INDENT_2).decode() + "\n"


def _markdown(found: Comparison) -> str:
    return as_markdown(comparison_title(found), sections_of(found))


def _text(found: Comparison) -> str:
    return as_text(comparison_title(found), sections_of(found))


FORMATS: Mapping[str, Format] = {
    "json": Format(_json, "application/json", "json"),
    "csv": Format(_csv, "text/csv", "csv"),
    "markdown": Format(_markdown, "text/markdown", "md"),
    "table": Format(_text, "text/plain", "txt"),
}
