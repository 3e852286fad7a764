"""Plans: who sees which, and how one is drafted, adopted and superseded."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.belonging import require_ours
from quarterdeck.core.errors import conflict, forbidden, invalid, not_found
from quarterdeck.core.http import changes
from quarterdeck.core.journal import Event
from quarterdeck.core.refs import Referent
from quarterdeck.core.workflow import check_version
from quarterdeck.framework.decisions import Decided, record_decision
from quarterdeck.framework.models import Outcome
from quarterdeck.organisation.models import Unit, unit_place
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.life import (
    check_next_review,
    end_consultation,
    open_consultation,
    record_review,
    withdraw_consultation,
)
from quarterdeck.planning.models import Plan, PlanState
from quarterdeck.planning.schemas import PlanCreate, PlanDecision, PlanRead, PlanUpdate
from quarterdeck.planning.succession import supersede
from quarterdeck.planning.visibility import visible_plans
from quarterdeck.planning.workflow import PLAN

TEXTS = frozenset({"title", "name", "description"})


def list_plans(
    actor: Actor,
    *,
    code: str | None = None,
    state: PlanState | None = None,
    kind: str | None = None,
    unit: str | None = None,
) -> Select[Plan]:
    """Visible plans, by code, state, kind or the code of their unit."""
    wanted = [
        true() if code is None else Plan.code == code,
        true() if state is None else Plan.state == state,
        true() if kind is None else Plan.kind == kind,
        true() if unit is None else Plan.unit_id.in_(units_with_code(actor, unit)),
    ]
    return visible_plans(actor).where(*wanted)


def units_with_code(actor: Actor, code: str) -> Select[int]:
    """The ids of the units of the actor's council with this code: one or none."""
    return select(Unit.id).where(Unit.council_id == actor.council_id, Unit.code == code)


def find_plan(session: Session, actor: Actor, plan_id: int, *, for_update: bool = False) -> Plan:
    """One plan that the actor may see. Raises 404."""
    query = visible_plans(actor).where(Plan.id == plan_id)
    plan = session.scalars(query.with_for_update() if for_update else query).one_or_none()
    if plan is None:
        raise not_found("plan")
    return plan


def create_plan(session: Session, actor: Actor, data: PlanCreate) -> Plan:
    """Draft a plan. Raises 422 for a unit that is not the council's, 403, and 409 for a code in use."""
    journal.lock(session, actor.council_id)
    unit = require_ours(session, actor, Unit, data.unit_id, "/unit_id")
    if not actor.may(Permission.EDIT_PLAN, unit_place(unit)):
        raise forbidden()
    _check_dates(data.start_on, data.end_on)
    refuse_taken(session, select(Plan.id).where(Plan.council_id == actor.council_id, Plan.code == data.code))
    plan = Plan(
        council_id=actor.council_id,
        state=PlanState.DRAFT,
        superseded_by_id=None,
        superseded_on=None,
        follows_id=None,
        next_review_on=None,
        version=1,
        **data.model_dump(),
    )
    session.add(plan)
    session.flush()
    detail = {"code": plan.code, "kind": str(plan.kind), "unit_id": plan.unit_id}
    journal.record(session, actor, Event("plan.create", "plan", plan.id, detail))
    return plan


def update_plan(session: Session, actor: Actor, plan_id: int, data: PlanUpdate, version: int) -> Plan:
    """Change a plan's title or dates. Raises 404, 403, 412, and 409 for a plan that was superseded."""
    plan = editable_plan(session, actor, plan_id, version=version)
    changed = changes(plan, data.given())
    _check_dates(plan.start_on, plan.end_on)
    if changed:
        plan.version += 1
        session.flush()
        journal.record(session, actor, Event("plan.update", "plan", plan.id, journalled(changed)))
    return plan


