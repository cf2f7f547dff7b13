"""`repere backup`: what tablets must know about backups, told by whoever makes them."""

from datetime import UTC, datetime
from typing import Annotated

import typer

backup = typer.Typer(
    no_args_is_help=True,
    help="Tell the service about its backups: tablets keep what they sent until one covers it.",
)


@backup.command()
def covers(
    until: Annotated[
        datetime,
        typer.Argument(
            help="When the copy was begun (UTC).", formats=["%Y-%m-%dT%H:%M:%SZ"]
        ),
    ],
) -> None:
    """A backup of database and files was made and opened again: tablets may let go of what
    was received before it was begun. Say it after each backup that was verified, and only
    then.

    Exit code 2 for a moment that is still to come.
    Example: repere backup covers 2026-10-12T02:00:00Z
    """
    from app.db import Database
    from app.evidence.epoch import note_backup
    from app.settings import settings

    until = until.replace(tzinfo=UTC)
    if until > datetime.now(UTC):
        typer.echo("No backup covers what is still to come.", err=True)
        raise typer.Exit(2)
    database = Database(settings().database_url)
    with database.writing() as session:
        note_backup(session, until)
    database.close()
    typer.echo(f"Tablets may let go of what was received before {until:%Y-%m-%d %H:%M} UTC.")  # fmt: skip


@backup.command()
def restored() -> None:
    """This database was restored from a backup: tablets offer again all they still hold.

    Say it after restoring and before `repere serve`; said once too often it costs some
    traffic, never a note twice.
    Example: repere backup restored
    """
    from app.db import Database
    from app.evidence.epoch import begin_epoch
    from app.settings import settings

    database = Database(settings().database_url)
    with database.writing() as session:
        begin_epoch(session)
    database.close()
    typer.echo("A new epoch begins: tablets offer again what they still hold.")
