"""The `quarterdeck` command: what an operator runs."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from quarterdeck import VERSION
from quarterdeck.app import create_app
from quarterdeck.core import logs, openapi
from quarterdeck.core.db import Database
from quarterdeck.core.schema_revision import SchemaMismatch, check_revision
from quarterdeck.core.settings import Settings
from quarterdeck.migrations.run import migrate as migrate_schema
from quarterdeck.operations import back_up, make_administrator, verify_all
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
    database = Database(settings)
    if not settings.database_url:
        # Nobody else looks after the embedded file, so it is kept at our schema.
        migrate_schema(database)
    require_schema(database)
    run_server(settings, database, host, port)


@main.command()
def worker() -> None:
    """Do the background work alone, where `serve` runs with QUARTERDECK_WORKER_IN_SERVER=false."""
    settings = Settings()
    logs.configure(settings)
    database = Database(settings)
    require_schema(database)
    try:
        Worker(database).run_forever()
    except KeyboardInterrupt:
        database.close()


@main.command()
def migrate() -> None:
    """Make the schema, or upgrade it to this version's."""
    database = Database(Settings())
    migrate_schema(database)
    typer.echo("The schema is up to date.")


@main.command()
def verify() -> None:
    """Check every audit chain, sealed edition and projection; exit 1 when something is not as it was written."""
    database = Database(Settings())
    require_schema(database)
    with database.reading() as session:
        report = verify_all(session)
    typer.echo(json.dumps(report, indent=2))
    raise typer.Exit(1 if report["faults"] else 0)


@main.command()
def backup(target: Annotated[Path, typer.Argument(help="The file to write.")]) -> None:
    """Write a consistent copy of the database while it is in use (VACUUM INTO, or pg_dump)."""
    back_up(Database(Settings()), target)
    typer.echo(f"Backed up to {target}.")


@main.command(name="openapi")
def print_openapi() -> None:
    """Print the API's contract as YAML: `quarterdeck openapi > openapi.yaml`."""
    app = create_app(Settings(worker_in_server=False), Database(Settings(database_url="sqlite://")))
    sys.stdout.write(openapi.as_yaml(app.openapi()))


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
    database = Database(Settings())
    require_schema(database)
    with database.transaction() as session:
        make_administrator(session, email, password, council)
    typer.echo(f"{email} can sign in.")


def require_schema(database: Database) -> None:
    """Leave, saying what to run, unless the database has the schema this version knows."""
    try:
        with database.reading() as session:
            check_revision(session.connection())
    except SchemaMismatch as mismatch:
        typer.echo(str(mismatch), err=True)
        raise typer.Exit(1) from None


def run_server(settings: Settings, database: Database, host: str, port: int) -> None:
    """Serve until told to stop; requests in flight get `shutdown_seconds` to finish."""
    uvicorn.run(
        create_app(settings, database),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        server_header=False,
    )
