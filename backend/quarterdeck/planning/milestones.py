"""Milestones: the steps of an activity, each due by a day; that one is late is computed."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Event
from quarterdeck.core.refs import Referent
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.activities import activity_place, find_activity, plan_id_of
from quarterdeck.planning.models import Activity, Milestone, Plan
from quarterdeck.planning.schemas import MilestoneCreate, MilestoneRead, MilestoneUpdate
from quarterdeck.planning.service import editable_plan, journalled, units_with_code
from quarterdeck.planning.visibility import activities_of, visible_plans

BY_SERVICE = frozenset({"done_on"})
OF_SERVICE = (Permission.EDIT_SUBMISSION, Permission.CONFIRM_SUBMISSION)


def visible_milestones(actor: Actor) -> Select[Milestone]:
    """Milestones of the plans that the actor may see."""
    return select(Milestone).where(Milestone.activity_id.in_(activities_of(visible_plans(actor))))


def list_milestones(
    actor: Actor,
    *,
    activity_id: int | None = None,
    plan: str | None = None,
    unit: str | None = None,
    overdue: bool | None = None,
) -> Select[Milestone]:
    """Visible milestones, by activity, by codes of plan and responsible unit, and whether overdue today."""
    late = _is_overdue(clock.today())
    query = visible_milestones(actor)
    if plan is not None:
        query = query.where(Milestone.activity_id.in_(activities_of(visible_plans(actor).where(Plan.code == plan))))
    if unit is not None:
        of_unit = select(Activity.id).where(Activity.unit_id.in_(units_with_code(actor, unit)))
        query = query.where(Milestone.activity_id.in_(of_unit))
    return query.where(
        true() if activity_id is None else Milestone.activity_id == activity_id,
        true() if overdue is None else late if overdue else not_(late),
    )


def find_milestone(session: Session, actor: Actor, milestone_id: int) -> Milestone:
    """One milestone that the actor may see. Raises 404."""
    found = session.scalars(visible_milestones(actor).where(Milestone.id == milestone_id)).one_or_none()
    if found is None:
        raise not_found("milestone")
    return found


def create_milestone(session: Session, actor: Actor, data: MilestoneCreate) -> Milestone:
    """Add a step to an activity. Raises 422 for an unknown activity, 403, 409 where its plan was superseded."""
    journal.lock(session, actor.council_id)
    try:
        activity = find_activity(session, actor, data.activity_id)
    except Problem:
        detail = "There is no activity with this id that you may see."
        raise invalid("/activity_id", "unknown_activity", detail) from None
    editable_plan(session, actor, plan_id_of(session, activity))
    milestone = Milestone(
        council_id=actor.council_id,
        activity_id=activity.id,
        title=data.title,
        position=data.position or _next_position(session, activity),
        due_on=data.due_on,
        done_on=None,
        version=1,
    )
    session.add(milestone)
    session.flush()
    noted = {"activity_id": activity.id, "due_on": data.due_on.isoformat()}
    journal.record(session, actor, Event("milestone.create", "milestone", milestone.id, noted))
    return milestone


def update_milestone(
    session: Session, actor: Actor, milestone_id: int, data: MilestoneUpdate, version: int
) -> Milestone:
    """Change a milestone, or say on which day it was done. Raises 404, 403, 412, 409, 422 for a day to come.

    The activity's service says when it was done; what it is and when it is due is the plan's.
    """
    journal.lock(session, actor.council_id)
    milestone = find_milestone(session, actor, milestone_id)
    activity = session.get_one(Activity, milestone.activity_id)
    given = data.given()
    by_service = given.keys() <= BY_SERVICE and _is_of_service(session, actor, activity)
    plan_id = plan_id_of(session, activity)
    editable_plan(session, actor, plan_id, thing=milestone, version=version, permitted=by_service)
    if (given.get("done_on") or date.min) > clock.today():
        raise invalid("/done_on", "future", "A milestone is done on the day it is reached, not before.")
    if changed := changes(milestone, given):
        milestone.version += 1
        session.flush()
        journal.record(session, actor, Event("milestone.update", "milestone", milestone.id, journalled(changed)))
    return milestone


def milestones_of(session: Session, activity_ids: Collection[int]) -> dict[int, list[Milestone]]:
    """The milestones of each of these activities, in order."""
    query = (
        select(Milestone)
        .where(Milestone.activity_id.in_(activity_ids))
        .order_by(Milestone.activity_id, Milestone.position, Milestone.id)
    )
    found: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in session.scalars(query):
        found[milestone.activity_id].append(milestone)
    return found


def milestone_read(milestone: Milestone, today: date) -> MilestoneRead:
    """A milestone as it is answered on a day."""
    overdue = is_overdue(milestone, today)
    done_late = milestone.done_on is not None and milestone.done_on > milestone.due_on
    names: Any = MilestoneRead.model_fields.keys() - {"overdue", "late"}
    values = {name: getattr(milestone, name) for name in names}
    return MilestoneRead.model_validate({**values, "overdue": overdue, "late": overdue or done_late})


def is_overdue(milestone: Milestone, today: date) -> bool:
    """Whether it was due before a day and is not done."""
    return milestone.done_on is None and milestone.due_on < today


def _is_overdue(today: date) -> ColumnElement[bool]:
    return and_(Milestone.done_on.is_(None), Milestone.due_on < today)


def _is_of_service(session: Session, actor: Actor, activity: Activity) -> bool:
    place = activity_place(session, activity)
    return any(actor.may(permission, place) for permission in OF_SERVICE)


def _next_position(session: Session, activity: Activity) -> int:
    last = session.scalar(select(func.max(Milestone.position)).where(Milestone.activity_id == activity.id))
    return (last or 0) + 1


def _refer(session: Session, actor: Actor, milestone_id: int) -> Referent | None:
    milestone = session.scalars(visible_milestones(actor).where(Milestone.id == milestone_id)).one_or_none()
    if milestone is None:
        return None
    activity = session.get_one(Activity, milestone.activity_id)
    label = f"{activity.ref}: {milestone.title}"
    return Referent("milestone", milestone.id, label, activity_place(session, activity))


refs.register("milestone", _refer)
