"""Making, upgrading and comparing the schema."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from quarterdeck.core.db import Database
from quarterdeck.migrations.models import metadata

# Two installations starting at once must not migrate at once.
ADVISORY_LOCK = 7_249_336_001


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema to `revision`, wholly or not at all. Upgrades; `downgrade` goes back."""
    _run(database, command.upgrade, revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the schema back to `revision` (`base` for none)."""
    _run(database, command.downgrade, revision)


def differences(connection: Connection) -> list[Any]:
    """What Alembic would still change to make the schema equal the models; empty when they are equal."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def config(connection: Connection) -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def _run(database: Database, step: Any, revision: str) -> None:
    with database.writing_engine.connect() as connection:
        if database.dialect == "sqlite":
            _run_on_sqlite(connection, step, revision)
        else:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
                step(config(connection), revision)


def _run_on_sqlite(connection: Connection, step: Any, revision: str) -> None:
    """On SQLite a changed table is copied and swapped, which foreign keys and modern renames would forbid.

    Both pragmas only act outside a transaction, so they are set on the bare connection and put back.
    """
    bare = connection.connection.driver_connection
    assert bare is not None
    bare.execute("PRAGMA foreign_keys=OFF")
    bare.execute("PRAGMA legacy_alter_table=ON")
    try:
        with connection.begin():
            step(config(connection), revision)
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"the migration would break {len(broken)} references; nothing was changed")
    finally:
        bare.execute("PRAGMA legacy_alter_table=OFF")
        bare.execute("PRAGMA foreign_keys=ON")
