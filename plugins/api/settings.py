"""What people set for a plugin."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting, read from `plugins: {NAME: {setting: …}}` in the settings file or from
    `MLHOME_PLUGIN_<NAME>_<SETTING>`. `default` also gives the type (text, number, switch, tuple
    of texts). A `secret` comes from the environment, or from the file that `<setting>_file` names,
    and is never shown. Hosts in a setting with `is_address` may be asked by `Http`."""

    name: str
    default: str | int | float | bool | tuple[str, ...]
    about: str
    secret: bool = False
    is_address: bool = False
