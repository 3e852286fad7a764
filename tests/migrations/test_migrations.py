"""Every migration up, down and up again, with data, on both databases; triggers in place and equal to the models."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from quarterdeck.core.db import Base, Database
from quarterdeck.core.schema_revision import SchemaMismatch, check_revision, known_revisions
from quarterdeck.core.settings import Settings
from quarterdeck.migrations import run
from tests.databases import DIALECTS, new_url
from tests.history import a_little_history

pytestmark = pytest.mark.slow


@pytest.fixture(params=DIALECTS)
def bare(request: pytest.FixtureRequest, tmp_path: Path, record_property: Any) -> Iterator[Database]:
    """An empty database without a schema."""
    from tests.databases import server_version

    url = new_url(request.param, f"quarterdeck_migrations_{id(request) % 10_000}", tmp_path)
    database = Database(Settings(data_dir=tmp_path, database_url=url))
    record_property("database", server_version(database))
    yield database
    database.close()


def _triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    return set(connection.scalars(text(query)))


def _rows(connection: Connection) -> dict[str, int]:
    tables = [table for table in inspect(connection).get_table_names() if table != "alembic_version"]
    return {table: connection.scalar(text(f'SELECT count(*) FROM "{table}"')) or 0 for table in tables}


def _checks(connection: Connection) -> dict[str, set[str]]:
    look = inspect(connection)
    return {
        table: {str(check["name"]) for check in look.get_check_constraints(table)}
        for table in look.get_table_names()
        if table != "alembic_version"
    }


def test_there_are_at_least_two(bare: Database) -> None:
    assert len(known_revisions()) >= 2


def test_up_down_and_up_with_data(bare: Database) -> None:
    run.migrate(bare)
    with bare.transaction() as session:
        a_little_history(session)
    with bare.writing_engine.connect() as connection:
        triggers, rows = _triggers(connection), _rows(connection)
    assert rows["observation"] > 0
    assert len(triggers) > 20
    for revision in known_revisions()[1:]:
        run.downgrade(bare, revision)
        with bare.writing_engine.connect() as connection:
            kept = _rows(connection)
        assert kept == {table: rows[table] for table in kept}
        run.migrate(bare)
        with bare.writing_engine.connect() as connection:
            assert _triggers(connection) == triggers
            # What a later revision brought came back empty.
            assert _rows(connection) == dict.fromkeys(rows, 0) | kept
            assert run.differences(connection) == []


def test_guards_hold_at_every_revision(bare: Database) -> None:
    """Between a downgrade and the next upgrade the log is guarded too."""
    run.migrate(bare)
    with bare.transaction() as session:
        a_little_history(session)
    run.downgrade(bare, known_revisions()[-1])
    with bare.writing_engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("DELETE FROM observation"))


def test_the_schema_equals_the_models(bare: Database, tmp_path: Path) -> None:
    run.migrate(bare)
    modelled = Database(
        Settings(data_dir=tmp_path, database_url=new_url(bare.dialect, "quarterdeck_modelled", tmp_path))
    )
    Base.metadata.create_all(modelled.writing_engine)
    with bare.writing_engine.connect() as ours, modelled.writing_engine.connect() as theirs:
        assert run.differences(ours) == []
        # Alembic does not compare CHECKs.
        assert _checks(ours) == _checks(theirs)
    modelled.close()


def test_down_to_nothing_leaves_nothing(bare: Database) -> None:
    run.migrate(bare)
    run.downgrade(bare, "base")
    with bare.writing_engine.connect() as connection:
        assert set(_rows(connection)) == set()
        assert _triggers(connection) == set()


def test_a_revision_that_fails_leaves_nothing_half_done(bare: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from quarterdeck.migrations import guards

    def fail(*_: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(guards, "lock_observations", fail)
        with pytest.raises(RuntimeError):
            run.migrate(bare)
    with bare.writing_engine.connect() as connection:
        assert _rows(connection) == {}
    run.migrate(bare)


def test_a_database_of_another_version_is_refused(bare: Database) -> None:
    with (
        bare.writing_engine.connect() as connection,
        pytest.raises(SchemaMismatch, match="quarterdeck migrate"),
    ):
        check_revision(connection)
    run.migrate(bare)
    with bare.writing_engine.begin() as connection:
        check_revision(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(SchemaMismatch, match="newer"):
            check_revision(connection)
