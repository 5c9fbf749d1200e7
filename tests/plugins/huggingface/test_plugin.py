"""What the plugin declares is sound, fits together, and does what its README says."""

import re
from pathlib import Path

import pytest

from plugins.api import Entity
from plugins.host.loading import LoadedPlugin, load_plugins
from plugins.host.templates import rendered
from plugins.huggingface import plugin
from plugins.huggingface.describing import describe
from plugins.huggingface.hub import ANNOTATIONS
from plugins.huggingface.identity import OUR_KEYS
from tests.plugins.huggingface.cards import context, read_model

FOLDER = Path(plugin.__file__).parent
README = (FOLDER / "README.md").read_text("utf-8")
CARD = """\
license: mit
language: [sv]
tags: ["<b>odd</b>"]
base_model: acme/encoder
metrics: ["<b>odd</b>"]
pipeline_tag: text-ranking
"""


@pytest.fixture(scope="module")
def loaded() -> LoadedPlugin:
    """As it is found installed."""
    found = load_plugins().get("huggingface")
    assert found
    return found


def an_entity(kind: str, **annotations: str) -> Entity:
    named = {f"huggingface.co/{name}": id for name, id in annotations.items()}
    document = {"kind": kind, "metadata": {"name": "x", "annotations": named}, "spec": {}}
    return Entity(
        ref=f"{kind.lower()}:default/x",
        kind=kind,
        namespace="default",
        name="x",
        title="x",
        document=document,
    )


def test_what_is_attached_fits_its_schema_and_is_shown_escaped(loaded: LoadedPlugin) -> None:
    entity = an_entity("Model", model="acme/ranker")
    attachments = [
        *read_model(CARD).report.attachments,
        *describe(entity, context()).attachments,
    ]
    shown = ""
    for attachment, panel in zip(attachments, loaded.panels, strict=True):
        kind = loaded.attachment(attachment.type)
        assert kind
        assert kind.schema().validate(dict(attachment.value)) == {}
        given = {"value": attachment.value, "attachment": attachment, "entity": entity}
        shown += rendered(panel.template, given)
    assert "&lt;b&gt;odd&lt;/b&gt;" in shown
    assert "acme/encoder" in shown
    assert 'href="https://huggingface.co/acme/ranker"' in shown


def test_an_annotation_is_a_link_whether_a_card_was_read_or_not() -> None:
    for kind, url in (("Model", "acme/x"), ("Dataset", "datasets/acme/x")):
        entity = an_entity(kind, **{kind.lower(): "acme/x"})
        (link,) = describe(entity, context()).attachments
        assert (link.value, link.url) == ({"id": "acme/x"}, f"https://huggingface.co/{url}")
        assert describe(entity, context()).problems == []


@pytest.mark.parametrize(
    ("kind", "name", "id"),
    [("Dataset", "model", "a/b"), ("Project", "dataset", "a/b"), ("Model", "model", "/data/x")],
)
def test_an_annotation_that_can_mean_nothing_is_a_problem(kind: str, name: str, id: str) -> None:
    report = describe(an_entity(kind, **{name: id}), context())
    ((code, path),) = [(it.code, it.path) for it in report.problems]
    assert (code, path) == (
        "huggingface/annotation",
        f"/metadata/annotations/huggingface.co~1{name}",
    )
    assert report.attachments == ()


def test_the_readme_names_every_setting_with_its_default_and_meaning() -> None:
    for setting in plugin.settings():
        row = re.search(rf"\| `{setting.name}` \| (.*?) ?\| (.*) \|", README)
        assert row, setting.name
        assert str(setting.default) in row[1]
        assert setting.about.rstrip(".") in row[2]


def test_the_readme_names_every_annotation_key_and_search_field() -> None:
    for annotation in ANNOTATIONS.values():
        assert f"`{annotation}`" in README
    for key in OUR_KEYS:
        assert f"\n  {key}: " in README
    for field in plugin.search_fields():
        assert f"`huggingface.{field.name}" in README


def test_the_readme_names_every_problem() -> None:
    code = "\n".join(file.read_text("utf-8") for file in FOLDER.glob("*.py"))
    codes = set(re.findall(r'"(huggingface/[a-z-]+)"', code))
    assert codes == set(re.findall(r"\| `(huggingface/[a-z-]+)` \|", README))
