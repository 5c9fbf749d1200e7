from pathlib import Path
from typing import Any

import pytest

from catalog.errors import SettingsError
from catalog.processes.plugins import check_settings, register_connections, settings_of
from catalog.refresh.connections import connections
from catalog.settings import Settings
from catalog.store.database import Database
from plugins.host.loading import Plugins
from tests.catalog.refresh import lab

PLUGINS = lab.loaded()


def given(tmp_path: Path, variables: dict[str, str] | None = None, **of_lab: Any) -> Settings:
    return Settings(data_dir=tmp_path, plugins={"lab": of_lab}, plugin_variables=variables or {})


def test_a_setting_is_given_by_file_and_overruled_by_the_environment(tmp_path: Path) -> None:
    (plugin,) = PLUGINS.loaded
    assert settings_of(given(tmp_path, folder="a"))(plugin) == {"folder": "a"}
    both = given(tmp_path, {"MLHOME_PLUGIN_LAB_FOLDER": "b"}, folder="a")
    check_settings(both, PLUGINS, frozenset())
    assert settings_of(both)(plugin) == {"folder": "b"}


@pytest.mark.parametrize(
    ("variables", "of_lab", "says"),
    [
        ({}, {"fodler": "a"}, "folder"),
        ({}, {"folder": 3}, "plugins.lab.folder"),
        ({"MLHOME_PLUGIN_LAB_FODLER": "a"}, {}, "MLHOME_PLUGIN_LAB_FODLER"),
        ({"MLHOME_PLUGIN_LIB_FOLDER": "a"}, {}, "MLHOME_PLUGIN_LIB_FOLDER"),
    ],
)
def test_a_setting_that_no_plugin_has_is_an_error(
    tmp_path: Path, variables: dict[str, str], of_lab: dict[str, Any], says: str
) -> None:
    with pytest.raises(SettingsError, match=says):
        check_settings(given(tmp_path, variables, **of_lab), PLUGINS, frozenset())


def test_what_is_set_for_a_disabled_plugin_waits_for_it(tmp_path: Path) -> None:
    check_settings(given(tmp_path, folder="a"), Plugins(), frozenset({"lab"}))
    with pytest.raises(SettingsError, match=r"plugins\.lab"):
        check_settings(given(tmp_path, folder="a"), Plugins(), frozenset())


def test_servers_of_the_settings_come_and_go_with_them(database: Database, tmp_path: Path) -> None:
    def names(**servers: Any) -> list[tuple[str, str, str]]:
        settings = given(tmp_path, connections=servers)
        check_settings(settings, PLUGINS, frozenset())
        register_connections(database, settings, PLUGINS)
        with database.read() as connection:
            return [(it.name, it.url, it.secret_from) for it in connections(connection, "lab")]

    main = {"url": "http://lab.example/", "secret_env": "KEY"}
    assert names(main=main) == [("main", "http://lab.example", "env:KEY")]
    assert names(main=main, more={"url": "http://b.example"}) == [
        ("main", "http://lab.example", "env:KEY"),
        ("more", "http://b.example", ""),
    ]
    assert names() == []


@pytest.mark.parametrize(
    "servers", [["x"], {"main": "http://x"}, {"main": {"uri": "x"}}, {"main": {"url": "x"}}]
)
def test_servers_that_can_not_be_are_an_error(
    database: Database, tmp_path: Path, servers: Any
) -> None:
    with pytest.raises(SettingsError, match=r"plugins\.lab"):
        register_connections(database, given(tmp_path, connections=servers), PLUGINS)