def decide_plan(session: Session, actor: Actor, plan_id: int, decision: PlanDecision, version: int) -> Plan:
    """Move a plan on: consult on its draft, adopt it (a decision of the body that took it), review it, supersede it.

    Raises 404, 403, 412, 409, and 422 for what is missing or names what is not there.
    """
    journal.lock(session, actor.council_id)
    plan = find_plan(session, actor, plan_id, for_update=True)
    event = PLAN.perform(plan, decision.action, actor, version, decision.comment)
    detail = _ALSO[decision.action](session, actor, plan, decision) if decision.action in _ALSO else {}
    session.flush()
    journal.record(session, actor, replace(event, detail={**event.detail, **detail}))
    if decision.action == "adopt":
        record_decision(session, actor, _adoption(plan, decision))
    return plan


def editable_plan(
    session: Session,
    actor: Actor,
    plan_id: int,
    *,
    thing: Any = None,
    version: int | None = None,
    permitted: bool = False,
) -> Plan:
    """A plan whose content the actor may change now; the council's journal is locked.

    thing: what of the plan is about to change (the plan itself when not given); `version` is the one
    that the change is based on, where there is one. permitted: that the actor may make this change though
    not edit the plan. Raises 404, 403, 412, 409 in this order.
    """
    journal.lock(session, actor.council_id)
    plan = find_plan(session, actor, plan_id, for_update=True)
    if not permitted and not actor.may(Permission.EDIT_PLAN, plan.place()):
        raise forbidden()
    if version is not None:
        check_version(plan if thing is None else thing, version)
    if plan.state == PlanState.SUPERSEDED:
        raise conflict("This plan was superseded; change the plan that took its place.", "wrong-state")
    if plan.state == PlanState.CONSULTATION:
        # Whoever takes part has to read what everybody else does.
        raise conflict(
            "This plan is being consulted on; it can be changed when the consultation has ended.", "wrong-state"
        )
    return plan


def refuse_taken(session: Session, same: Select[int], field: str = "code") -> None:
    """Raise 409 where the query finds something that has the code already."""
    if session.scalars(same.limit(1)).first() is not None:
        raise conflict(f"This {field} is in use already; choose another.", "taken")


def journalled(changed: dict[str, Any]) -> dict[str, Any]:
    """Changes as the journal notes them: free text by name only."""
    texts = sorted(TEXTS & changed.keys())
    return {name: value for name, value in changed.items() if name not in TEXTS} | {"texts": texts}


def plan_read(plan: Plan, actor: Actor) -> PlanRead:
    """A plan as it is answered to this actor."""
    columns = {name: getattr(plan, name) for name in PlanRead.model_fields if name != "allowed_actions"}
    return PlanRead.model_validate({**columns, "allowed_actions": PLAN.allowed_actions(plan, actor)})


def _check_dates(start_on: Any, end_on: Any) -> None:
    if end_on < start_on:
        raise invalid("/end_on", "before_start", "A plan ends on or after the day it starts.")


def _adopt(_session: Session, _actor: Actor, plan: Plan, decision: PlanDecision) -> dict[str, Any]:
    check_next_review(plan, decision, clock.today())
    plan.next_review_on = decision.next_review_on
    return {}


# What an action brings with it, beside the plan's new state: it answers what the journal notes of it.
_ALSO: Final[dict[str, Callable[[Session, Actor, Plan, PlanDecision], dict[str, Any]]]] = {
    "consult": lambda session, _, plan, decision: open_consultation(session, plan, decision),
    "end_consultation": lambda session, _, plan, decision: end_consultation(session, plan, decision),
    "withdraw_consultation": lambda session, _, plan, decision: withdraw_consultation(session, plan, decision),
    "adopt": _adopt,
    "review": record_review,
    "supersede": supersede,
}


def _adoption(plan: Plan, decision: PlanDecision) -> Decided:
    return Decided(
        subject_kind="plan",
        subject_id=plan.id,
        outcome=Outcome.APPROVED,
        body_id=decision.body_id,
        decided_on=decision.decided_on,
        meeting_id=decision.meeting_id,
        minute_reference=decision.minute_reference,
        comment=decision.comment,
    )


def _refer(session: Session, actor: Actor, plan_id: int) -> Referent | None:
    plan = session.scalars(visible_plans(actor).where(Plan.id == plan_id)).one_or_none()
    return Referent("plan", plan.id, plan.title, plan.place()) if plan else None


refs.register("plan", _refer)
