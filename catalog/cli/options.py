"""Options that many commands share."""

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from catalog.settings import SETTINGS_FILE, Settings, load_settings

Command = Callable[..., Any]

config_option = click.option(
    "--config", type=click.Path(path_type=Path), default=None, help="YAML settings file."
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Choice(["table", "json"]),
    default="table",
    help="For people, or for programs.",
)


def with_settings(*names: str) -> Callable[[Command], Command]:
    """Give a command `settings`, read from all sources; `names` are those it takes as flags."""

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(config: Path | None, **arguments: Any) -> Any:
            flags = {name: arguments.pop(name) for name in ("data_dir", *names)}
            settings = settings_of(config, {k: v for k, v in flags.items() if v is not None})
            return command(settings=settings, **arguments)

        for name in reversed(names):
            run = click.option("--" + name.replace("_", "-"), default=None, help=_text(name))(run)
        data_dir = click.option("--data-dir", default=None, help=_text("data_dir"))
        return data_dir(config_option(run))

    return decorate


def settings_of(config: Path | None, flags: dict[str, object]) -> Settings:
    named = os.environ.get(SETTINGS_FILE)
    file = config or (Path(named) if named else None)
    return load_settings(file=file, environment=os.environ, flags=flags)


def _text(name: str) -> str:
    return str(Settings.__dataclass_fields__[name].metadata["text"])
