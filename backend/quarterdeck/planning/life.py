"""What happens to a plan on its way: consultations on its draft, and reviews of it once it is adopted."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import invalid
from quarterdeck.core.refs import Referent
from quarterdeck.planning.models import Plan, PlanConsultation, PlanReview
from quarterdeck.planning.schemas import PlanDecision
from quarterdeck.planning.visibility import visible_plans


def visible_consultations(actor: Actor) -> Select[PlanConsultation]:
    """Consultations on the plans that the actor may see."""
    plans = visible_plans(actor).with_only_columns(Plan.id)
    return select(PlanConsultation).where(PlanConsultation.plan_id.in_(plans))


def visible_reviews(actor: Actor) -> Select[PlanReview]:
    """Reviews of the plans that the actor may see."""
    return select(PlanReview).where(PlanReview.plan_id.in_(visible_plans(actor).with_only_columns(Plan.id)))


def open_consultation(session: Session, plan: Plan, decision: PlanDecision) -> dict[str, Any]:
    """Note from when to when and how people are consulted on a plan; what the journal notes of it. Raises 422."""
    if decision.opens_on is None:
        raise invalid("/opens_on", "missing", "Say on which day the consultation opens.")
    if decision.closes_on is None:
        raise invalid("/closes_on", "missing", "Say on which day the consultation closes.")
    if decision.closes_on < decision.opens_on:
        raise invalid("/closes_on", "before_start", "A consultation closes on or after the day it opens.")
    how = _said(decision.how, "/how", "Say how people take part: a survey, meetings, whom you ask.")
    c = PlanConsultation
    earlier = session.scalar(select(func.count()).select_from(c).where(c.plan_id == plan.id)) or 0
    made = PlanConsultation(
        council_id=plan.council_id,
        plan_id=plan.id,
        number=earlier + 1,
        opens_on=decision.opens_on,
        closes_on=decision.closes_on,
        how=how,
        ended_on=None,
        heard="",
        changed="",
        withdrawn_reason="",
    )
    session.add(made)
    session.flush()
    return {"consultation_id": made.id, "opens_on": made.opens_on.isoformat(), "closes_on": made.closes_on.isoformat()}


def end_consultation(session: Session, plan: Plan, decision: PlanDecision) -> dict[str, Any]:
    """Record what was heard, and what changed because of it. Raises 422."""
    made = _running(session, plan)
    day = decision.ended_on or clock.today()
    heard = _said(decision.heard, "/heard", "Say what was heard: how many took part, and what they said.")
    changed = _said(decision.changed, "/changed", "Say what changed because of it, or why nothing did.")
    if day > clock.today():
        raise invalid("/ended_on", "future", "A consultation is ended on the day it ends, or later.")
    if day < made.opens_on:
        raise invalid("/ended_on", "before_start", f"It opened on {made.opens_on}: name that day or a later one.")
    made.ended_on, made.heard, made.changed = day, heard, changed
    return {"consultation_id": made.id, "ended_on": day.isoformat()}


def withdraw_consultation(session: Session, plan: Plan, decision: PlanDecision) -> dict[str, Any]:
    """Record that a consultation came to nothing, and why."""
    made = _running(session, plan)
    made.ended_on, made.withdrawn_reason = clock.today(), decision.comment or ""
    return {"consultation_id": made.id}


def record_review(session: Session, actor: Actor, plan: Plan, decision: PlanDecision) -> dict[str, Any]:
    """Append a review of an adopted plan, and when to review it next. Raises 422."""
    day = decision.reviewed_on or clock.today()
    if decision.outcome is None:
        raise invalid("/outcome", "missing", "Say what the review came to.")
    changed = _said(decision.changed, "/changed", "Say what changes because of the review, or why nothing does.")
    if not plan.start_on <= day <= clock.today():
        raise invalid("/reviewed_on", "out_of_range", f"Name a day from {plan.start_on} to today.")
    check_next_review(plan, decision, day)
    change = journal.change(session, actor.council_id)
    made = PlanReview(
        council_id=plan.council_id,
        plan_id=plan.id,
        reviewed_on=day,
        outcome=decision.outcome,
        changes=changed,
        next_review_on=decision.next_review_on,
        recorded_by=actor.person_id,
        recorded_at=change.recorded_at,
        change_no=change.number,
    )
    session.add(made)
    plan.next_review_on = decision.next_review_on
    session.flush()
    return {"review_id": made.id, "outcome": str(made.outcome), "reviewed_on": day.isoformat()}


def _said(words: str | None, pointer: str, mend: str) -> str:
    """Words that have to be there. Raises 422."""
    if not (words or "").strip():
        raise invalid(pointer, "missing", mend)
    return words or ""


def check_next_review(plan: Plan, decision: PlanDecision, after: Any) -> None:
    """Raise 422 for a next review before the plan was adopted or reviewed, or after it has ended."""
    day = decision.next_review_on
    if day is not None and not after < day <= plan.end_on:
        raise invalid("/next_review_on", "out_of_range", f"Name a day after {after} and not after {plan.end_on}.")


def _running(session: Session, plan: Plan) -> PlanConsultation:
    c = PlanConsultation
    return session.scalars(select(c).where(c.plan_id == plan.id).order_by(c.number.desc()).limit(1)).one()


def _refer_consultation(session: Session, actor: Actor, consultation_id: int) -> Referent | None:
    query = visible_consultations(actor).where(PlanConsultation.id == consultation_id)
    made = session.scalars(query).one_or_none()
    if made is None:
        return None
    plan = session.get_one(Plan, made.plan_id)
    return Referent("plan_consultation", made.id, f"Consultation {made.number} on {plan.title}", plan.place())


refs.register("plan_consultation", _refer_consultation)
