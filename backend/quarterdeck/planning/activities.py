"""Activities: what will be done, by which service, for which portfolios; and which a round asks for."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, not_, or_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Event
from quarterdeck.core.refs import Referent
from quarterdeck.framework.models import PeriodRow
from quarterdeck.framework.periods import Period
from quarterdeck.organisation.models import Portfolio, Post, Unit
from quarterdeck.planning.models import (
    Activity,
    ActivityPortfolio,
    ActivityStatus,
    ActivityUpdate,
    Plan,
    PlanState,
    Priority,
    Theme,
)
from quarterdeck.planning.schemas import ActivityCreate, ActivityUpdateInput
from quarterdeck.planning.service import editable_plan, journalled, refuse_taken, units_with_code
from quarterdeck.planning.visibility import priorities_of, status_withheld, visible_plans


def visible_activities(actor: Actor) -> Select[Activity]:
    """Activities of the plans that the actor may see."""
    return select(Activity).where(Activity.priority_id.in_(priorities_of(visible_plans(actor))))


def list_activities(
    actor: Actor,
    *,
    plan: str | None = None,
    priority_id: int | None = None,
    ref: str | None = None,
    unit: str | None = None,
    portfolio: str | None = None,
    status: ActivityStatus | None = None,
) -> Select[Activity]:
    """Visible activities, by codes of plan, unit and portfolio (today), by priority, ref and status."""
    plans = visible_plans(actor).where(Plan.code == plan)
    return visible_activities(actor).where(
        true() if plan is None else Activity.priority_id.in_(priorities_of(plans)),
        true() if priority_id is None else Activity.priority_id == priority_id,
        true() if ref is None else Activity.ref == ref,
        true() if unit is None else Activity.unit_id.in_(units_with_code(actor, unit)),
        true() if portfolio is None else Activity.id.in_(_in_portfolio(actor, portfolio)),
        true() if status is None else and_(Activity.status == status, not_(status_withheld(actor))),
    )


def find_activity(session: Session, actor: Actor, activity_id: int) -> Activity:
    """One activity that the actor may see. Raises 404."""
    found = session.scalars(visible_activities(actor).where(Activity.id == activity_id)).one_or_none()
    if found is None:
        raise not_found("activity")
    return found


def create_activity(session: Session, actor: Actor, data: ActivityCreate) -> Activity:
    """Add an activity under a priority. Raises 422 for what it names and is not there, 403, 409."""
    plan_id = _plan_id(session, actor, data.priority_id)
    editable_plan(session, actor, plan_id)
    _check(session, actor, data.model_dump())
    same = select(Activity.id).where(Activity.priority_id == data.priority_id, Activity.ref == data.ref)
    refuse_taken(session, same, "ref")
    columns = data.model_dump(exclude={"portfolio_ids"})
    activity = Activity(council_id=actor.council_id, percent_complete=None, version=1, **columns)
    session.add(activity)
    session.flush()
    _link(session, activity, data.portfolio_ids, data.valid_from)
    detail = {"ref": activity.ref, "unit_id": activity.unit_id, "portfolio_ids": sorted(data.portfolio_ids)}
    journal.record(session, actor, Event("activity.create", "activity", activity.id, detail))
    return activity


def update_activity(
    session: Session, actor: Actor, activity_id: int, data: ActivityUpdateInput, version: int
) -> Activity:
    """Change an activity; its status changes by a confirmed update alone. Raises 404, 403, 412, 409, 422."""
    journal.lock(session, actor.council_id)
    activity = find_activity(session, actor, activity_id)
    editable_plan(session, actor, plan_id_of(session, activity), thing=activity, version=version)
    values = data.given()
    portfolio_ids = values.pop("portfolio_ids", None)
    given = {"portfolio_ids": portfolio_ids or [], "valid_from": activity.valid_from, **values}
    _check(session, actor, {"valid_to": activity.valid_to, **given})
    changed = changes(activity, values)
    if portfolio_ids is not None and _relink(session, activity, set(portfolio_ids)):
        changed["portfolio_ids"] = sorted(set(portfolio_ids))
    if changed:
        activity.version += 1
        session.flush()
        journal.record(session, actor, Event("activity.update", "activity", activity.id, journalled(changed)))
    return activity


def portfolios_on(session: Session, activity_ids: Collection[int], day: date) -> dict[int, frozenset[int]]:
    """The portfolios that each of these activities belongs to on a day; none: an empty set."""
    links: dict[int, set[int]] = defaultdict(set)
    query = select(ActivityPortfolio.activity_id, ActivityPortfolio.portfolio_id).where(
        ActivityPortfolio.activity_id.in_(activity_ids), linked_on(day)
    )
    for row in session.execute(query):
        links[row.activity_id].add(row.portfolio_id)
    return {activity_id: frozenset(links[activity_id]) for activity_id in activity_ids}


def activity_place(session: Session, activity: Activity) -> Place:
    """Where an activity belongs: its responsible unit, and its portfolios today."""
    linked = portfolios_on(session, [activity.id], clock.today())
    return Place(activity.council_id, unit_id=activity.unit_id, portfolio_ids=linked[activity.id])


def plan_id_of(session: Session, activity: Activity) -> int:
    """The plan that an activity stands in."""
    query = select(Theme.plan_id).join(Priority, Priority.theme_id == Theme.id)
    return session.scalars(query.where(Priority.id == activity.priority_id)).one()


def due_activities(
    session: Session, council_id: int, period: Period, unit_ids: Collection[int] | None = None
) -> list[Activity]:
    """The activities that a round has to ask for in a period, of some units or (None) of all.

    They are valid in the period, stand in a plan that covers some of it, adopted or superseded only after the
    period began (its last report), and were not completed before it began.
    """
    query = (
        select(Activity)
        .join(Priority, Priority.id == Activity.priority_id)
        .join(Theme, Theme.id == Priority.theme_id)
        .join(Plan, Plan.id == Theme.plan_id)
        .where(
            Activity.council_id == council_id,
            or_(Plan.state == PlanState.ADOPTED, _superseded_after(period)),
            Plan.start_on <= period.end,
            Plan.end_on >= period.start,
            Activity.valid_from <= period.end,
            or_(Activity.valid_to.is_(None), Activity.valid_to >= period.start),
            not_(_completed_before(period)),
            true() if unit_ids is None else Activity.unit_id.in_(unit_ids),
        )
        .order_by(Theme.position, Priority.position, Activity.ref, Activity.id)
    )
    return list(session.scalars(query))


def _superseded_after(period: Period) -> ColumnElement[bool]:
    """Whether a plan was in force on the first day of a period, though another has taken its place since."""
    return and_(Plan.state == PlanState.SUPERSEDED, Plan.superseded_on > period.start)


def _completed_before(period: Period) -> ColumnElement[bool]:
    """Whether the last update for an earlier period says completed; without any update, the status itself."""
    last: ScalarSelect[str] = (
        select(ActivityUpdate.status)
        .join(PeriodRow, PeriodRow.code == ActivityUpdate.period_code)
        .where(ActivityUpdate.activity_id == Activity.id, PeriodRow.end_on < period.start)
        .order_by(PeriodRow.end_on.desc(), ActivityUpdate.revision.desc())
        .limit(1)
        .correlate(Activity)
        .scalar_subquery()
    )
    updated = exists().where(ActivityUpdate.activity_id == Activity.id).correlate(Activity)
    never_reported = and_(Activity.status == ActivityStatus.COMPLETED, not_(updated))
    # A comparison with NULL would make the whole row fall out.
    return or_(and_(last.is_not(None), last == ActivityStatus.COMPLETED), never_reported)


def _in_portfolio(actor: Actor, code: str) -> Select[int]:
    return (
        select(ActivityPortfolio.activity_id)
        .join(Portfolio, Portfolio.id == ActivityPortfolio.portfolio_id)
        .where(Portfolio.council_id == actor.council_id, Portfolio.code == code, linked_on(clock.today()))
    )


def linked_on(day: date) -> ColumnElement[bool]:
    ends = or_(ActivityPortfolio.valid_to.is_(None), ActivityPortfolio.valid_to >= day)
    return and_(ActivityPortfolio.valid_from <= day, ends)


def _plan_id(session: Session, actor: Actor, priority_id: int) -> int:
    """The plan of a priority that the actor may see. Raises 422, for a body names it."""
    query = (
        select(Theme.plan_id)
        .join(Priority, Priority.theme_id == Theme.id)
        .where(Priority.id == priority_id, Priority.id.in_(priorities_of(visible_plans(actor))))
    )
    plan_id = session.scalar(query)
    if plan_id is None:
        raise invalid("/priority_id", "unknown_priority", "There is no priority with this id that you may see.")
    return plan_id


def _check(session: Session, actor: Actor, values: dict[str, Any]) -> None:
    if values.get("unit_id") is not None:
        require_ours(session, actor, Unit, values["unit_id"], "/unit_id")
    if values.get("lead_post_id") is not None:
        require_ours(session, actor, Post, values["lead_post_id"], "/lead_post_id")
    for number, portfolio_id in enumerate(values["portfolio_ids"]):
        require_ours(session, actor, Portfolio, portfolio_id, f"/portfolio_ids/{number}")
    if values["valid_to"] is not None and values["valid_to"] < values["valid_from"]:
        raise invalid("/valid_to", "before_start", "An activity ends on or after the day it is valid from.")


def _link(session: Session, activity: Activity, portfolio_ids: Collection[int], since: date) -> None:
    session.add_all(
        ActivityPortfolio(
            council_id=activity.council_id,
            activity_id=activity.id,
            portfolio_id=portfolio_id,
            valid_from=since,
            valid_to=None,
        )
        for portfolio_id in sorted(set(portfolio_ids))
    )
    session.flush()


def _relink(session: Session, activity: Activity, wanted: set[int]) -> bool:
    """Make these the activity's portfolios from today on; whether anything changed."""
    today = clock.today()
    links = session.scalars(
        select(ActivityPortfolio).where(ActivityPortfolio.activity_id == activity.id, linked_on(today))
    ).all()
    ending = [link for link in links if link.portfolio_id not in wanted]
    new = wanted - {link.portfolio_id for link in links}
    for link in ending:
        link.valid_to = today - timedelta(days=1)
    _link(session, activity, new, today)
    return bool(ending or new)


def _refer(session: Session, actor: Actor, activity_id: int) -> Referent | None:
    activity = session.scalars(visible_activities(actor).where(Activity.id == activity_id)).one_or_none()
    if activity is None:
        return None
    label = f"{activity.ref}: {activity.title}"
    return Referent("activity", activity.id, label, activity_place(session, activity))


refs.register("activity", _refer)
