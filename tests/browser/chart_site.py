"""A small site with charts, for tests of how they are drawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread

from flask import Blueprint, Flask, Response, render_template_string
from jinja2 import DictLoader
from werkzeug.serving import make_server

from catalog.app.guard import install_guard
from catalog.ui import serving
from catalog.ui.built import built_files
from catalog.ui.showing import show, teach_templates
from tests.catalog.ui.charts.gallery import gallery

CHARTS = """\
{% extends frame %}
{% import "chart.html" as charts with context %}
{% block main %}<h1>Charts</h1>
<div class="charts">{% for it in shown %}{{ charts.chart(it) }}{% endfor %}</div>{% endblock %}
"""
NO_CHART = """\
{% extends frame %}
{% block main %}<h1>None</h1><a href="/charts/line" hx-get="/charts/line" hx-target="#main"
>Swap a chart in</a>{% endblock %}
"""


@contextmanager
def chart_site() -> Iterator[str]:
    """The address of the site while it runs."""
    server = make_server("127.0.0.1", 0, _app(), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def _app() -> Flask:
    app = Flask("charts", static_folder=None)
    app.jinja_loader = DictLoader({"charts.html": CHARTS, "none.html": NO_CHART})
    install_guard(app, ())
    files = built_files()
    pages = Blueprint("pages", "catalog.ui", template_folder="templates")
    teach_templates(pages, files)
    pages.add_url_rule("/charts", "charts", _all)
    pages.add_url_rule("/charts/<name>", "chart", _one)
    pages.add_url_rule("/none", "none", partial(show, "none.html"))
    pages.add_url_rule("/opened", "opened", partial(render_template_string, "opened"))
    pages.add_url_rule("/static/ui/<path:path>", "static", partial(serving.static_file, files))
    app.register_blueprint(pages)
    return app


def _all() -> Response:
    return show("charts.html", shown=gallery().values())


def _one(name: str) -> Response:
    return show("charts.html", shown=[gallery()[name]])
