"""Backups made while people write are consistent, come back, and are tried without touching what is in use."""

import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.backup import BackupFailed, back_up, kind_of, restore, tried
from quarterdeck.core.db import Database
from quarterdeck.core.journal import AuditEvent, Event
from quarterdeck.core.schema_revision import check_revision
from quarterdeck.core.settings import Settings
from tests.databases import DIALECTS, POSTGRESQL_PROGRAMS, new_url
from tests.history import a_little_history

pytestmark = pytest.mark.slow

COUNCIL = 4711


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump has to be at least as new as the server."""
    monkeypatch.setenv("PATH", f"{POSTGRESQL_PROGRAMS}{os.pathsep}{os.environ['PATH']}")


@contextmanager
def _writing(database: Database) -> Iterator[None]:
    """Somebody journals two events in every transaction, as fast as it goes, while the block runs."""
    with database.transaction() as session:
        journal.begin(session, COUNCIL)
    stop = threading.Event()
    started = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with database.transaction() as session:
                for number in (1, 2):
                    journal.record(
                        session, Actor.system(COUNCIL), Event("unit.update", "unit", number, {"x": "y" * 500})
                    )
            started.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert started.wait(10)
    try:
        yield
    finally:
        stop.set()
        writer.join()


def _events(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(AuditEvent).where(AuditEvent.council_id == COUNCIL)).one()


def test_a_backup_under_a_writer_is_one_moment(standing: Database, tmp_path: Path) -> None:
    with _writing(standing):
        backups = [tmp_path / f"backup-{number}" for number in range(3)]
        for target in backups:
            back_up(standing, target)
    counts = []
    for target in backups:
        assert kind_of(target) == standing.dialect
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        with tried(standing.settings, target) as database, database.reading() as session:
            check_revision(session.connection())
            assert journal.verify(session, COUNCIL) == []
            counts.append(_events(session))
    assert all(count % 2 == 0 for count in counts), "half a transaction was copied"
    assert counts == sorted(counts)
    assert counts[0] > 0
    with standing.reading() as session:
        assert counts[-1] <= _events(session)
    assert [path.name for path in tmp_path.glob("*.partial")] == []


def test_a_backup_comes_back_with_its_guards(standing: Database, tmp_path: Path) -> None:
    with standing.transaction() as session:
        a_little_history(session)
    target = tmp_path / "backup"
    back_up(standing, target)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    place = new_url(standing.dialect, "quarterdeck_restored", folder)
    restored = Database(Settings(data_dir=folder, database_url=place))
    restore(restored, target)
    with restored.writing_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM observation")) == 2
        with pytest.raises(Exception, match="append-only"):
            connection.execute(text("DELETE FROM observation"))
    restored.close()


def test_nothing_is_overwritten(standing: Database, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    back_up(standing, target)
    with pytest.raises(BackupFailed, match="exists already"):
        back_up(standing, target)
    with pytest.raises(BackupFailed, match="already"):
        restore(standing, target)
    with standing.reading() as session:
        check_revision(session.connection())


def test_a_trial_leaves_nothing_behind(standing: Database, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    back_up(standing, target)
    before = target.read_bytes()
    with tried(standing.settings, target) as database:
        place = database.settings.url
    assert target.read_bytes() == before
    if standing.dialect == "sqlite":
        assert not Path(place.removeprefix("sqlite:///")).exists()
    else:
        with standing.reading() as session:
            names = session.scalars(text("SELECT datname FROM pg_database WHERE datname LIKE 'quarterdeck_trial%'"))
            assert names.all() == []


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a backup")
    with pytest.raises(BackupFailed, match="no backup"):
        kind_of(other)
    with pytest.raises(BackupFailed, match="no file"):
        kind_of(tmp_path / "nowhere")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_backup_of_the_other_database_is_refused(dialect: str, tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/x" if dialect == "sqlite" else f"sqlite:///{tmp_path / 'x.sqlite3'}"
    source = tmp_path / "backup"
    source.write_bytes(b"SQLite format 3\x00" if dialect == "sqlite" else b"PGDMP")
    with pytest.raises(BackupFailed, match="settings name"):
        restore(Database(Settings(database_url=url)), source)


def test_a_copy_of_the_file_alone_would_have_missed_what_was_written(tmp_path: Path) -> None:
    """Why not `cp`: what has been committed may still be in the write-ahead log."""
    place = tmp_path / "live.sqlite3"
    database = Database(Settings(database_url=f"sqlite:///{place}"))
    with database.transaction() as session:
        session.execute(text("CREATE TABLE note (id INTEGER)"))
    held = sqlite3.connect(place)
    held.execute("BEGIN")
    held.execute("SELECT * FROM note").fetchall()
    with database.transaction() as session:
        session.execute(text("INSERT INTO note VALUES (1)"))
    shutil.copyfile(place, tmp_path / "copied.sqlite3")
    back_up(database, tmp_path / "backup")
    held.close()
    database.close()
    counts = []
    for name in ("copied.sqlite3", "backup"):
        with sqlite3.connect(tmp_path / name) as connection:
            try:
                counts.append(connection.execute("SELECT count(*) FROM note").fetchone()[0])
            except sqlite3.OperationalError:
                counts.append("no table")
        connection.close()
    assert counts[0] != 1
    assert counts[1] == 1
