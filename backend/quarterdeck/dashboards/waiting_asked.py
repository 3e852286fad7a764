"""Of what people ask of each other: restatements and targets to decide on, actions to do and to close."""

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from quarterdeck.actions.models import Action, ActionState
from quarterdeck.actions.service import visible_actions
from quarterdeck.actions.workflow import may_close, not_who_reported_it
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.home_schemas import Next, Waits
from quarterdeck.dashboards.waiting import Found, in_words, item, of_services, shortened, within
from quarterdeck.framework.periods import Period
from quarterdeck.measures.models import Indicator, Series, Target, TargetState
from quarterdeck.measures.restatement import Restatement
from quarterdeck.measures.targets import visible_targets
from quarterdeck.organisation.grants import in_force
from quarterdeck.organisation.models import Delegation, Person, PostHolding, Unit
from quarterdeck.organisation.roles import Permission
from quarterdeck.reporting.restatements import visible_restatements
from quarterdeck.reporting.workflow import PROPOSED

CLOSERS: Final = (Permission.CLOSE_ACTION, Permission.RAISE_ACTION)


def restatements(session: Session, actor: Actor) -> Found:
    """Proposed ones that somebody else proposed and that the actor decides on. One query."""
    decides, r = actor.reach(Permission.ACCEPT_RESTATEMENT), Restatement
    if decides.nowhere:
        return
    not_mine = or_(r.proposed_by.is_(None), r.proposed_by != actor.person_id)
    query = (
        visible_restatements(actor)
        .join(Series, Series.id == r.series_id)
        .join(Indicator, Indicator.id == Series.indicator_id)
        .add_columns(Indicator.id, Indicator.ref, Indicator.name)
        .where(r.state == PROPOSED, within(r.unit_id, decides), not_mine)
    )
    for restatement, indicator_id, ref, name in session.execute(query):
        on = in_words(clock.london(restatement.proposed_at).date())
        detail = f"Proposed on {on}: {shortened(restatement.reason)}"
        title = f"{ref} {name}, {Period.of_code(restatement.period_code).label}"
        more = {"state": restatement.state, "indicator_id": indicator_id}
        yield Waits.RESTATEMENTS, item("restatement", restatement.id, title, detail, Next.DECIDE, **more)


def targets(session: Session, actor: Actor) -> Found:
    """Proposed targets that the actor decides on, unless a newer one is approved already. One query."""
    decides = actor.reach(Permission.DECIDE_TARGET)
    if decides.nowhere:
        return
    query = (
        visible_targets(actor)
        .add_columns(Indicator.ref, Indicator.name)
        # What an annual round proposes is decided on with its edition.
        .where(Target.state == TargetState.PROPOSED, Target.round_id.is_(None), within(Indicator.unit_id, decides))
    )
    for _, target, series, _, overtaken, ref, name in session.execute(query):
        if overtaken:
            continue
        on = in_words(clock.london(target.recorded_at).date())
        detail = f"{_said(target)} proposed on {on}." + (f" {shortened(target.rationale)}" if target.rationale else "")
        title = f"{ref} {name}, {Period.of_code(target.period_code).label}"
        more = {"state": target.state, "indicator_id": series.indicator_id}
        yield Waits.TARGETS, item("target", target.id, title, detail, Next.DECIDE, **more)


def actions(session: Session, actor: Actor) -> Found:
    """Open actions asked of the actor, of whom they stand in for, or of their service in words; and those reported
    done that they close. One query.
    """
    updates = of_services(actor).reach(Permission.UPDATE_ACTION)
    closes = any(actor.holds(permission) for permission in CLOSERS)
    in_my_service = within(Action.unit_id, updates) & Action.whom_post_id.is_(None) & Action.whom_person_id.is_(None)
    mine = and_(Action.state == ActionState.OPEN, or_(in_my_service, _asked_of(actor)))
    to_close = Action.state == ActionState.AWAITING_CLOSURE if closes else false()
    query = (
        visible_actions(actor).join(Unit, Unit.id == Action.unit_id).add_columns(Unit.name).where(or_(mine, to_close))
    )
    for action, unit in session.execute(query):
        group, next_, detail = Waits.ACTIONS, Next.REPORT_DONE, f"{action.ref}, {unit}."
        if action.state == ActionState.AWAITING_CLOSURE:
            if not may_close(action, actor) or not_who_reported_it(action, actor):
                continue
            on = in_words(clock.london(action.reported_done_at).date())
            group, next_, detail = Waits.CLOSURES, Next.CONFIRM_CLOSURE, f"{action.ref}, {unit}: reported done on {on}."
        more = {"state": action.state, "due_on": action.due_on}
        yield group, item("action", action.id, shortened(action.what), detail, next_, **more)


def _asked_of(actor: Actor) -> ColumnElement[bool]:
    """That an action asks the actor, somebody who lends them their roles today, or the holder of a post of either."""
    today = clock.today()
    lenders = (
        select(Delegation.from_person_id)
        .join(Person, and_(Person.id == Delegation.from_person_id, Person.active))
        .where(
            Delegation.council_id == actor.council_id,
            Delegation.to_person_id == actor.person_id,
            Delegation.valid_from <= today,
            Delegation.valid_to >= today,
        )
    )
    theirs = select(PostHolding.post_id).where(
        PostHolding.council_id == actor.council_id,
        or_(PostHolding.person_id == actor.person_id, PostHolding.person_id.in_(lenders)),
        in_force(PostHolding, today),
    )
    return or_(
        Action.whom_person_id == actor.person_id, Action.whom_person_id.in_(lenders), Action.whom_post_id.in_(theirs)
    )


def _said(target: Any) -> str:
    """A target as a sentence begins with it: a figure, a range, or words."""
    if target.value is not None:
        return f"{target.value:,.10g}"
    if target.low is not None:
        return f"{target.low:,.10g} to {target.high:,.10g}"
    return f"“{shortened(target.text, 80)}”"
