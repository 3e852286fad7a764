"""Ratings by judgement: what the rule gives is overridden with a reason, and that is withdrawn again."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from quarterdeck.core import journal
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import conflict, forbidden
from quarterdeck.core.journal import Event
from quarterdeck.measures import projection, ratings
from quarterdeck.measures.indicators import indicator_place
from quarterdeck.measures.models import Indicator, Observation, ObservationApproval, RatingRow
from quarterdeck.measures.rating import Unrated
from quarterdeck.measures.reads import find_observation
from quarterdeck.measures.schemas import OverrideCreate
from quarterdeck.organisation.roles import Permission

# What no judgement can rate, and why it is refused.
NEVER_RATED = {
    Unrated.CONTEXTUAL: ("contextual", "A contextual measure is never rated, by judgement either."),
    Unrated.NO_VALUE: ("no-figure", "There is no figure to rate, by judgement either."),
}

DECIDED = (
    "Members have decided on this figure with its rating. A judgement comes before the decision; "
    "a correction of the figure is a restatement."
)


def override_rating(session: Session, actor: Actor, observation_id: int, data: OverrideCreate) -> Observation:
    """Rate a figure by judgement, or (`rating` None) withdraw the judgement that stands.

    A row under a change of its own; what a pack was sealed with stays. It stands until something that the rule
    looks at changes. Raises 404, 403, and 409: `overtaken` for a revision that no longer stands, `decided` for one
    that members have decided on, `contextual`, `no-figure`, `unchanged` for the rating that stands anyway,
    `not-overridden` where there is nothing to withdraw.
    """
    journal.lock(session, actor.council_id)
    observation = find_observation(session, actor, observation_id)
    indicator = session.get_one(Indicator, observation.indicator_id)
    if not actor.may(Permission.EDIT_INDICATOR, indicator_place(session, indicator)):
        raise forbidden()
    cell = (observation.series_id, observation.period_code)
    standing = projection.standings(session, actor.council_id, [cell])[cell]
    if observation.id not in {each for _, each in standing.pairs()}:
        raise conflict("A newer figure stands for this period: rate that one.", "overtaken")
    if session.scalar(select(exists().where(ObservationApproval.observation_id == observation.id))):
        raise conflict(DECIDED, "decided")
    change = journal.change(session, actor.council_id)
    row = ratings.rating_rows(session, change, [ratings.revision_of(observation)])[0]
    before = projection.newest_ratings(session, actor.council_id, [cell])[observation.id]
    ruled = row["rating"]
    _check(row, before, data)
    if data.rating is not None:
        judged = {"rating": data.rating, "unrated_reason": None, "ruled_rating": ruled, "override_reason": data.reason}
        row |= judged
    session.add(RatingRow(**row | {"recorded_by": actor.person_id}))
    projection.refresh(session, actor.council_id, [cell])
    action = "rating.override" if data.rating else "rating.withdraw_override"
    detail = {"from": before.rating, "to": row["rating"], "ruled": ruled}
    journal.record(session, actor, Event(action, "observation", observation.id, detail, data.reason))
    return observation


def _check(row: dict[str, Any], before: Any, data: OverrideCreate) -> None:
    """Raise 409 for what cannot be judged, and for what would change nothing."""
    if row["unrated_reason"] in NEVER_RATED:
        code, detail = NEVER_RATED[row["unrated_reason"]]
        raise conflict(detail, code)
    if data.rating is None and before.override_reason is None:
        raise conflict("No judgement stands that could be withdrawn.", "not-overridden")
    if data.rating == row["rating"]:
        raise conflict("The rule gives this rating by itself; withdraw a judgement that stands beside it.", "unchanged")
    if (data.rating, data.reason) == (before.rating, before.override_reason):
        raise conflict("This judgement stands already.", "unchanged")
