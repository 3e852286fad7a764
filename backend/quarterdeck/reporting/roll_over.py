"""Rolling over: from a year into the next in one reviewed step.

What can be taken along is listed row by row; a person ticks; a dry run says what would be made; the commit works the
rows out again and refuses if they are not those that were looked at. What is there already is not made twice.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import rounds
from quarterdeck.collection.schemas import RoundCreate
from quarterdeck.core import journal
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.errors import conflict, forbidden, invalid
from quarterdeck.core.journal import Event
from quarterdeck.framework.models import Cycle
from quarterdeck.framework.periods import Period
from quarterdeck.framework.service import ensure_period
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.priority_years import year_of
from quarterdeck.reporting.models import YearRollOver
from quarterdeck.reporting.refreshing import refresh_plan
from quarterdeck.reporting.roll_over_rows import Row, rows_into
from quarterdeck.reporting.roll_over_schemas import RollOverCreate, RollOverDone, RollOverRead, RollOverRow

NEEDED = (Permission.EDIT_PLAN, Permission.MANAGE_ROUND)
CHANGED = "What there is to take along has changed since you looked: look at it again, and then take it."


def preview(session: Session, actor: Actor, code: str) -> RollOverRead:
    """What there is to take into a year. Raises 403, and 422 for what is no year."""
    _require(actor)
    year = year_of(code)
    return _read(session, actor, year, rows_into(session, actor, year))


def roll_over(session: Session, actor: Actor, data: RollOverCreate, *, dry_run: bool) -> RollOverRead:
    """Take what is ticked into a year, or say what would be made.

    Raises 403; 422 for what is no year and for a key that is no row to be taken; 409 `changed` where the rows are not
    those whose digest was sent. A commit needs a digest.
    """
    journal.lock(session, actor.council_id)
    _require(actor)
    year = year_of(data.year, "/year")
    rows = _ticked(rows_into(session, actor, year), data.take)
    digest = digest_of(rows)
    if dry_run:
        return _read(session, actor, year, rows)
    if data.digest is None:
        raise invalid("/digest", "missing", "Send the digest of the dry run that you looked at.")
    if data.digest != digest:
        raise conflict(CHANGED, "changed")
    made = _carry_out(session, actor, year, rows)
    if made:
        _record(session, actor, year, made)
    return _read(session, actor, year, rows_into(session, actor, year))


def digest_of(rows: Sequence[Row]) -> str:
    """What names these rows: SHA-256 of their canonical JSON."""
    return hashlib.sha256(journal.canonical([row.content() for row in rows])).hexdigest()


def _require(actor: Actor) -> None:
    if not all(actor.may(each, Place(actor.council_id)) for each in NEEDED):
        raise forbidden("Rolling over into a year is the performance team's.")


def _ticked(rows: Sequence[Row], take: Collection[str]) -> list[Row]:
    """The rows with what is taken marked. Raises 422 for a key that cannot be taken."""
    by_key = {row.key: row for row in rows}
    for number, key in enumerate(take):
        row = by_key.get(key)
        if row is None or row.result == "note":
            raise invalid(f"/take/{number}", "unknown_row", "This is no row that can be taken along.")
        if row.under is not None and row.under not in take and by_key[row.under].result != "done":
            raise invalid(f"/take/{number}", "plan_not_taken", "Take the plan that it stands in as well.")
    taken = set(take)
    return [replace(row, result="make") if row.result == "leave" and row.key in taken else row for row in rows]


def _carry_out(session: Session, actor: Actor, year: Period, rows: Sequence[Row]) -> list[Row]:
    making = [row for row in rows if row.result == "make"]
    for row in making:
        if row.kind == "plan" and row.about_id is not None:
            activity_ids = [each.about_id for each in making if each.under == row.key and each.about_id is not None]
            refresh_plan(session, actor, row.about_id, year, activity_ids)
        elif row.kind == "round":
            code = row.key.removeprefix("round:")
            cycle = Cycle.ANNUAL if code == year.code else Cycle.QUARTERLY
            rounds.plan_round(session, actor, RoundCreate(cycle=cycle, period=code))
    return making


def _record(session: Session, actor: Actor, year: Period, made: Sequence[Row]) -> None:
    change = journal.change(session, actor.council_id)
    record = YearRollOver(
        council_id=actor.council_id,
        year_code=ensure_period(session, year.code).code,
        content={"made": [row.content() for row in made]},
        done_by=actor.person_id,
        done_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(record)
    session.flush()
    detail = {"year": year.code, "made": [row.key for row in made]}
    journal.record(session, actor, Event("year.roll_over", "council", actor.council_id, detail))


def _read(session: Session, actor: Actor, year: Period, rows: Sequence[Row]) -> RollOverRead:
    r, before = YearRollOver, year.previous()
    done = session.scalars(
        select(r).where(r.council_id == actor.council_id, r.year_code == year.code).order_by(r.id.desc())
    )
    return RollOverRead(
        from_year=before.code,
        from_label=before.short_label,
        year=year.code,
        label=year.short_label,
        rows=[RollOverRow.model_validate(row.content()) for row in rows],
        digest=digest_of(rows),
        done=[RollOverDone(id=each.id, done_at=each.done_at, made=len(each.content["made"])) for each in done],
    )
