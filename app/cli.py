"""The command `repere`."""

import os
import shutil
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Annotated

import typer

from app.cli_backup import backup
from app.cli_people import person
from app.cli_remind import remind
from app.db import Database
from app.migrating import migrate as migrate_database

cli = typer.Typer(
    no_args_is_help=True,
    help="Plans peer-review visits between cities and keeps what they find.",
    pretty_exceptions_enable=False,
)
benchmark = typer.Typer(no_args_is_help=True, help="Bring benchmarks in and out.")
cli.add_typer(benchmark, name="benchmark")
mail = typer.Typer(no_args_is_help=True, help="Send what waits to be mailed.")
cli.add_typer(mail, name="mail")
cli.add_typer(person, name="person")
cli.add_typer(backup, name="backup")
cli.command()(remind)
DEMO = Path("var/demo")


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    reset: Annotated[bool, typer.Option(help="Start over with fresh data.")] = False,
) -> None:
    """Serve the demonstration: its own database under var/demo, personas to enter as.

    Example: repere demo --port 8080
    """
    from seed.load import load_everything

    if reset:
        shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir(parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{port}"
    os.environ |= {
        "REPERE_DEMO": "1",
        "REPERE_DATABASE_URL": f"sqlite:///{DEMO}/repere.db",
        "REPERE_FILES_URL": f"file:{DEMO}/files",
        "REPERE_PUBLIC_URL": address,
    }
    os.environ["REPERE_ERASURES_FILE"] = f"{DEMO}/erasures.jsonl"
    database = Database(os.environ["REPERE_DATABASE_URL"])
    migrate_database(database)
    load_everything(database)
    database.close()
    threading.Thread(target=say_when_it_answers, args=(address,), daemon=True).start()
    run(port)


@cli.command()
def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="Processes; PostgreSQL only.")] = 1,
) -> None:
    """Serve what REPERE_DATABASE_URL holds; migrate it first.

    Example: REPERE_SECRET_KEY=… repere serve --host 0.0.0.0
    """
    from app.settings import settings

    if workers > 1 and settings().database_url.startswith("sqlite"):
        typer.echo(
            "SQLite is served by one process; use PostgreSQL for more.", err=True
        )
        raise typer.Exit(2)
    forget_again()
    run(port, host, workers)


def forget_again() -> None:
    """A restored backup may hold what somebody has had erased since."""
    from app.evidence.erasures_kept import replay
    from app.evidence.filing import erase_gone
    from app.files import Files
    from app.settings import settings

    database = Database(settings().database_url)
    with database.writing() as session:
        replay(session, settings().erasures_file)
    database.forget_log()
    files = Files(settings().files_url)
    erase_gone(database, files)
    files.sweep()
    database.close()


@cli.command()
def migrate() -> None:
    """Bring the database of REPERE_DATABASE_URL to the newest migration."""
    from app.settings import settings

    database = Database(settings().database_url)
    migrate_database(database)
    typer.echo("The database is at the newest migration.")


@cli.command()
def retain(
    dry_run: Annotated[
        bool, typer.Option(help="Say what is due and delete nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Delete what was kept long enough, by the rules of each programme; for cron, daily.

    Exit code 0 when all that was due is gone (or told), 1 when a step failed.
    Example: repere retain --dry-run
    """
    from app.evidence.filing import erase_gone, erase_orphans
    from app.files import Files
    from app.people.retaining_words import run_retention
    from app.settings import settings

    database = Database(settings().database_url)
    lines, well = run_retention(database, dry_run=dry_run, as_json=as_json)
    if not dry_run:
        files = Files(settings().files_url)
        erase_gone(database, files)
        erase_orphans(database, files)
        files.sweep()
    for line in lines:
        typer.echo(line)
    raise typer.Exit(0 if well else 1)


@benchmark.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A benchmark as YAML.", exists=True)],
) -> None:
    """Publish a benchmark's first version; one that is there already is left alone.

    Example: repere benchmark import seed/benchmarks/a-city-for-all.yaml
    """
    import yaml

    from app.benchmarks.actions import import_benchmark
    from app.benchmarks.forms import BenchmarkForm
    from app.errors import Rejected
    from app.forms import check
    from app.settings import settings

    try:
        form = check(BenchmarkForm, yaml.safe_load(file.read_text()))
    except Rejected as rejected:
        for problem in rejected.problems:
            typer.echo(f"{problem.field}: {problem.message}", err=True)
        raise typer.Exit(1) from None
    except yaml.YAMLError as error:
        typer.echo(f"{file} is not readable as YAML: {error}", err=True)
        raise typer.Exit(1) from None
    database = Database(settings().database_url)
    with database.writing() as session:
        version = import_benchmark(session, form)
    typer.echo(
        f"{form.slug}, version {version.number}: {len(form.key_factors)} factors"
    )


@benchmark.command("export")
def export_file(
    slug: Annotated[str, typer.Argument(help="The benchmark's slug.")],
) -> None:
    """Print the latest published version as YAML, as `import` reads it.

    Example: repere benchmark export a-city-for-all > a-city-for-all.yaml
    """
    import yaml

    from app.benchmarks.exporting import benchmark_as_form
    from app.benchmarks.queries import published_version
    from app.errors import NotFound
    from app.settings import settings

    database = Database(settings().database_url)
    try:
        with database.reading() as session:
            form = benchmark_as_form(published_version(session, slug))
    except NotFound:
        typer.echo(f"No published benchmark is called {slug}.", err=True)
        raise typer.Exit(1) from None
    content = form.model_dump(by_alias=True)
    typer.echo(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), nl=False)


@mail.command("send")
def send_mail() -> None:
    """Send what is due over REPERE_MAIL_URL; for cron, beside what is sent at once.

    Example: REPERE_MAIL_URL=smtp://name:word@mail.example.org:587 repere mail send
    """
    from app.people.outbox import send_waiting
    from app.settings import settings

    if settings().mail is None:
        typer.echo("REPERE_MAIL_URL is not set: there is nowhere to send to.", err=True)
        raise typer.Exit(2)
    post = send_waiting(Database(settings().database_url), settings())
    typer.echo(f"{post.sent} sent, {post.failed} to be tried again or given up")
    raise typer.Exit(1 if post.failed else 0)


@mail.callback()
def about_mail() -> None:
    """Keeps `send` a command of its own."""


def run(port: int, host: str = "127.0.0.1", workers: int = 1) -> None:
    import uvicorn

    from app.main import configure_logging
    from app.settings import settings

    configure_logging(settings().log_level)
    uvicorn.run(
        "app.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
    )


def say_when_it_answers(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=1):
                typer.echo(f"Repère answers at {address}")
                return
        except OSError:
            time.sleep(0.1)
    typer.echo("Repère did not answer within 30 seconds.", err=True)
    sys.stderr.flush()


if __name__ == "__main__":
    cli()
