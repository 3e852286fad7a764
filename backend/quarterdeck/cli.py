"""The `quarterdeck` command: what an operator runs.

What only one command needs is imported in it: the demo, Alembic and the readers of tables together would take half of
every start.
"""

import gc
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
import uvicorn

from quarterdeck import VERSION
from quarterdeck.app import create_app
from quarterdeck.core import logs, openapi
from quarterdeck.core.db import Database
from quarterdeck.core.errors import Problem
from quarterdeck.core.refusal import Refusal
from quarterdeck.core.schema_revision import SchemaMismatch, check_revision
from quarterdeck.core.settings import Settings
from quarterdeck.worker import Worker

main = typer.Typer(no_args_is_help=True, add_completion=False, help="Performance management for a UK local council.")
users = typer.Typer(no_args_is_help=True, help="Accounts.")
main.add_typer(users, name="users")

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(help="The port to listen on.")]


@main.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the API and the front end. On an embedded SQLite file unless QUARTERDECK_DATABASE_URL says otherwise."""
    settings = Settings()
    logs.configure(settings)
    # Nobody else looks after the embedded file, so it is kept at our schema.
    with opened(settings, upgrade=not settings.database_url) as database:
        for line in set_up_hint(database, settings.public_base_url or f"http://{host}:{port}"):
            typer.echo(line, err=True)
        run_server(settings, database, host, port)


@main.command()
def demo(
    serve: Annotated[bool, typer.Option(help="Serve it once it is there.")] = True,
    reset: Annotated[
        bool, typer.Option("--reset", help="Delete the demo there is, and make it anew for today.")
    ] = False,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Make an example council with three years of quarters, and serve it. Leaves a database of real records alone."""
    from quarterdeck.demo.command import ensure_demo

    settings = Settings()
    logs.configure(settings)
    with opened(settings, upgrade=settings.url.startswith("sqlite")) as database:
        for line in ensure_demo(database, reset=reset):
            typer.echo(line)
        if serve:
            typer.echo(f"Serving at http://{host}:{port}. Stop with Ctrl+C.")
            run_server(settings, database, host, port)


@main.command()
def worker() -> None:
    """Do the background work alone, where `serve` runs with QUARTERDECK_WORKER_IN_SERVER=false."""
    settings = Settings()
    logs.configure(settings)
    with opened(settings) as database:
        working = Worker(database)
        for number in (signal.SIGTERM, signal.SIGINT):
            # The job in hand is finished; a job that is cut short would be done again, five minutes later.
            signal.signal(number, lambda *_: working.finish())
        working.run_forever()


@main.command()
def migrate() -> None:
    """Make the schema, or upgrade it to this version's."""
    with opened(Settings(), upgrade=True):
        typer.echo("The schema is up to date.")


@main.command()
def verify(
    earlier: Annotated[
        Path | None, typer.Option(help="A report of `verify` kept elsewhere: what it saw must still be there.")
    ] = None,
) -> None:
    """Check every audit chain, sealed edition and projection; exit 1 when something is not as it was written."""
    from quarterdeck.operations import verify_all

    seen = json.loads(earlier.read_text(encoding="utf-8")) if earlier else None
    with opened(Settings()) as database, database.reading() as session:
        _tell(verify_all(session, seen))


@main.command(name="rebuild-projection")
def rebuild_projection() -> None:
    """Make the current figures again from the record behind them, where `verify` finds that they differ."""
    from quarterdeck.operations import rebuild_projections

    with opened(Settings()) as database, database.transaction() as session:
        made = rebuild_projections(session)
    typer.echo(f"{len(made)} council(s) looked at; {sum(made.values())} figure(s) put right.")


