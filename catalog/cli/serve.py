"""`mlhome serve`, `demo` and `worker`: the processes that stay."""

import logging
from importlib.resources import files
from pathlib import Path

import click

from catalog.cli.options import with_settings
from catalog.settings import Settings

FLAGS = ("database_url", "search_url")


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@click.option("--no-worker", is_flag=True, help="Leave reading and indexing to other processes.")
@with_settings(*FLAGS, "host", "port")
def serve(settings: Settings, targets: tuple[str, ...], no_worker: bool) -> None:
    """Serve ML Home, and read each TARGET from now on.

    A TARGET is a file, a folder, a Git repository or the URL of a file.
    """
    from catalog.processes.serving import serve as serve_until_stopped

    _log_to_standard_error()
    serve_until_stopped(settings, targets, _announce, alone=no_worker)


@click.command()
@with_settings("host", "port")
def demo(settings: Settings) -> None:
    """Serve ML Home with the projects of an invented company, to explore."""
    from catalog.demo.recorded_mlflow import recorded_mlflow, recording
    from catalog.demo.showing import demo_settings, push_simulated
    from catalog.processes.reading import read_now
    from catalog.processes.serving import serve as serve_until_stopped

    _log_to_standard_error()
    examples = str(Path(str(files("descriptors"))) / "examples")
    with recorded_mlflow(recording()) as mlflow:
        apart = demo_settings(settings, mlflow)
        read_now(apart, [examples])  # so that the first page is not an empty one
        push_simulated(apart)
        click.echo(f"Commands for the demo need: --data-dir {apart.data_dir}")
        serve_until_stopped(apart, [], _announce, alone=False)


@click.command()
@click.option("--supervised", is_flag=True, hidden=True)
@with_settings(*FLAGS)
def worker(settings: Settings, supervised: bool) -> None:
    """Read, stitch and index, beside a `serve --no-worker` or another worker."""
    from catalog.processes.opening import process_name
    from catalog.processes.worker import run_worker

    _log_to_standard_error()
    run_worker(settings, process_name(), supervised=supervised)


def _announce(address: str) -> None:
    click.echo(f"ML Home is at {address} (stop it with Ctrl-C)")


def _log_to_standard_error() -> None:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
