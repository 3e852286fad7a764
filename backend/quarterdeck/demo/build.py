"""Making the demo in one transaction, telling one apart from real records, and deleting one."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.db import Database
from quarterdeck.core.journal import AuditEvent, Event
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.core.settings import Settings
from quarterdeck.demo.annual import annual_round
from quarterdeck.demo.asides import asides
from quarterdeck.demo.assuring import assuring
from quarterdeck.demo.calculating import calculating
from quarterdeck.demo.comparing import comparing
from quarterdeck.demo.council import FIRST_ACCOUNT, SET_UP, found_council, setting_up
from quarterdeck.demo.long_cycle import long_cycle
from quarterdeck.demo.measures import measuring
from quarterdeck.demo.papers import papers
from quarterdeck.demo.rounds import rounds_of
from quarterdeck.demo.story import story
from quarterdeck.demo.timeline import Demo, Step, live
from quarterdeck.demo.yearly_targets import targets_of_years
from quarterdeck.demo.years import after, at, years_on
from quarterdeck.migrations.run import downgrade, migrate
from quarterdeck.organisation.models import Council, Person

MADE = "demo.make"
"""The event by which a demo is told apart from records: no request can write it."""


class Held(StrEnum):
    """What a database holds."""

    NOTHING = "nothing"
    DEMO = "demo"
    RECORDS = "records"


def held_by(session: Session) -> Held:
    """Whether the database holds nothing, the demo and nothing else, or somebody's records."""
    councils = session.scalars(select(Council)).all()
    if not councils and not session.scalar(select(func.count()).select_from(Person)):
        return Held.NOTHING
    return Held.DEMO if len(councils) == 1 and made_on(session, councils[0].id) else Held.RECORDS


def made_on(session: Session, council_id: int | None = None) -> date | None:
    """The day for which the database's demo was made; None where there is none."""
    query = select(AuditEvent.detail).where(AuditEvent.action == MADE)
    if council_id is not None:
        query = query.where(AuditEvent.council_id == council_id)
    detail = session.scalars(query.limit(1)).one_or_none()
    return date.fromisoformat(detail["today"]) if detail else None


def make_demo(database: Database, today: date | None = None) -> int:
    """Make the demo in an empty, migrated database, wholly or not at all; returns how many steps were lived.

    today: the day that it is counted back from. The same day gives the same demo, whatever the time.
    Raises ValueError where the database holds anything already.
    """
    with database.transaction() as session:
        if held_by(session) is not Held.NOTHING:
            raise ValueError("the database is not empty")
        return build(session, database.settings, today or clock.today())


def build(session: Session, settings: Settings, today: date) -> int:
    """Live the demo's years in the caller's transaction, which finds an empty database; returns the steps.

    settings: say where evidence is kept.
    """
    files, years = papers(), years_on(today)
    with clock.set_to(at(after(years.quarter("2Q1"), -SET_UP), 9)):
        council_id, person_id = found_council(session, files)
    journal.end_change(session)
    demo = Demo(session, settings, council_id, files, years, {FIRST_ACCOUNT: person_id})
    steps = live(demo, _everything(demo))
    with clock.set_to(at(years.eve, 18)):
        _finish(session, council_id, today, steps)
    journal.end_change(session)
    return steps


def _everything(demo: Demo) -> Iterator[Step]:
    yield from setting_up(demo)
    yield from measuring(demo)
    yield from targets_of_years(demo)
    yield from rounds_of(demo)
    yield from annual_round(demo)
    yield from story(demo)
    yield from asides(demo)
    yield from calculating(demo)
    yield from long_cycle(demo)
    yield from assuring(demo)
    yield from comparing(demo)


def delete_demo(database: Database) -> None:
    """Delete everything in a database that holds the demo alone, and make its schema anew.

    Raises ValueError where it holds anything else: nothing but a demo is ever deleted.
    """
    with database.reading() as session:
        if held_by(session) is Held.RECORDS:
            raise ValueError("the database holds more than a demo")
    downgrade(database, "base")
    migrate(database)


def _finish(session: Session, council_id: int, today: date, steps: int) -> None:
    moment: datetime = clock.now()
    # Nobody waits to be told of a past that is made up.
    session.execute(update(OutboxMessage).where(OutboxMessage.told_at.is_(None)).values(told_at=moment))
    event = Event(MADE, "council", council_id, {"today": today.isoformat(), "steps": steps})
    journal.record(session, Actor.system(council_id), event)
    session.flush()
