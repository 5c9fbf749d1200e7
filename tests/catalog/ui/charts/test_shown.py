"""Charts in a page, and what the browser is sent for them."""

import gzip
import itertools
import json
import math
import re

import pytest
from flask import Flask, render_template_string

from catalog.ui.assets.build_static import SOURCES, STATIC, is_current
from catalog.ui.built import BuiltFiles
from catalog.ui.charts import Axis, Chart, Dot, Group, HeatChart, LineChart, ScatterChart, Series
from catalog.ui.charts.once import first_chart
from tests.catalog.ui.charts.gallery import gallery
from tests.catalog.ui.test_look import contrast, luminance, tokens

PAGE = """{% import "chart.html" as charts with context -%}
{% for it in shown %}{{ charts.chart(it) }}{% endfor %}"""
PAYLOAD = re.compile(r'<script type="application/json">(.*?)</script>', re.DOTALL)


def page_of(*shown: Chart, built: bool = True) -> str:
    """A page with these charts, as a build with or without npm shows it."""
    names = {"charts": "charts.1.js"} if built else {}
    files = BuiltFiles(STATIC, names, lasting=True)
    app = Flask("catalog.ui", template_folder="templates")
    known = {"built": files.address, "icon": lambda name: "", "first_chart": first_chart}
    app.jinja_env.globals.update(known)
    with app.test_request_context():
        return render_template_string(PAGE, shown=shown)


@pytest.mark.parametrize("name", [name for name in gallery() if name != "empty"])
def test_every_chart_carries_its_data_for_the_script_and_for_readers(name: str) -> None:
    chart = gallery()[name]
    page = page_of(chart)
    payload = json.loads(PAYLOAD.findall(page)[0], parse_constant=pytest.fail)
    assert payload["kind"] == chart.drawing().payload["kind"]
    assert page.count("<tr>") == sum(len(table.rows) + 1 for table in chart.drawing().tables)
    assert '<details class="chart-data" open>' in page
    assert 'role="img" aria-label="' in page
    assert not re.search(r"\sstyle=|\son\w+=", page)


def test_a_page_names_the_script_once_and_only_for_a_chart() -> None:
    assert page_of(*gallery().values()).count("charts.1.js") == 1
    assert "charts.1.js" not in page_of(gallery()["empty"])
    assert page_of(gallery()["heat"]).count("charts.1.js") == 1


def test_without_npm_a_chart_is_its_table() -> None:
    page = page_of(gallery()["heat"], built=False)
    assert "<script" not in page
    assert "<button" not in page
    assert 'class="chart settled"' in page
    assert "812" in page


def test_an_empty_chart_says_so() -> None:
    page = page_of(gallery()["empty"])
    assert "No values yet." in page
    assert "<table" not in page


def test_hostile_names_stay_text() -> None:
    bad = '</script><img src=x onerror=alert(1)>"'
    dots = ScatterChart(caption=bad, groups=[Group(bad, [Dot(1, 2, bad)])], x=Axis(bad, bad))
    grid = HeatChart(caption=bad, rows=[bad], columns=[bad], values=[[1]])
    page = page_of(dots, grid)
    assert "<img" not in page
    assert json.loads(PAYLOAD.findall(page)[0])["groups"][0]["name"] == bad


def test_values_that_json_does_not_know_are_not_sent() -> None:
    points = [(1, math.nan), (2, math.inf), (3, 1.0)]
    page = page_of(LineChart(caption="a", series=[Series("a", points)]))
    payload = json.loads(PAYLOAD.findall(page)[0], parse_constant=pytest.fail)
    assert payload["series"][0]["points"] == [[1, None], [2, None], [3, 1.0]]


@pytest.fixture
def bundle() -> bytes:
    if not is_current(STATIC):
        pytest.skip("the browser's files are not built from these sources")
    names = json.loads((STATIC / "manifest.json").read_bytes())["files"]
    return (STATIC / names["charts"]).read_bytes()


def test_the_script_of_charts_stays_small(bundle: bytes) -> None:
    assert len(gzip.compress(bundle)) < 260 * 1024


def test_the_script_of_charts_makes_no_code_from_text(bundle: bytes) -> None:
    assert not re.search(rb"new Function\b|\bFunction\(|\beval\(", bundle)


def test_the_licences_of_what_draws_charts_are_carried(bundle: bytes) -> None:
    texts = (STATIC / "licences.txt").read_text()
    for part in ("Apache License", "Copyright 2017-2026 The Apache Software Foundation"):
        assert part in texts
    for package in ("echarts", "zrender", "tslib"):
        assert re.search(rf"^{package} [\d.]+ \([\w.-]+\)$", texts, re.MULTILINE)
    assert "Mike Bostock" in texts


def series_colours() -> list[str]:
    found = re.findall(r"--series-\d+: (#\w{6});", (SOURCES / "css" / "tokens.css").read_text())
    assert len(found) == 6
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_series_stands_out_from_the_ground(theme: str) -> None:
    ground = tokens(theme)["surface"]
    assert all(contrast(colour, ground) >= 3 for colour in series_colours())


# Linear RGB as seen without one kind of cone: Machado, Oliveira, Fernandes, "A Physiologically-
# based Model for Simulation of Color Vision Deficiency", 2009, severity 1.
EYES = {
    "usual": (1, 0, 0, 0, 1, 0, 0, 0, 1),
    "no red": (
        *(0.152286, 1.052583, -0.204868),
        *(0.114503, 0.786281, 0.099216),
        *(-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        *(0.367322, 0.860646, -0.227968),
        *(0.280085, 0.672501, 0.047413),
        *(-0.01182, 0.04294, 0.968881),
    ),
    "no blue": (
        *(1.255528, -0.076749, -0.178779),
        *(-0.078411, 0.930809, 0.147602),
        *(0.004733, 0.691367, 0.3039),
    ),
}


@pytest.mark.parametrize("eye", EYES)
def test_every_eye_tells_series_apart(eye: str) -> None:
    seen = [oklab(as_seen(colour, EYES[eye])) for colour in series_colours()]
    assert min(math.dist(a, b) for a, b in itertools.combinations(seen, 2)) > 0.07


def as_seen(colour: str, eye: tuple[float, ...]) -> list[float]:
    linear = [luminance(f"#{colour[at : at + 2] * 3}") for at in (1, 3, 5)]
    mixed = (
        sum(a * b for a, b in zip(row, linear, strict=True))
        for row in zip(*[iter(eye)] * 3, strict=True)
    )
    return [min(1.0, max(0.0, part)) for part in mixed]


def oklab(linear: list[float]) -> tuple[float, float, float]:
    """B. Ottosson, "A perceptual color space for image processing", 2020."""
    red, green, blue = linear
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
    )
