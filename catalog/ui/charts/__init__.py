"""Charts said as data: what is shown, in which units, and never how it is drawn.

A page builds one of these and gives it to the macro `chart` of `templates/chart.html`. Each comes
with the same data as a table; see "Charts" in the README of this package's parent.
"""

from catalog.ui.charts.axis import Axis
from catalog.ui.charts.bars import BarChart, Bars
from catalog.ui.charts.boxes import Box, BoxChart
from catalog.ui.charts.drawing import Chart, DataTable, Drawing, Linked
from catalog.ui.charts.heat import HeatChart
from catalog.ui.charts.histogram import Bins, Histogram
from catalog.ui.charts.line import LineChart, Mark, Series
from catalog.ui.charts.parallel import Across, ParallelAxis, ParallelChart
from catalog.ui.charts.scatter import Dot, Group, ScatterChart

__all__ = [
    "Across",
    "Axis",
    "BarChart",
    "Bars",
    "Bins",
    "Box",
    "BoxChart",
    "Chart",
    "DataTable",
    "Dot",
    "Drawing",
    "Group",
    "HeatChart",
    "Histogram",
    "LineChart",
    "Linked",
    "Mark",
    "ParallelAxis",
    "ParallelChart",
    "ScatterChart",
    "Series",
]
