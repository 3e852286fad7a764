"""Triggers that hold in the database what the API promises, on SQLite and PostgreSQL alike.

Revisions call these functions; what they emit for a revision that has been released must not change.
Alembic copies a table to alter it on SQLite and loses its triggers: a revision that alters a guarded
table drops its guards first and makes them again afterwards.
"""

from collections.abc import Sequence

from alembic import op

REFUSE = "quarterdeck_refuse"
# A figure is locked while an edition that was issued to a body of members pins it.
LOCKED = """NEW.revision > 1
    AND EXISTS (SELECT 1 FROM pack_figure JOIN edition_issue ON edition_issue.edition_id = pack_figure.edition_id
                WHERE edition_issue.locks AND pack_figure.council_id = NEW.council_id
                AND pack_figure.series_id = NEW.series_id AND pack_figure.period_code = NEW.period_code)
    AND NOT (NEW.kind = 'restatement' AND NEW.origin_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM restatement WHERE restatement.id = NEW.origin_id AND restatement.state = 'accepted'
                AND restatement.council_id = NEW.council_id AND restatement.series_id = NEW.series_id
                AND restatement.period_code = NEW.period_code))"""


def install_refusal() -> None:
    """PostgreSQL's function that refuses with the sentence it is given; SQLite needs none."""
    if _postgresql():
        op.execute(
            f"CREATE FUNCTION {REFUSE}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '23514'; END $$"
        )


def remove_refusal() -> None:
    if _postgresql():
        op.execute(f"DROP FUNCTION {REFUSE}()")


def append_only(table: str, keys: Sequence[Sequence[str]], but: str | None = None) -> None:
    """Refuse update, delete, replace and truncate of a table.

    keys: the primary and unique keys, for SQLite's INSERT OR REPLACE, which deletes the old row
    without telling a delete trigger. but: an SQL condition over OLD and NEW under which an update
    is allowed all the same.
    """
    refuse_update(table, f"NOT ({but})" if but else None)
    refuse_delete(table, keys)


def refuse_update(table: str, when: str | None) -> None:
    """Refuse updates of a table: all of them, or those for which `when` (over OLD and NEW) is true."""
    _row_trigger(f"{table}_no_update", table, "UPDATE", when, f"{table} is append-only: it cannot be changed")


def refuse_delete(table: str, keys: Sequence[Sequence[str]], when: str | None = None) -> None:
    """Refuse delete (of all rows, or those for which `when`, over OLD, is true), replace and truncate of a table."""
    message = f"{table} is append-only: nothing is deleted or replaced"
    _row_trigger(f"{table}_no_delete", table, "DELETE", when, message)
    if _postgresql():
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {REFUSE}('{message}')"
        )
    else:
        taken = " OR ".join("(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in keys)
        _row_trigger(f"{table}_no_replace", table, "INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE {taken})", message)  # noqa: S608


def changed(*columns: str) -> str:
    """The SQL condition that any of these columns changes."""
    different = "IS DISTINCT FROM" if _postgresql() else "IS NOT"
    return " OR ".join(f"NEW.{column} {different} OLD.{column}" for column in columns)


def refuse_insert(name: str, table: str, condition: str, message: str) -> None:
    """Refuse inserts for which `condition`, which may look at other tables, is true."""
    if _postgresql():
        # A trigger's WHEN cannot look at other tables on PostgreSQL, so the condition moves inside.
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = '23514'; END IF; RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    else:
        _row_trigger(name, table, "INSERT", condition, message)


def lock_observations() -> None:
    """Refuse a further revision of a figure that members have seen, unless an accepted restatement brings it."""
    message = "this figure is locked: it changes by restatement alone"
    refuse_insert("observation_locked", "observation", LOCKED, message)


def drop_triggers(table: str) -> None:
    """Drop every guard of a table, before it is altered; make them again afterwards."""
    names = ("no_update", "no_delete", "no_replace", "no_truncate", "locked", "sealed")
    for name in names:
        if _postgresql():
            op.execute(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}")
        else:
            op.execute(f"DROP TRIGGER IF EXISTS {table}_{name}")
    drop_functions(f"{table}_locked", f"{table}_sealed")


def drop_functions(*names: str) -> None:
    """Drop the functions behind guards that look at other tables; SQLite has none."""
    if _postgresql():
        for name in names:
            op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _row_trigger(name: str, table: str, event: str, when: str | None, message: str) -> None:
    condition = f" WHEN ({when})" if when else ""
    if _postgresql():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{condition} "
            f"EXECUTE FUNCTION {REFUSE}('{message}')"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
