"""`mlhome dvc show`: what is read of a folder, without a catalog."""

from dataclasses import replace
from pathlib import Path

import click
from mlhome import File, Reading
from mlhome_dvc.reading import read_pipeline

ROUNDS = 3


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def show(folder: Path) -> None:
    """Show the stages and metrics of the dvc.yaml in FOLDER."""
    found = _read(folder.resolve() / "dvc.yaml")
    for problem in (*found.problems, *found.report.problems):
        click.echo(f"{problem.severity}: {problem.message}", err=True)
    for attachment in found.report.attachments:
        for stage in attachment.value["stages"]:
            click.echo(f"{stage['name']}: {stage['state']}")
        for metric in attachment.value["metrics"]:
            click.echo(f"{metric['name']} = {metric['value']}")
    if not found.documents:
        raise click.exceptions.Exit(1)


def _read(path: Path) -> Reading:
    file = File(path=path.name, data=_bytes(path) or b"", found_at=str(path))
    found = read_pipeline(file)
    for _ in range(ROUNDS):
        near = {need: _bytes(path.parent / need) for need in found.needs}
        file = replace(file, near={**file.near, **near})
        found = read_pipeline(file)
    return found


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
