from pathlib import Path
from typing import Any

import pytest

from descriptors.problems import Problem
from plugins.api import Setting
from plugins.host.loading import FailedPlugin, LoadedPlugin, Plugins
from plugins.host.settings import plugin_settings, unknown_settings

LAB = LoadedPlugin(
    "lab",
    None,
    settings=(
        Setting(name="title", default="Lab", about="What it is called."),
        Setting(name="pages", default=10, about="How many pages."),
        Setting(name="share", default=0.5, about="How much of it."),
        Setting(name="deep", default=False, about="Whether to look deeper."),
        Setting(name="names", default=("a",), about="Which names."),
        Setting(name="server", default="", about="Where it is.", is_address=True),
        Setting(name="token", default="", about="To sign in with.", secret=True),
    ),
)
DEFAULTS = {
    "title": "Lab",
    "pages": 10,
    "share": 0.5,
    "deep": False,
    "names": ("a",),
    "server": "",
    "token": "",
}


def settings(file: dict[str, Any] | None = None, **environment: str) -> Any:
    variables = {f"MLHOME_PLUGIN_LAB_{name}": value for name, value in environment.items()}
    return plugin_settings(LAB, file or {}, variables)


def wrong(file: dict[str, Any] | None = None, **environment: str) -> str:
    problem = settings(file, **environment)
    assert isinstance(problem, Problem)
    return problem.message


def test_what_nobody_sets_has_its_default() -> None:
    assert settings() == DEFAULTS


def test_the_environment_wins_over_the_file() -> None:
    assert settings({"pages": 20, "title": "T"}, PAGES="30") == {
        **DEFAULTS,
        "pages": 30,
        "title": "T",
    }


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("TITLE", "x, y", "x, y"),
        ("SHARE", "1", 1.0),
        ("DEEP", "Yes", True),
        ("DEEP", "0", False),
        ("NAMES", "a, b", ("a", "b")),
        ("NAMES", "a,1\nb", ("a,1", "b")),
        ("SERVER", "https://lab.test/x", "https://lab.test/x"),
    ],
)
def test_variables_are_read_as_the_type_of_the_default(name: str, text: str, value: object) -> None:
    assert settings(None, **{name: text})[name.lower()] == value


def test_a_whole_number_in_the_file_is_a_number() -> None:
    assert repr(settings({"share": 1})["share"]) == "1.0"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ({"pages": "10"}, "`plugins.lab.pages` must be a whole number, not '10'"),
        ({"pages": True}, "must be a whole number, not True"),
        ({"share": "x"}, "must be a number, not 'x'"),
        ({"title": 1}, "must be a text, not 1"),
        ({"deep": 1}, "must be true or false, not 1"),
        ({"names": "a"}, "must be a list of texts, not 'a'"),
        ({"names": [1]}, "must be a list of texts"),
        ({"server": "lab.test"}, "must be an address like https://host/path, not 'lab.test'"),
        ({"server": None}, "must be a text, not None"),
        ({"token": "hush"}, "is a secret: set MLHOME_PLUGIN_LAB_TOKEN, or `token_file`"),
        ({"token_file": "/nowhere/token"}, "can't be read from /nowhere/token"),
        ({"token_file": 5}, "whose path must be a text, not 5"),
    ],
)
def test_a_wrong_value_in_the_file_is_told(file: dict[str, Any], said: str) -> None:
    assert said in wrong(file)
    assert "hush" not in wrong(file)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("PAGES", "1.5", "must be a number, not '1.5'"),
        ("DEEP", "maybe", "must be true or false, not 'maybe'"),
        ("SERVER", "ftp://x", "must be an address"),
    ],
)
def test_a_wrong_variable_is_told(name: str, text: str, said: str) -> None:
    assert said in wrong(None, **{name: text})


def test_a_secret_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-file\n")
    named = {"token_file": str(tmp_path / "token")}
    assert settings(None, TOKEN="from-environment")["token"] == "from-environment"
    assert settings(named)["token"] == "from-file"
    assert settings(None, TOKEN_FILE=named["token_file"])["token"] == "from-file"


def test_misspelt_names_are_told_with_the_right_ones() -> None:
    plugins = Plugins((LAB,), (FailedPlugin("broken", Problem("plugin/import", "no")),))
    found = unknown_settings(
        plugins,
        {"lab": {"page": 1, "token_file": "x"}, "lib": {}, "broken": {"x": 1}, "off": {"x": 1}},
        {"MLHOME_PLUGIN_LAB_TITEL": "x", "MLHOME_PLUGIN_LAB_TITLE": "x", "MLHOME_PORT": "1"},
        disabled=["off"],
    )
    assert [(it.message, it.hint) for it in found] == [
        ("the setting `plugins.lab.page` is unknown", "did you mean `pages`?"),
        ("the settings file has `plugins.lib`, but there is no such plugin", "did you mean `lab`?"),
        (
            "the variable MLHOME_PLUGIN_LAB_TITEL is a setting of no plugin",
            "did you mean `MLHOME_PLUGIN_LAB_TITLE`?",
        ),
    ]


def test_settings_of_a_plugin_must_be_a_mapping() -> None:
    (problem,) = unknown_settings(Plugins((LAB,)), {"lab": 5}, {})
    assert problem.message == "the setting `plugins.lab` must be a mapping, not 5"
