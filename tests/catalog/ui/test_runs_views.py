"""Saved views of runs: declared once, there for everyone."""

import pytest

from tests.builders import a_descriptor
from tests.catalog.ui.conftest import Site
from tests.catalog.ui.runs_site import RUNS, sweep

__all__ = ["sweep"]
VIEWS = """\
Best: ?q=status:finished&sort=-metric.auc&columns=metric.auc
not a view
Else where: next=/health
"""
BEST = f"{RUNS}?q=status%3Afinished&amp;sort=-metric.auc&amp;columns=metric.auc"


@pytest.fixture
def viewed(sweep: Site) -> Site:
    """The project of the model declares views."""
    project = a_descriptor("churn", "Project", annotations={"mlhome/runs-views": VIEWS})
    model = a_descriptor("scorer", "Model")
    sweep.workshop.write("churn/mlhome.yaml", a_descriptor("team", "Group"), project, model)
    sweep.workshop.ingest()
    return sweep


def test_a_view_of_the_project_is_there_on_its_models_too(viewed: Site) -> None:
    page = viewed.page(RUNS)
    assert f'<a href="{BEST}"' in page
    assert ">Best</a>" in page
    assert "not a view" not in page
    assert "Else where" not in page
    assert ">Best</a>" in viewed.page("/catalog/default/project/churn/runs")


def test_the_view_that_is_shown_is_named(viewed: Site) -> None:
    page = viewed.page(BEST.replace("&amp;", "&"))
    assert (
        f'<a href="{BEST}" hx-get="{BEST}" hx-target="#main" hx-push-url="true" aria-current'
        in (page)
    )


def test_what_is_seen_is_offered_as_lines_for_the_descriptor(viewed: Site) -> None:
    page = viewed.page("/catalog/default/project/churn/runs?q=metric.auc>0.9&sort=name&cursor=")
    assert "      My view: q=metric.auc&gt;0.9&amp;sort=name" in page
    assert "      Best: ?q=status:finished" in page
    assert "My view" not in viewed.page(RUNS)
