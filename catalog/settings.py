"""Every setting once: its name, type, default and a sentence on what it does.

A value comes from, in rising order: the default here, the YAML settings file, the environment
(`MLHOME_` and the name in capitals), the command line. A name nobody knows is an error, so that
a misspelt one is never ignored.
"""

import dataclasses
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from catalog.errors import SettingsError
from descriptors.patterns import DEFAULT_PATTERNS

ENVIRONMENT_PREFIX = "MLHOME_"
# Settings of plugins, which only the plugins know: read and checked when they are loaded.
PLUGIN_PREFIX = "MLHOME_PLUGIN_"
# Read by the command line or by tests before there are settings.
SETTINGS_FILE = "MLHOME_CONFIG"
OTHER_ENVIRONMENT = frozenset({SETTINGS_FILE, "MLHOME_FAILPOINT", "MLHOME_STRICT_ASSETS"})


def _setting(default: Any, text: str, read: Callable[[object], Any]) -> Any:
    return field(default=default, metadata={"text": text, "read": read})


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(value, str):
        words = value.splitlines() if "\n" in value else value.split(",")
        return tuple(word.strip() for word in words if word.strip())
    raise ValueError("expected a list of texts")


def _pairs(value: object) -> tuple[str, ...]:
    pairs = _words(value)
    if not all(pair.partition("=")[0] and pair.partition("=")[2] for pair in pairs):
        raise ValueError("expected host=make, several by comma")
    return pairs


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("expected a text")
    return value


