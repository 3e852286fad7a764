"""The words on a priority's year that the annual report prints: progress, what was missed and why."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import forbidden, invalid
from quarterdeck.core.journal import Event
from quarterdeck.core.workflow import check_version
from quarterdeck.framework.periods import BadPeriod, Period, Span
from quarterdeck.framework.service import ensure_period
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.life_schemas import PriorityYearRead, PriorityYearWrite
from quarterdeck.planning.models import Activity, Plan, Priority, PriorityYear, Theme
from quarterdeck.planning.outline import find_priority

OF_SERVICE = (Permission.EDIT_SUBMISSION, Permission.CONFIRM_SUBMISSION)


def year_of(code: str, pointer: str = "year") -> Period:
    """The year with this code. Raises 422."""
    try:
        year = Period.of_code(code)
    except BadPeriod as fault:
        raise invalid(pointer, "bad_period", str(fault)) from None
    if year.span is not Span.YEAR:
        raise invalid(pointer, "not_a_year", "Give a year's code, for example 2024-25.")
    return year


def priority_years(session: Session, actor: Actor, plan: Plan, year: Period) -> list[PriorityYearRead]:
    """The words on each of a plan's priorities for a year, in the plan's order; empty where nobody has written any."""
    rows = session.execute(_of_plan(plan, year)).all()
    may = _may_write(session, actor, plan, [priority.id for _, priority, _ in rows])
    return [_read(theme, priority, words, may) for theme, priority, words in rows]


def write_priority_year(
    session: Session, actor: Actor, priority_id: int, code: str, data: PriorityYearWrite, version: int
) -> PriorityYearRead:
    """Write what a priority's year was like. Who edits its plan may, and a service with an activity under it.

    version: 0 for the first words. Raises 404, 422 for what is no year, 403 and 412.
    """
    journal.lock(session, actor.council_id)
    priority = find_priority(session, actor, priority_id)
    theme = session.get_one(Theme, priority.theme_id)
    plan = session.get_one(Plan, theme.plan_id)
    year = year_of(code)
    may = _may_write(session, actor, plan, [priority.id])
    if priority.id not in may:
        raise forbidden()
    y = PriorityYear
    words = session.scalars(select(y).where(y.priority_id == priority.id, y.year_code == year.code)).one_or_none()
    change = journal.change(session, actor.council_id)
    if words is None:
        ensure_period(session, year.code)
        words = PriorityYear(
            council_id=actor.council_id, priority_id=priority.id, year_code=year.code, progress="", version=0,
            written_by=None, written_at=change.recorded_at,
        )  # fmt: skip
        session.add(words)
    check_version(words, version)
    words.progress, words.written_by, words.written_at = data.progress, actor.person_id, change.recorded_at
    words.version += 1
    session.flush()
    detail = {"year": year.code, "version": words.version}
    journal.record(session, actor, Event("priority.write_year", "priority", priority.id, detail))
    return _read(theme, priority, words, may)


def _of_plan(plan: Plan, year: Period) -> Select[Theme, Priority, PriorityYear]:
    y = PriorityYear
    return (
        select(Theme, Priority, y)
        .join(Priority, Priority.theme_id == Theme.id)
        .outerjoin(y, (y.priority_id == Priority.id) & (y.year_code == year.code))
        .where(Theme.plan_id == plan.id)
        .order_by(Theme.position, Theme.id, Priority.position, Priority.id)
    )


def _may_write(session: Session, actor: Actor, plan: Plan, priority_ids: list[int]) -> set[int]:
    if actor.may(Permission.EDIT_PLAN, plan.place()):
        return set(priority_ids)
    unit_ids = frozenset[int]().union(*(actor.reach(each).unit_ids for each in OF_SERVICE))
    query = select(Activity.priority_id).where(Activity.priority_id.in_(priority_ids), Activity.unit_id.in_(unit_ids))
    return set(session.scalars(query))


def _read(theme: Theme, priority: Priority, words: PriorityYear | None, may: set[int]) -> PriorityYearRead:
    return PriorityYearRead(
        priority_id=priority.id,
        theme=theme.name,
        code=priority.code,
        name=priority.name,
        progress=words.progress if words else "",
        written_by=words.written_by if words else None,
        written_at=words.written_at if words else None,
        version=words.version if words else 0,
        allowed_actions=["write"] if priority.id in may else [],
    )
