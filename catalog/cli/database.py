"""`mlhome db`: the schema of the record."""

import click

from catalog.cli.options import with_settings
from catalog.errors import SchemaOutdated
from catalog.settings import Settings


@click.group()
def db() -> None:
    """Bring the database to this release."""


@db.command()
@with_settings("database_url")
def upgrade(settings: Settings) -> None:
    """Migrate the database to this release's schema; an empty one is given its tables."""
    from catalog.store.database import open_database
    from catalog.store.schema import upgrade as migrate

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = open_database(settings.effective_database_url())
    state = migrate(database)
    database.close()
    if not state.is_current:
        raise SchemaOutdated(
            f"The database is at schema {state.current}, which a newer release made; "
            "this one can't go back. Install that release again."
        )
    click.echo(f"the database is at schema {state.current}")
