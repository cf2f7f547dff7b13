"""`repere remind`: who sees to a step hears of it in time, who was asked is asked again."""

import json
from dataclasses import asdict
from typing import Annotated

import typer


def remind(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say who would be reminded; send nothing.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One line of JSON per reminder.")
    ] = False,
) -> None:
    """Remind whoever sees to a step, 7 days and 1 day before its date, and 1, 8 and 15
    days after it; and once whoever was asked when they can come, or which days suit them,
    and has not answered after a week, sooner where the days are near. For cron, once a day
    or more often: nobody is reminded twice.

    Example: repere remind --dry-run

    Example: repere remind --json >> reminded.jsonl
    """
    from app.db import Database
    from app.models.base import now
    from app.people.outbox import send_waiting
    from app.programmes.reminding import remind as remind_all
    from app.settings import settings

    database = Database(settings().database_url)
    found = remind_all(database, now().date(), dry_run=dry_run)
    for one in found:
        typer.echo(json.dumps(asdict(one), default=str) if as_json else one.words)
    if not dry_run:
        send_waiting(database, settings())
    if not as_json:
        said = "would be reminded" if dry_run else "reminded"
        typer.echo(f"{len(found)} {said}")
    database.close()