def _url(*beginnings: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        text = _text(value)
        if text and not text.startswith(beginnings):
            raise ValueError(f"expected an address that begins with {' or '.join(beginnings)}")
        return text

    return read


def _path(value: object) -> Path:
    return Path(_text(str(value) if isinstance(value, Path) else value)).expanduser().absolute()


def _number(
    low: float, high: float, kind: type[int] | type[float] = int
) -> Callable[[object], Any]:
    def read(value: object) -> int | float:
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise ValueError("expected a number")
        number = kind(value)
        if not low <= number <= high:
            raise ValueError(f"expected {low} to {high}")
        return number

    return read


def _switch(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise ValueError("expected true or false")


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(f"expected one of {', '.join(choices)}")
        return str(value)

    return read


def _of_plugins(value: object) -> Mapping[str, Mapping[str, object]]:
    """From the settings file a mapping; from the environment the same as JSON."""
    if isinstance(value, str):
        value = yaml.safe_load(value)
    if not isinstance(value, dict) or not all(isinstance(it, dict) for it in value.values()):
        raise ValueError("expected the name of each plugin with a mapping of its settings")
    return {str(name): {str(key): it for key, it in of.items()} for name, of in value.items()}


def _default_data_dir() -> Path:
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "mlhome"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator can choose. Immutable: every part is given the values it needs."""

    data_dir: Path = field(
        default_factory=_default_data_dir,
        metadata={"text": "Folder for all that the default set-up writes.", "read": _path},
    )
    database_url: str = _setting(
        "",
        "Database to keep the record in; empty: SQLite in the data folder.",
        _url("sqlite://", "postgresql://", "postgresql+psycopg://"),
    )
    search_url: str = _setting(
        "",
        "Elasticsearch cluster to index into; empty: the embedded engine.",
        _url("http://", "https://"),
    )
    host: str = _setting(
        "127.0.0.1", "Address to serve on; only loopback without a sign-in.", _text
    )
    port: int = _setting(8642, "Port to serve on; 0: any free one.", _number(0, 65535))
    public_hosts: tuple[str, ...] = _setting(
        (), "Host names (with port) under which people reach this server, beside loopback.", _words
    )
    web_threads: int = _setting(4, "Requests answered at the same time.", _number(1, 256))
    locations: tuple[str, ...] = _setting(
        (), "Files, folders, Git repositories and URLs to read descriptors from.", _words
    )
    patterns: tuple[str, ...] = _setting(
        DEFAULT_PATTERNS, "Names of descriptor files in folders and repositories.", _words
    )
    read_every_seconds: float = _setting(
        120.0, "How often a location is read again.", _number(1, 7 * 86400, float)
    )
    allowed_private_hosts: tuple[str, ...] = _setting(
        (), "Private hosts or networks (CIDR) that locations may be read from.", _words
    )
    allowed_urls: tuple[str, ...] = _setting(
        (), "If any: locations are read only from addresses that begin with one of these.", _words
    )
    git_hosts: tuple[str, ...] = _setting(
        (), "Git servers whose name doesn't tell their make, as `git.example=gitlab`.", _pairs
    )
    git_credentials: str = _setting(
        "", "File in the format of git-credential-store, for repositories that ask.", _text
    )
    orphan_policy: str = _setting(
        "delete", "What becomes of entities that are no longer declared.", _one_of("delete", "keep")
    )
    orphan_grace_seconds: float = _setting(
        0.0, "How long an orphan is kept before it is deleted.", _number(0, 365 * 86400, float)
    )
    parse_processes: int = _setting(
        2, "Child processes that parse and validate descriptors.", _number(1, 64)
    )
    parse_deadline_seconds: float = _setting(
        10.0, "Time one file may take before its child process is killed.", _number(0.1, 600, float)
    )
    count_views: bool = _setting(
        True, "Count how often an entry's page is opened, for ranking. Never who.", _switch
    )

    plugins: Mapping[str, Mapping[str, object]] = field(
        default_factory=dict,
        metadata={"text": "Settings of plugins, by the plugin's name.", "read": _of_plugins},
    )
    # Variables of the environment, by name; never shown, as they may be secrets.
    plugin_variables: Mapping[str, str] = field(default_factory=dict, repr=False)

    def makes_of_git_hosts(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for pair in self.git_hosts)

    def as_environment(self) -> dict[str, str]:
        """Variables from which `load_settings` makes these settings again, for a child process:
        unlike a command line, nobody else on the machine can read the passwords in them."""
        written = {
            environment_name(setting.name): _written(getattr(self, setting.name))
            for setting in declared()
        }
        return {**written, **self.plugin_variables}

    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'catalog.db'}"


def load_settings(
    *,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, object] | None = None,
) -> Settings:
    """Settings from all sources; SettingsError names the source of the first bad one."""
    values: dict[str, Any] = {}
    for source, raw in (
        (str(file), _file_values(file) if file else {}),
        ("the environment", _environment_values(environment or {})),
        ("the command line", flags or {}),
    ):
        values.update({name: _read(name, value, source) for name, value in raw.items()})
    return Settings(**values, plugin_variables=_plugin_variables(environment or {}))


def declared() -> tuple["dataclasses.Field[Any]", ...]:
    """All settings of ML Home's own."""
    return tuple(it for it in dataclasses.fields(Settings) if it.metadata)


def environment_name(name: str) -> str:
    return ENVIRONMENT_PREFIX + name.upper()


def _written(value: object) -> str:
    if isinstance(value, Mapping):
        return json.dumps(value)
    # The line's end says that it is a list of lines, whose items may hold commas.
    return "".join(f"{item}\n" for item in value) if isinstance(value, tuple) else str(value)


def _read(name: str, value: object, source: str) -> Any:
    known = {setting.name: setting for setting in declared()}
    if name not in known:
        raise SettingsError(
            f"{source} sets `{name}`, which is no setting. Known: {', '.join(sorted(known))}."
        )
    try:
        return known[name].metadata["read"](value)
    except (ValueError, OverflowError, yaml.YAMLError) as error:
        raise SettingsError(f"{source} sets `{name}` to {value!r}: {error}.") from None


def _file_values(file: Path) -> dict[str, object]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"The settings file {file} can't be read: {error}") from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsError(f"The settings file {file} must be a mapping of names to values.")
    return {str(name): value for name, value in content.items()}


def _environment_values(environment: Mapping[str, str]) -> dict[str, object]:
    return {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX)
        and not name.startswith(PLUGIN_PREFIX)
        and name not in OTHER_ENVIRONMENT
    }


def _plugin_variables(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(PLUGIN_PREFIX)}
