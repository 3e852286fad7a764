"""Which schema this version of the software knows, and whether a database has it."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from quarterdeck.core.refusal import Refusal

REVISIONS = Path(__file__).parents[1] / "migrations" / "versions"
# Alembic's own table. Alembic itself is imported only to migrate: it would take a fifth of every start.
VERSION_TABLE = table("alembic_version", column("version_num"))


class SchemaMismatch(Refusal):
    """The database's schema is older or newer than this software knows; the message says what to do.

    can_migrate: whether `quarterdeck migrate` mends it.
    """

    def __init__(self, message: str, *, can_migrate: bool) -> None:
        super().__init__(message)
        self.can_migrate = can_migrate


@cache
def known_revisions() -> tuple[str, ...]:
    """Every revision of the schema, newest first. They are one chain."""
    before: dict[str | None, str] = {}
    for path in REVISIONS.glob("[0-9]*.py"):
        source = path.read_text(encoding="utf-8")
        found = dict(re.findall(r'^(revision|down_revision) = (?:"(\w+)"|None)$', source, flags=re.MULTILINE))
        before[found["down_revision"] or None] = found["revision"]
    chain: list[str] = []
    while (follower := before.get(chain[-1] if chain else None)) is not None:
        chain.append(follower)
    return tuple(reversed(chain))


def check_revision(connection: Connection) -> None:
    """Raise SchemaMismatch, saying what to run, unless the database is exactly at our newest revision."""
    newest = known_revisions()[0]
    has_schema = inspect(connection).has_table(VERSION_TABLE.name)
    found = connection.scalar(select(VERSION_TABLE.c.version_num)) if has_schema else None
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
