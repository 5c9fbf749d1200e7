"""A plugin that can't be loaded is told by name and hook, and disables only itself."""

from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import marshmallow
import pytest

from plugins import api
from plugins.host.loading import LoadedPlugin, Plugins, load_plugin, load_plugins
from tests.plugins.host.kinds import a_kind
from tests.plugins.host.mistyped import mistyped


class Note(marshmallow.Schema):
    text = marshmallow.fields.String()


def a_plugin(**hooks: object) -> ModuleType:
    """A module whose hooks return these values, or are these functions."""
    module = ModuleType("made")
    for name, value in hooks.items():
        setattr(module, name, api.hook(value if callable(value) else _returning(value)))
    return module


def _returning(value: object) -> Callable[[], object]:
    def hook() -> object:
        return value

    return hook


def load(**modules: object) -> Plugins:
    return load_plugins(extra=modules)


def why_not(module: object, name: str = "bad") -> str:
    plugins = load_plugins(extra={name: module, "good": a_plugin(attachments=[NOTE])})
    assert "good" in [plugin.name for plugin in plugins.loaded]
    (failed,) = plugins.failed
    assert failed.name == name
    return failed.problem.message + " " + failed.problem.hint


def run(*arguments: object) -> Any:
    return None


NOTE = api.AttachmentType(name="note", schema=Note)
TEXTS = {"name": "x", "title": "X", "attachment": "note"}


def test_a_plugin_has_what_its_hooks_return() -> None:
    reader = api.Reader(name="files", patterns=["*.x"], read=run)
    plugins = load(made=a_plugin(attachments=[NOTE], readers=(reader,), panels=[]))
    plugin = plugins.get("made")
    assert plugin is not None
    assert (plugin.attachments, plugin.readers, plugin.panels) == ((NOTE,), (reader,), ())
    assert plugin.attachment("note") is NOTE
    assert plugins.failed == ()


def test_plugins_come_in_the_order_of_their_names() -> None:
    one = a_plugin(attachments=[NOTE])
    names = [plugin.name for plugin in load(b=one, a=one, c=one).loaded]
    assert names == sorted(names)


class Unimportable(ModuleType):
    def __dir__(self) -> Any:
        raise ValueError("no")


def test_disabled_plugins_are_not_even_asked() -> None:
    plugins = load_plugins(["off"], extra={"off": Unimportable("off")})
    assert plugins.get("off") is None
    assert plugins.failed == ()


def test_an_installed_plugin_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    information = tmp_path / "made_up-1.2.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up\nVersion: 1.2\n")
    entry = "[mlhome.plugins]\nmadeup = made_up_plugin\n"
    entry += "broken = made_up_plugin_2\nexits = made_up_exit\n"
    (information / "entry_points.txt").write_text(entry)
    (tmp_path / "made_up_plugin.py").write_text(
        "from plugins.api import hook\n\n@hook\ndef panels():\n    return []\n"
    )
    (tmp_path / "made_up_exit.py").write_text("import sys\nsys.exit(3)\n")
    plugin = load_plugin("madeup")
    assert isinstance(plugin, LoadedPlugin)
    assert (plugin.distribution, plugin.version) == ("made-up", "1.2")
    failed = {it.name: it.problem.message for it in load_plugins().failed}
    assert "No module named 'made_up_plugin_2'" in failed["broken"]
    assert "SystemExit: 3" in failed["exits"]


def test_a_module_may_raise_when_it_is_looked_at() -> None:
    assert "plugin `bad` can't be imported: ValueError: no" in why_not(Unimportable("bad"))


@pytest.mark.parametrize("name", ["Bad", "a_b", "1x", "a-b", "", "x" * 32, "é"])
def test_a_name_that_no_plugin_can_have_is_told(name: str) -> None:
    assert "its name must be a small letter" in why_not(a_plugin(panels=[]), name)


def test_a_misspelt_hook_is_told_with_the_right_one() -> None:
    said = why_not(a_plugin(atachments=[NOTE]))
    assert said.startswith("plugin `bad`, hook `atachments`: there is no such hook")
    assert "did you mean `attachments`?" in said


def test_a_hook_with_arguments_is_told() -> None:
    said = why_not(a_plugin(kinds=lambda self: []))
    assert said.startswith("plugin `bad`, hook `kinds`: it must take no arguments")


def test_a_module_without_hooks_is_told() -> None:
    assert "plugin `bad` has no hook" in why_not(ModuleType("empty"))


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (None, "it must return a list of Panel, not None"),
        ("text", "it must return a list of Panel, not 'text'"),
        ({}, "it must return a list of Panel, not a value of the type dict"),
        ([NOTE], "it must return a list of Panel, and one is a value of the type AttachmentType"),
        (iter([]), "it must return a list of Panel, not a value of the type list_iterator"),
    ],
)
def test_a_hook_that_returns_something_else_is_told(returned: object, said: str) -> None:
    assert f"plugin `bad`, hook `panels`: {said}" in why_not(a_plugin(panels=_returning(returned)))


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(3), GeneratorExit()])
def test_a_hook_that_raises_is_told(error: BaseException) -> None:
    def panels() -> Sequence[Any]:
        raise error

    assert f"hook `panels`: it raised {type(error).__name__}" in why_not(a_plugin(panels=panels))


