"""Backups: one consistent file, made while the database is in use, and brought back where none is.

`cp` of a database in WAL mode and SQLite's incremental backup under a writer are wrong; VACUUM INTO
and pg_dump are not. Evidence files lie beside the database, named by their content: copy that folder too.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, inspect, make_url, text

from quarterdeck.core.db import Database
from quarterdeck.core.refusal import Refusal
from quarterdeck.core.settings import Settings

SQLITE = b"SQLite format 3\x00"
POSTGRESQL = b"PGDMP"


class BackupFailed(Refusal):
    """A backup could not be made or brought back; the message says why and what to do."""


def back_up(database: Database, target: Path) -> None:
    """Write a consistent copy of the database to `target`, which must not exist yet. Raises BackupFailed."""
    if target.exists():
        raise BackupFailed(f"{target} exists already.")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    # Only its owner may read it: it holds everything.
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        if database.dialect == "sqlite":
            _vacuum_into(database, partial)
        else:
            _run("pg_dump", ["--format=custom", f"--file={partial}"], make_url(database.settings.url))
        _settle(partial)
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)


def restore(database: Database, source: Path) -> None:
    """Bring a backup back as the database of these settings, which must not hold one. Raises BackupFailed."""
    if kind_of(source) != database.dialect:
        raise BackupFailed(f"{source} is a backup of {kind_of(source)}, but the settings name {database.dialect}.")
    if database.dialect == "sqlite":
        _place(source, Path(database.writing_engine.url.database or ""))
        return
    with database.reading() as session:
        if inspect(session.connection()).get_table_names():
            raise BackupFailed("That database holds tables already. Restore into an empty one.")
    _pg_restore(make_url(database.settings.url), source)


@contextmanager
def tried(settings: Settings, source: Path) -> Iterator[Database]:
    """A backup brought back beside the database in use, to be looked at, and dropped afterwards.

    On PostgreSQL this makes a database `quarterdeck_trial_…` on the server that the settings name.
    """
    with tempfile.TemporaryDirectory(prefix="quarterdeck-trial-") as folder:
        if kind_of(source) == "sqlite":
            place = f"sqlite:///{Path(folder) / 'trial.sqlite3'}"
            with _opened(settings, place) as database:
                restore(database, source)
                yield database
            return
        url = make_url(settings.url)
        if url.get_backend_name() != "postgresql":
            raise BackupFailed("Checking a PostgreSQL backup needs QUARTERDECK_DATABASE_URL of a PostgreSQL server.")
        trial = url.set(database=f"quarterdeck_trial_{secrets.token_hex(4)}")
        _administer(url, f'CREATE DATABASE "{trial.database}"')
        try:
            with _opened(settings, trial.render_as_string(hide_password=False)) as database:
                restore(database, source)
                yield database
        finally:
            _administer(url, f'DROP DATABASE "{trial.database}" WITH (FORCE)')


def kind_of(source: Path) -> str:
    """`sqlite` or `postgresql`, by a backup's first bytes. Raises BackupFailed for anything else."""
    if not source.is_file():
        raise BackupFailed(f"There is no file {source}.")
    with source.open("rb") as file:
        start = file.read(16)
    if start == SQLITE:
        return "sqlite"
    if start.startswith(POSTGRESQL):
        return "postgresql"
    raise BackupFailed(f"{source} is no backup that this program wrote.")


def _vacuum_into(database: Database, target: Path) -> None:
    # Not the reading engine: `query_only` forbids VACUUM, even into another file. No transaction is begun.
    bare = database.writing_engine.raw_connection()
    try:
        bare.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        bare.close()


def _place(source: Path, target: Path) -> None:
    if target.exists():
        raise BackupFailed(f"{target} exists already. Move it away, with its -wal and -shm files, and try again.")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    shutil.copyfile(source, partial)
    _settle(partial)
    partial.rename(target)


def _settle(path: Path) -> None:
    """On the disk itself, not only in its cache, before it gets its name."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _pg_restore(url: URL, source: Path) -> None:
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run("pg_restore", [*options, str(source)], url, database_option="--dbname=")


def _run(program: str, options: list[str], url: URL, database_option: str = "") -> None:
    """Run one of PostgreSQL's programs on the database; the password goes by the environment, not the command line."""
    path = shutil.which(program)
    if path is None:
        raise BackupFailed(f"{program} is not installed. On Debian: apt-get install postgresql-client")
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    command = [path, *options, f"{database_option}{address}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()}")


@contextmanager
def _opened(settings: Settings, url: str) -> Iterator[Database]:
    database = Database(settings.model_copy(update={"database_url": url}))
    try:
        yield database
    finally:
        database.close()


def _administer(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
