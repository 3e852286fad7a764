"""What waits of plans: adopted ones whose review is due, or soon is."""

from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.home_schemas import Next, Waits
from quarterdeck.dashboards.waiting import Found, in_words, item, within
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import Plan, PlanState

AHEAD: Final = timedelta(days=30)
"""So long before its day a review is told of."""


def plan_reviews(session: Session, actor: Actor) -> Found:
    """The adopted plans that the actor may review, from a month before the day."""
    reach = actor.reach(Permission.DECIDE_PLAN)
    if not (reach.everywhere or reach.unit_ids):
        return
    plans = session.scalars(
        select(Plan).where(
            Plan.council_id == actor.council_id,
            Plan.state == PlanState.ADOPTED,
            Plan.next_review_on <= clock.today() + AHEAD,
            within(Plan.unit_id, reach),
        )
    )
    for plan in plans:
        if plan.next_review_on is not None:
            detail = f"To be reviewed on {in_words(plan.next_review_on)}"
            given = {"state": plan.state, "due_on": plan.next_review_on}
            yield Waits.PLAN_REVIEWS, item("plan", plan.id, plan.title, detail, Next.REVIEW, **given)