@pytest.mark.parametrize(
    ("hook", "value", "said"),
    [
        ("settings", api.Setting(name="A B", default="", about="x"), "`name` must match"),
        (
            "settings",
            api.Setting(name="a", default=mistyped(None), about="x"),
            "`default` must be a text",
        ),
        ("settings", api.Setting(name="a", default=1, about="x", secret=True), "a secret must be"),
        ("settings", api.Setting(name="a", default=1, about=" "), "`about` must say"),
        (
            "attachments",
            api.AttachmentType(name="a", schema=mistyped(dict)),
            "a class of marshmallow",
        ),
        ("attachments", api.AttachmentType(name="a", schema=Note, version=2), "needs `migrate`"),
        ("attachments", api.AttachmentType(name="a", schema=Note, version=0), "at least 1"),
        ("attachments", api.AttachmentType(name="A b", schema=Note), "`name` must match"),
        (
            "attachments",
            api.AttachmentType(
                name="a", schema=Note, version=2, migrate=mistyped(lambda value: value)
            ),
            "called as `migrate(value, version)`",
        ),
        (
            "search_fields",
            api.SearchField(name="a", type="term", attachment="b", path="c", about=""),
            "`attachment` must be of the plugin's (note)",
        ),
        (
            "search_fields",
            api.SearchField(name="a", type="text", attachment="note", path="c", about=""),
            "`type` must be one of term, number, date",
        ),
        (
            "search_fields",
            api.SearchField(name="a", type="term", attachment="note", path="$.c", about=""),
            "`path` must be dotted names",
        ),
        ("describes", api.Describe(run=mistyped(lambda entity: None)), "as `run(entity, context)`"),
        ("describes", api.Describe(run=mistyped("x")), "`run` must be a function, not 'x'"),
        (
            "describes",
            api.Describe(run=run, kinds=[mistyped(1)]),
            "`kinds` [0] must be a text, not 1",
        ),
        ("refreshes", api.Refresh(name="a", run=run, per="day"), "one of connection, entity"),
        ("refreshes", api.Refresh(name="a", run=run, every=1), "at least 5 seconds"),
        ("refreshes", api.Refresh(name="a", run=run, every=float("nan")), "at least 5 seconds"),
        ("refreshes", api.Refresh(name="a", run=run, deadline=0), "at most 3600 seconds"),
        ("readers", api.Reader(name="a", read=run, patterns=[]), "`patterns` must name"),
        ("providers", api.Provider(name="a b", find=run), "`name` must match"),
        ("checks", api.Check(name="a", type="bool", about="", run=run), "one of boolean, number"),
        (
            "checks",
            api.Check(name="a", type="text", about="", run=run, attachments=["y"]),
            "`attachments` must be of the plugin's (note)",
        ),
        ("panels", api.Panel(**TEXTS, template="{% if %}"), "`template`, line 1: "),
        ("panels", api.Panel(**TEXTS, template="", place="top"), "one of overview, side, tab"),
        ("pages", api.Page(name="x", title="", attachment="y", template=""), "(note)"),
        ("routes", api.Route(path="stages", run=run, about=""), "`path` must be like"),
        ("routes", api.Route(path="/a/../b<x", run=run, about=""), "`path` must be like"),
        ("routes", api.Route(path="/<a>/<a>", run=run, about=""), "a name of its own"),
        ("routes", api.Route(path="/a", run=run, about="", method="PUT"), "one of GET, POST"),
        ("routes", api.Route(path="/a", run=run, about="", deadline=99), "at most 30 seconds"),
        ("kinds", {"title": "no schema"}, "no schema of a kind"),
    ],
)
def test_a_declaration_that_breaks_a_rule_is_told(hook: str, value: object, said: str) -> None:
    others = {"attachments": [NOTE]} if hook != "attachments" else {}
    message = why_not(a_plugin(**others, **{hook: [value]}))
    assert message.startswith(f"plugin `bad`, hook `{hook}`: ")
    assert said in message


@pytest.mark.parametrize(
    ("hook", "values", "name"),
    [
        ("attachments", [NOTE, NOTE], "note"),
        ("routes", [api.Route(path="/a", run=run, about="")] * 2, "GET /a"),
        ("commands", [click.Command("go"), click.Command("go")], "go"),
        ("kinds", [a_kind("Notebook"), a_kind("Notebook")], "Notebook"),
    ],
)
def test_two_of_one_name_are_told(hook: str, values: list[Any], name: str) -> None:
    assert f"there are two of `{name}`" in why_not(a_plugin(**{hook: values}))


def test_of_two_plugins_with_one_kind_the_later_fails() -> None:
    plugins = load(
        a=a_plugin(kinds=[a_kind("Notebook")]),
        b=a_plugin(kinds=[a_kind("notebook")]),
    )
    assert plugins.get("a") is not None
    (failed,) = plugins.failed
    assert failed.problem.code == "plugin/clash"
    assert failed.problem.message == "plugin `b`: hook `kinds`: plugin `a` has the kind `notebook`"


def test_a_kind_of_the_core_is_not_a_plugins_to_define() -> None:
    assert "ML Home has the kind `model`" in why_not(a_plugin(kinds=[a_kind("Model")]))


def test_the_fingerprint_changes_with_what_is_declared() -> None:
    one, two = (load(a=a_plugin(panels=[])), load(a=a_plugin(attachments=[NOTE])))
    again = load(a=a_plugin(panels=[]))
    assert one.fingerprint == again.fingerprint != two.fingerprint
    assert [p.fingerprint for p in one.loaded] == [p.fingerprint for p in again.loaded]


def test_an_unknown_plugin_is_told() -> None:
    problem = load_plugin("nobody")
    assert isinstance(problem, api.Problem)
    assert problem.message == "no plugin `nobody` is installed"
