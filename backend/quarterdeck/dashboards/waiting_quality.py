"""What waits of data quality: indicators whose figures are to be assessed again."""

from datetime import timedelta
from typing import Final

from sqlalchemy import or_
from sqlalchemy.orm import Session

from quarterdeck.assurance.assessed import reviews_due
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.home_schemas import Next, Waits
from quarterdeck.dashboards.waiting import Found, in_words, item, of_services, reaches, within
from quarterdeck.measures.models import Indicator
from quarterdeck.organisation.roles import Permission, Role

AHEAD: Final = timedelta(days=30)
"""So long before its day a review is told of: time to gather what the assessor asks for."""


def quality_reviews(session: Session, actor: Actor) -> Found:
    """The reviews of the performance team, and of whoever answers for the indicator. One query.

    The performance team assesses. The service's manager and the holder of the owner's post have to be ready for it.
    """
    assesses = actor.reach(Permission.ASSESS_DATA_QUALITY) if Role.PERFORMANCE_TEAM in actor.roles else None
    answers = of_services(actor).reach(Permission.CONFIRM_SUBMISSION)
    if assesses is None and answers.nowhere and not actor.post_ids:
        return
    own = within(Indicator.unit_id, *(each for each in (assesses, answers) if each is not None))
    query = reviews_due(actor, clock.today() + AHEAD).where(
        or_(own, Indicator.owner_post_id.in_(sorted(actor.post_ids)))
    )
    for indicator, _, found in session.execute(query):
        mine = assesses is not None and reaches(assesses, indicator.unit_id)
        overall = found.overall.replace("_", " ")
        detail = f"To be reviewed on {in_words(found.next_review_on)}. Last judged: {overall}."
        given = {"due_on": found.next_review_on, "indicator_id": indicator.id}
        title = f"{indicator.ref} {indicator.name}"
        next_ = Next.ASSESS if mine else Next.PREPARE
        yield Waits.QUALITY_REVIEWS, item("data_quality_assessment", found.id, title, detail, next_, **given)
