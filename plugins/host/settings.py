"""The settings of plugins, from the settings file and the environment.

In rising order: the default, `plugins: {NAME: {setting: …}}` in the settings file, and
`MLHOME_PLUGIN_<NAME>_<SETTING>`. A secret stands in the environment, or in the file that
`<setting>_file` names; in the settings file itself it would be read by too many.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from descriptors.problems import Problem
from descriptors.suggest import did_you_mean
from plugins.api import Setting
from plugins.host.loading import LoadedPlugin, Plugins
from plugins.http.origins import origin_of
from plugins.texts import shown

PREFIX = "MLHOME_PLUGIN_"
SWITCHES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class _Wrong(Exception):
    """A value is not what the setting takes; the text says what it takes."""


def plugin_settings(
    plugin: LoadedPlugin, file_values: Mapping[str, object], environment: Mapping[str, str]
) -> Mapping[str, Any] | Problem:
    """All settings of a plugin; or what is wrong with the first bad one, wherever it stands.

    `file_values` is what the settings file has under the plugin's name.
    """
    values: dict[str, Any] = {}
    for setting in plugin.settings:
        place = f"plugins.{plugin.name}.{setting.name}"
        try:
            values[setting.name] = _value(plugin.name, setting, file_values, environment)
        except _Wrong as error:
            return Problem("plugin/setting", f"the setting `{place}` {error}", setting.about)
    return values


def unknown_settings(
    plugins: Plugins,
    file_values: Mapping[str, object],
    environment: Mapping[str, str],
    disabled: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Settings that belong to no installed plugin, or that it does not have: misspelt ones.

    `file_values` is all the settings file has under `plugins`. What is said to a plugin that is
    disabled or can't be loaded is not held against anybody.
    """
    silent = {*disabled, *(failed.name for failed in plugins.failed)}
    return (
        *_unknown_in_file(plugins, file_values, silent),
        *_unknown_in_environment(plugins, environment, silent),
    )


def environment_name(plugin: str, setting: str) -> str:
    return f"{PREFIX}{plugin}_{setting}".upper()


def _value(
    plugin: str, setting: Setting, file_values: Mapping[str, object], environment: Mapping[str, str]
) -> Any:
    variable = environment_name(plugin, setting.name)
    if setting.secret:
        file = environment.get(f"{variable}_FILE") or file_values.get(f"{setting.name}_file")
        if setting.name in file_values:
            raise _Wrong(f"is a secret: set {variable}, or `{setting.name}_file` to a file's path")
        return environment.get(variable) or (_secret(file) if file else setting.default)
    if variable in environment:
        value = _from_text(setting.default, environment[variable])
    else:
        value = _of_type(setting.default, file_values.get(setting.name, setting.default))
    return _address(value) if setting.is_address else value


def _secret(file: object) -> str:
    if not isinstance(file, str):
        raise _Wrong(f"is read from a file, whose path must be a text, not {shown(file)}")
    try:
        return Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _Wrong(f"can't be read from {file}: {error}") from None


def _from_text(default: object, text: str) -> Any:
    """A value of the default's type as a variable of the environment writes it."""
    if isinstance(default, bool):
        if text.lower() not in SWITCHES:
            raise _Wrong(f"must be true or false, not {shown(text)}")
        return SWITCHES[text.lower()]
    if isinstance(default, (int, float)):
        return _number(type(default), text)
    if isinstance(default, tuple):
        words = text.splitlines() if "\n" in text else text.split(",")
        return tuple(word.strip() for word in words if word.strip())
    return text


def _number(kind: Callable[[str], int | float], text: str) -> int | float:
    try:
        return kind(text)
    except ValueError:
        raise _Wrong(f"must be a number, not {shown(text)}") from None


def _of_type(default: object, value: object) -> Any:
    """A value of the default's type as the settings file writes it."""
    if isinstance(default, tuple):
        if isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value):
            return tuple(value)
        raise _Wrong(f"must be a list of texts, not {shown(value)}")
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not type(default):
        names = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}
        raise _Wrong(f"must be {names[type(default)]}, not {shown(value)}")
    return value


def _address(value: Any) -> Any:
    for text in [value] if isinstance(value, str) else value:
        if text and origin_of(text) is None:
            raise _Wrong(f"must be an address like https://host/path, not {shown(text)}")
    return value


def _unknown_in_file(
    plugins: Plugins, file_values: Mapping[str, object], silent: Collection[str]
) -> Iterator[Problem]:
    names = [plugin.name for plugin in plugins.loaded]
    for name, values in file_values.items():
        plugin = plugins.get(name)
        if plugin is None:
            if name not in silent:
                what = f"the settings file has `plugins.{name}`, but there is no such plugin"
                yield Problem("plugin/setting", what, did_you_mean(name, names))
            continue
        if not isinstance(values, Mapping):
            what = f"the setting `plugins.{name}` must be a mapping, not {shown(values)}"
            yield Problem("plugin/setting", what)
            continue
        known = _names(plugin)
        for setting in values:
            if setting not in known:
                what = f"the setting `plugins.{name}.{setting}` is unknown"
                yield Problem("plugin/setting", what, did_you_mean(str(setting), known))


def _unknown_in_environment(
    plugins: Plugins, environment: Mapping[str, str], silent: Collection[str]
) -> Iterator[Problem]:
    known = {
        environment_name(plugin.name, setting)
        for plugin in plugins.loaded
        for setting in _names(plugin)
    }
    for variable in environment:
        about = variable.removeprefix(PREFIX).partition("_")[0].lower()
        if variable.startswith(PREFIX) and variable not in known and about not in silent:
            what = f"the variable {variable} is a setting of no plugin"
            yield Problem("plugin/setting", what, did_you_mean(variable, known))


def _names(plugin: LoadedPlugin) -> list[str]:
    return [
        *(setting.name for setting in plugin.settings),
        *(f"{setting.name}_file" for setting in plugin.settings if setting.secret),
    ]