@main.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write a consistent copy of the database while it is in use (VACUUM INTO, or pg_dump), and of evidence files."""
    from quarterdeck.core.backup import back_up
    from quarterdeck.organisation.evidence_backup import archive_of, back_up_evidence

    with plainly(), Database(Settings()) as database:
        back_up(database, target)
        number = back_up_evidence(database.settings, target)
    typer.echo(f"Backed up to {target}, with {number} evidence file(s) in {archive_of(target)}.")


@main.command()
def restore(
    source: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
    check: Annotated[bool, typer.Option("--check", help="Only try it: restore beside, verify, drop again.")] = False,
) -> None:
    """Bring a backup back where there is no database yet, and verify it; exit 1 when it is not as it was written."""
    from quarterdeck.core.backup import restore as restore_database
    from quarterdeck.operations import try_backup, verify_all
    from quarterdeck.organisation.evidence_backup import evidence_faults, restore_evidence

    settings = Settings()
    with plainly():
        if check:
            _tell(try_backup(settings, source))
        with Database(settings) as empty:
            restore_database(empty, source)
        restore_evidence(settings, source)
    with opened(settings, upgrade=True) as database, database.reading() as session:
        report = verify_all(session)
        report["faults"] += evidence_faults(session, settings)
        _tell(report)


@main.command()
def backfill(
    file: Annotated[Path, typer.Argument(help="An indicator table as a council printed it: CSV, at most 10 MB.")],
    mapping: Annotated[Path | None, typer.Option(help="What the table does not say (TOML).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report all of it, and keep nothing.")] = False,
    report: Annotated[Path | None, typer.Option(help="The file to write the full report to (JSON).")] = None,
) -> None:
    """Read a printed indicator table into the record; exit 1 when nothing of it can be read."""
    from quarterdeck.integrations.command import backfill_file, on_screen

    settings = Settings()
    with opened(settings, upgrade=not settings.database_url) as database:
        read = backfill_file(database, file, mapping, dry_run=dry_run, report=report)
    for line in on_screen(read):
        typer.echo(line)
    raise typer.Exit(1 if read.missing_columns else 0)


@main.command()
def setup(
    file: Annotated[Path, typer.Argument(help="The set-up workbook (.xlsx); with --template, the one to write.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what every row would do, and keep nothing.")] = False,
    template: Annotated[bool, typer.Option("--template", help="Write the workbook, with what is on record.")] = False,
    council: Annotated[str | None, typer.Option(help="The council's code, where there are several.")] = None,
) -> None:
    """Set a council up from one workbook; exit 1 when a row has a fault, and nothing is loaded."""
    from quarterdeck.integrations.setup import command

    settings = Settings()
    with opened(settings, upgrade=not settings.database_url) as database:
        if template:
            command.write_template(database, file, council)
            typer.echo(f"Written to {file}.")
            return
        outcome = command.load_file(database, file, council, dry_run=dry_run)
    for line in command.on_screen(outcome, dry_run=dry_run):
        typer.echo("".join(each if each.isprintable() else "?" for each in line))
    raise typer.Exit(1 if outcome.faulty else 0)


@main.command(name="openapi")
def print_openapi() -> None:
    """Print the API's contract as YAML: `quarterdeck openapi > openapi.yaml`."""
    # Engines connect when they are first used, and nothing is used here.
    nowhere = Database(Settings(database_url="sqlite:///nowhere.sqlite3"))
    app = create_app(Settings(worker_in_server=False), nowhere)
    sys.stdout.write(openapi.as_yaml(app.openapi()))


@main.command(name="permissions")
def print_permissions() -> None:
    """Print who may do what as Markdown: `quarterdeck permissions > docs/permissions.md`."""
    from quarterdeck.organisation import permissions

    sys.stdout.write(permissions.as_markdown())


@main.command()
def version() -> None:
    """Print the version."""
    typer.echo(VERSION)


@users.command("create-admin")
def create_admin(
    email: Annotated[str, typer.Option(prompt=True)],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
    council: Annotated[str, typer.Option(prompt="Council name")],
) -> None:
    """Make the first council and its administrator, or another administrator of a council there is."""
    from quarterdeck.operations import make_administrator

    with opened(Settings()) as database, database.transaction() as session:
        make_administrator(session, email, password, council)
    typer.echo(f"{email} can sign in.")


@users.command("set-up-code")
def print_set_up_code() -> None:
    """Print a code with which the first council is made on the screen. Those printed before work no more."""
    settings = Settings()
    with opened(settings, upgrade=not settings.database_url) as database:
        lines = set_up_hint(database, settings.public_base_url or "this server's address")
    if not lines:
        raise Refusal("Quarterdeck is set up here already. `quarterdeck users create-admin` adds an administrator.")
    for line in lines:
        typer.echo(line)


def set_up_hint(database: Database, address: str) -> list[str]:
    """What to do where nobody can sign in yet, with a new set-up code; nothing to say once somebody can."""
    from quarterdeck.organisation.set_up import issue_code

    with database.transaction() as session:
        code = issue_code(session)
    if code is None:
        return []
    return [f"Nobody can sign in yet. Open {address} and set Quarterdeck up with this code, once:", f"    {code}"]


@users.command("remove-second-factor")
def remove_second_factor(email: Annotated[str, typer.Option(prompt=True)]) -> None:
    """Take the second factor away from somebody who lost it, where no administrator can: their password is enough."""
    from quarterdeck.operations import take_second_factor

    with opened(Settings()) as database, database.transaction() as session:
        take_second_factor(session, email)
    typer.echo(f"{email} signs in with the password alone.")


@contextmanager
def opened(settings: Settings, *, upgrade: bool = False) -> Iterator[Database]:
    """The settings' database, at the schema this version knows; closed afterwards.

    upgrade: migrate a database that has an older schema, or none, first. Where the schema is another one
    the command leaves, saying what to run.
    """
    with plainly(), Database(settings) as database:
        if upgrade:
            _upgrade(database)
        with database.reading() as session:
            check_revision(session.connection())
        yield database


def _upgrade(database: Database) -> None:
    try:
        with database.reading() as session:
            check_revision(session.connection())
    except SchemaMismatch as mismatch:
        from quarterdeck.migrations.run import migrate as migrate_schema

        if not mismatch.can_migrate:
            raise
        migrate_schema(database)


@contextmanager
def plainly() -> Iterator[None]:
    """What an operator can mend is said in a sentence, not in a traceback."""
    try:
        yield
    except (Refusal, Problem) as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(1) from None


def _tell(report: dict[str, Any]) -> NoReturn:
    typer.echo(json.dumps(report, indent=2))
    raise typer.Exit(1 if report["faults"] else 0)


def run_server(settings: Settings, database: Database, host: str, port: int) -> None:
    """Serve until told to stop; requests in flight get `shutdown_seconds` to finish."""
    # As in `__main__`: a thousand models and routes are made here, and stay.
    gc.disable()
    app = create_app(settings, database)
    gc.freeze()
    gc.enable()
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        server_header=False,
    )
