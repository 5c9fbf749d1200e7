"""Points of plots as series and curves: dvc.org/doc/user-guide (Visualizing Plots)."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mlhome import Curve, Series, Value
from mlhome_dvc.files import Unreadable, is_number, read_file
from mlhome_dvc.stages import Plot

MOST_POINTS, MOST_LABELS, MOST_COLUMNS = 20_000, 100, 20
CURVES = {("fpr", "tpr"): "roc", ("recall", "precision"): "pr"}
Row = Mapping[str, Value]


@dataclass
class Drawn:
    series: list[Series] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)


def drawn(plot: Plot, data: bytes) -> Drawn:
    """What can be drawn of a plot: curves that ML Home knows, else columns by step. Raises
    Unreadable."""
    rows = _rows(plot.file, data)[:MOST_POINTS]
    made = Drawn()
    for y in plot.y or _columns(rows, plot.x):
        type = CURVES.get((plot.x, y))
        if plot.template.startswith("confusion"):
            made.curves += _confusion(rows, plot.x, y)
        elif type:
            points = [row for row in rows if is_number(row.get(plot.x)) and is_number(row.get(y))]
            xs, ys = ([float(row[column]) for row in points] for column in (plot.x, y))
            made.curves.append(Curve(type=type, name=plot.file, x=xs, y=ys))
        else:
            made.series += _series(rows, plot.x, y)
    return made


def _rows(file: str, data: bytes) -> list[Row]:
    if file.endswith((".csv", ".tsv")):
        return _table(data, "\t" if file.endswith(".tsv") else ",")
    content = read_file(file, data)
    if isinstance(content, dict):  # DVC takes the first list of mappings that it finds
        content = next((it for it in content.values() if isinstance(it, list)), [])
    rows = content if isinstance(content, list) else []
    return [row for row in rows if isinstance(row, dict)]


def _table(data: bytes, delimiter: str) -> list[Row]:
    try:
        read = csv.DictReader(io.StringIO(data.decode()), delimiter=delimiter)
        return [{str(k): _number(v) for k, v in row.items()} for row in read]
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(f"it is no table: {str(error)[:200]}") from error


def _number(text: Value) -> Value:
    try:
        return int(text) if isinstance(text, str) and text.lstrip("-").isdigit() else float(text)
    except (TypeError, ValueError):
        return text


def _columns(rows: Sequence[Row], x: str) -> list[str]:
    first = rows[0] if rows else {}
    return [name for name in first if name not in (x, "step") and is_number(first[name])][
        :MOST_COLUMNS
    ]


def _series(rows: Sequence[Row], x: str, y: str) -> Iterator[Series]:
    """A column by whole steps; what has no step, or the same twice, is not such a column."""
    steps, values = [], []
    for at, row in enumerate(rows):
        step = row.get(x or "step", at if not x else None)
        if is_number(row.get(y)) and is_number(step) and step == int(step):
            steps.append(int(step))
            values.append(float(row[y]))
    if values and len(set(steps)) == len(steps):
        yield Series(metric=y, steps=steps, values=values)


def _confusion(rows: Sequence[Row], actual: str, predicted: str) -> Iterator[Curve]:
    pairs = Counter((str(row.get(actual)), str(row.get(predicted))) for row in rows)
    labels = sorted({label for pair in pairs for label in pair})
    if 0 < len(labels) <= MOST_LABELS:
        matrix = [[float(pairs[true, guess]) for guess in labels] for true in labels]
        yield Curve(type="confusion", labels=labels, matrix=matrix)
