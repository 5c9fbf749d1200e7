"""A panel has the template that lies beside its plugin under the name of the attachment."""

from pathlib import Path

import pytest

from plugins.panels import panel, template


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path / "beside_templates" / "templates"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    (folder / "word-count.html").write_text("<p>{{ value.count }} wörds</p>", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return folder.parent.name


def test_a_panel_is_named_like_what_it_shows(package: str) -> None:
    made = panel(package, "word-count", "Words", place="side")
    assert (made.name, made.attachment) == ("word-count", "word-count")
    assert (made.title, made.place) == ("Words", "side")
    assert made.template == template(package, "word-count") == "<p>{{ value.count }} wörds</p>"


def test_a_template_that_is_not_there_is_an_error_of_the_plugin(package: str) -> None:
    with pytest.raises(FileNotFoundError):
        panel(package, "words", "Words")
