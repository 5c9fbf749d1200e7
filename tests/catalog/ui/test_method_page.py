"""The page that says how differences are judged."""

from catalog import statistics
from tests.catalog.ui.conftest import Site


def test_the_method_is_a_page_that_help_leads_to(site: Site) -> None:
    assert 'href="/help/statistics"' in site.page("/help")
    page = site.page("/help/statistics")
    assert "<h1>What a difference is worth</h1>" in page
    assert "<table>" in page
    assert "Benjamini and Hochberg (1995" in page


def test_every_label_is_explained(site: Site) -> None:
    page = site.page("/help/statistics")
    labels = [
        *(statistics.IMPROVED, statistics.REGRESSED, statistics.HIGHER, statistics.LOWER),
        *(statistics.NO_EVIDENCE, statistics.UNDERPOWERED),
    ]
    assert [label for label in labels if f"<strong>{label}</strong>" not in page] == []
