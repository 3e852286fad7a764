"""How each database is set up: what a server needs and the defaults do not give."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from quarterdeck.core.db import Database
from quarterdeck.core.settings import Settings
from tests.databases import new_url


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    return Database(Settings(database_url=f"sqlite:///{tmp_path}/engines.sqlite3", lock_timeout_ms=250))


@pytest.fixture
def postgresql(tmp_path: Path) -> Database:
    url = new_url("postgresql", "quarterdeck_engines", tmp_path)
    return Database(Settings(database_url=url, lock_timeout_ms=250))


def test_sqlite_is_set_up_for_a_server(sqlite: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 250, "recursive_triggers": 1}
    for sessions in (sqlite.transaction(), sqlite.reading()):
        with sessions as session:
            assert {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted
    sqlite.close()


def test_a_reading_session_cannot_write(sqlite: Database, postgresql: Database) -> None:
    for database in (sqlite, postgresql):
        with database.transaction() as session:
            session.execute(text("CREATE TABLE note (id INTEGER)"))
        with database.reading() as session, pytest.raises(DBAPIError):
            session.execute(text("INSERT INTO note VALUES (1)"))
        database.close()


def test_a_second_writer_waits_and_is_told_so_in_time(sqlite: Database) -> None:
    """The lock is taken before anything is read, so nobody works on what somebody else is changing."""
    with sqlite.transaction() as first:
        first.execute(text("CREATE TABLE note (id INTEGER)"))
        with sqlite.writers() as second, pytest.raises(DBAPIError, match="locked"):
            second.execute(text("SELECT 1"))
    with sqlite.transaction() as later:
        assert later.scalar(text("SELECT count(*) FROM note")) == 0
    sqlite.close()


def test_a_reader_sees_one_moment_and_holds_up_nobody(sqlite: Database, postgresql: Database) -> None:
    for database in (sqlite, postgresql):
        with database.transaction() as session:
            session.execute(text("CREATE TABLE note (id INTEGER)"))
        with database.reading() as reader:
            assert reader.scalar(text("SELECT count(*) FROM note")) == 0
            with database.transaction() as writer:
                writer.execute(text("INSERT INTO note VALUES (1)"))
            assert reader.scalar(text("SELECT count(*) FROM note")) == 0
        with database.reading() as reader:
            assert reader.scalar(text("SELECT count(*) FROM note")) == 1
        database.close()


def test_postgresql_has_limits_of_time(postgresql: Database) -> None:
    with postgresql.transaction() as session:
        limits = {
            name: session.scalar(text(f"SHOW {name}"))
            for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "timezone")
        }
    assert limits == {
        "lock_timeout": "250ms",
        "statement_timeout": "1min",
        "idle_in_transaction_session_timeout": "1min",
        "timezone": "UTC",
    }
    postgresql.close()


@pytest.mark.parametrize("prefix", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_postgresql_always_goes_through_psycopg_3(prefix: str) -> None:
    assert Settings(database_url=f"{prefix}x@db/quarterdeck").url == "postgresql+psycopg://x@db/quarterdeck"
