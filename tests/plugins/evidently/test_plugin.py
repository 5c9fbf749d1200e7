"""The plugin keeps the contract, and does what its README says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from plugins.api import Entity
from plugins.evidently import plugin
from plugins.evidently.checks import drift_share, is_drifted, is_tested
from plugins.host.loading import LoadedPlugin, load_plugins
from plugins.host.templates import rendered
from plugins.testing.kit import check_plugin
from tests.plugins.evidently.reports import RECORDED, read_reports, recorded

README = Path(plugin.__file__).with_name("README.md").read_text("utf-8")
CLICKS = Entity(
    ref="dataset:default/clicks",
    kind="Dataset",
    namespace="default",
    name="clicks",
    title="clicks",
    document={"metadata": {"name": "clicks"}},
)


@pytest.fixture(scope="module")
def loaded() -> LoadedPlugin:
    found = load_plugins().get("evidently")
    assert found
    return found


def value_of(name: str) -> Any:
    (attachment,) = recorded(name).report.attachments
    return attachment.value


@pytest.mark.slow
def test_the_contract_kit_finds_nothing_wrong() -> None:
    assert check_plugin("evidently") == []


@pytest.mark.parametrize("name", ["drift", "mixed", "legacy_drift", "legacy_tests_class"])
def test_what_is_attached_fits_its_schema_and_is_shown(loaded: LoadedPlugin, name: str) -> None:
    value = value_of(name)
    kind = loaded.attachment("report")
    assert kind
    assert kind.schema().validate(json.loads(json.dumps(value))) == {}
    html = rendered(loaded.panels[0].template, {"value": value, "attachment": {}, "entity": CLICKS})
    assert "<b>report</b>" in html
    if name == "drift":
        assert "100.0 % of the columns looked at drifted, which is drift of the data" in html
        assert "0 of 8 tests passed" in html
        assert "<td>age</td>" in html
        assert "<td>1.49e-08</td>" in html


def test_names_of_columns_are_escaped(loaded: LoadedPlugin) -> None:
    text = (RECORDED / "drift.json").read_text().replace("age", "<i>age")
    (attachment,) = read_reports({"report.json": text.encode()}).report.attachments
    shown = {"value": attachment.value, "attachment": {}, "entity": CLICKS}
    assert "<td>&lt;i&gt;age</td>" in rendered(loaded.panels[0].template, shown)


def test_checks_look_at_the_newest_report() -> None:
    old, new = value_of("drift")["reports"][0], value_of("multiclass")["reports"][0]
    value = {"reports": [{**new, "evaluated_at": 2.0}, {**old, "evaluated_at": 1.0}]}
    assert is_tested(CLICKS, {"report": [value]}) is True
    assert is_drifted(CLICKS, {"report": [value]}) is None
    untimed = {"reports": [new, old]}
    assert is_tested(CLICKS, {"report": [untimed]}) is False
    assert is_drifted(CLICKS, {"report": [untimed]}) is True
    assert drift_share(CLICKS, {"report": [value, untimed]}) == 1.0
    for check in (is_tested, is_drifted, drift_share):
        assert check(CLICKS, {"report": [{"reports": []}]}) is None


def test_the_readme_names_every_search_field_and_check() -> None:
    for field in plugin.search_fields():
        assert f"`evidently.{field.name}" in README
    for check in plugin.checks():
        assert f"`{check.name}`" in README


def test_the_readme_names_every_problem() -> None:
    code = "\n".join(file.read_text("utf-8") for file in Path(plugin.__file__).parent.glob("*.py"))
    codes = set(re.findall(r"self\.(?:problem|warn)\(\s*\"([a-z-]+)\"", code))
    assert codes
    found = set(re.findall(r"\| `(evidently/[a-z-]+)` \|", README))
    assert {f"evidently/{it}" for it in codes} == found
