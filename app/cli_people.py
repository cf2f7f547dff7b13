"""`repere person`: asking somebody in where nobody is signed in yet."""

import json
from typing import Annotated

import typer

from app.db import Database

person = typer.Typer(no_args_is_help=True, help="People and their invitations.")


@person.callback()
def about_people() -> None:
    """Keeps `invite` a command of its own."""


@person.command("invite")
def invite_person(
    email: Annotated[str, typer.Argument(help="Where the invited person reads mail.")],
    programme: Annotated[str, typer.Option(help="The slug of the programme.")],
    found: Annotated[
        str, typer.Option(help="Its name, where it is to be made first.")
    ] = "",
    language: Annotated[str, typer.Option(help="en or fr.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Invite a programme's first coordinator; prints the link that they open.

    Whoever has the link can accept: give it to nobody else. It works once, for 14 days.
    Exit codes: 0 written, 1 refused, 2 used wrongly.

    Example: repere person invite ana@example.org --programme our-cities --found "Our cities"
    """
    from app.errors import Rejected
    from app.people.first_invitation import invite_coordinator
    from app.settings import settings

    database = Database(settings().database_url)
    asked = {"email": email, "language": language}
    try:
        with database.writing() as session:
            sent = invite_coordinator(session, programme, found, asked)
            until = sent.until.isoformat(timespec="seconds")
    except Rejected as rejected:
        for problem in rejected.problems:
            typer.echo(f"{problem.field}: {problem.message}".lstrip(": "), err=True)
        raise typer.Exit(1) from None
    finally:
        database.close()
    link = f"{settings().origin}/links/{sent.token}"
    if as_json:
        typer.echo(json.dumps({"email": email, "link": link, "expires_at": until}))
    else:
        typer.echo(f"{link}\nFor {email}, once, until {until}.")
