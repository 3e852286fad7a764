"""Which schema this version of the software knows, and whether a database has it."""

from functools import cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).parents[1] / "migrations"


class SchemaMismatch(RuntimeError):
    """The database's schema is older or newer than this software knows; the message says what to do.

    can_migrate: whether `quarterdeck migrate` mends it.
    """

    def __init__(self, message: str, *, can_migrate: bool) -> None:
        super().__init__(message)
        self.can_migrate = can_migrate


@cache
def known_revisions() -> tuple[str, ...]:
    """Every revision of the schema, newest first."""
    return tuple(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def check_revision(connection: Connection) -> None:
    """Raise SchemaMismatch, saying what to run, unless the database is exactly at our newest revision."""
    newest = known_revisions()[0]
    found = MigrationContext.configure(connection).get_current_revision()
    if found == newest:
        return
    if found is None:
        raise SchemaMismatch("This database has no Quarterdeck schema yet. Run: quarterdeck migrate", can_migrate=True)
    if found in known_revisions():
        raise SchemaMismatch(
            f"This database is at schema {found}; this version needs {newest}. Run: quarterdeck migrate",
            can_migrate=True,
        )
    raise SchemaMismatch(
        f"This database has schema {found}, newer than this version ({newest}). Install the newer version.",
        can_migrate=False,
    )
