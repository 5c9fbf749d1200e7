"""While the search engine can't be reached, what is read still comes to lists and pages."""

from pathlib import Path

from tests.builders import a_descriptor
from tests.journeys.running import Home, free_port, wait_until


def test_what_is_read_is_listed_although_no_engine_answers(tmp_path: Path) -> None:
    (tmp_path / "descriptors").mkdir()
    descriptor = a_descriptor("shop", title="Corner shop")
    (tmp_path / "descriptors" / "mlhome.yaml").write_text(descriptor)
    nobody = f"http://127.0.0.1:{free_port()}"
    home = Home(tmp_path / "data", {"MLHOME_SEARCH_URL": nobody})
    with home.serving(str(tmp_path / "descriptors")) as site:
        wait_until(lambda: "Corner shop" in site.text("/catalog/component"))
        page = site.text("/search?q=corner").replace("&#39;", "'")
        assert "The search index can't answer right now" in page
        assert "Corner shop" in page
