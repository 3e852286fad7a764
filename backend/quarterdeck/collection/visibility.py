"""Who sees which submissions and entries (the table in the design's model: "Who sees what").

The unit's providers and managers, the performance team and the auditor see a submission from the day it is
asked for. Directors and portfolio holders see it once it was submitted, and its entries while they stand as
submitted or confirmed; a portfolio holder sees those entries that belong to the portfolio today.
"""

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from quarterdeck.collection.models import Entry, Submission
from quarterdeck.collection.workflow import CONFIRMED, SUBMITTED
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor, Reach
from quarterdeck.measures.links import in_portfolios, linked_on
from quarterdeck.measures.models import Series
from quarterdeck.organisation.roles import Permission
from quarterdeck.planning.models import ActivityPortfolio


def visible_submissions(actor: Actor) -> Select[Submission]:
    """Submissions that the actor may see."""
    submitted = and_(Submission.submitted_at.is_not(None), _reads_submitted(actor, Submission.id.in_(_linked(actor))))
    return select(Submission).where(
        Submission.council_id == actor.council_id, or_(_in_units(actor.reach(Permission.READ_ENTRIES)), submitted)
    )


def visible_entries(actor: Actor) -> Select[Entry]:
    """Entries that the actor may see, joined with their submissions."""
    stands = Submission.state.in_((SUBMITTED, CONFIRMED))
    submitted = and_(stands, _reads_submitted(actor, _entry_is_linked(actor)))
    return (
        select(Entry)
        .join(Submission, Submission.id == Entry.submission_id)
        .where(Entry.council_id == actor.council_id, or_(_in_units(actor.reach(Permission.READ_ENTRIES)), submitted))
    )


def _reads_submitted(actor: Actor, linked: ColumnElement[bool]) -> ColumnElement[bool]:
    reach = actor.reach(Permission.READ_SUBMITTED)
    return or_(_in_units(reach), linked if reach.portfolio_ids else false())


def _in_units(reach: Reach) -> ColumnElement[bool]:
    if reach.everywhere:
        return true()
    return Submission.unit_id.in_(sorted(reach.unit_ids)) if reach.unit_ids else false()


def _linked(actor: Actor) -> Select[int]:
    return select(Entry.submission_id).where(Entry.council_id == actor.council_id, _entry_is_linked(actor))


def _entry_is_linked(actor: Actor) -> ColumnElement[bool]:
    """Whether an entry's indicator or activity belongs today to a portfolio that the actor reads."""
    portfolio_ids = sorted(actor.reach(Permission.READ_SUBMITTED).portfolio_ids)
    series = select(Series.id).where(Series.indicator_id.in_(in_portfolios(portfolio_ids)))
    activities = select(ActivityPortfolio.activity_id).where(
        ActivityPortfolio.portfolio_id.in_(portfolio_ids), linked_on(ActivityPortfolio, clock.today())
    )
    return or_(Entry.series_id.in_(series), Entry.activity_id.in_(activities))
