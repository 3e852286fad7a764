"""The round's part of `tests.history`: a submission, and a question about a figure of it."""

from datetime import date

from sqlalchemy.orm import Session

from quarterdeck.collection.models import Entry, EntryQuery, Round, Submission
from quarterdeck.collection.opening import BLANK
from quarterdeck.core import clock
from quarterdeck.framework.models import FrameworkVersion
from quarterdeck.measures.models import Series
from tests.builders import CouncilBuilder


def a_submission(
    session: Session, council: CouncilBuilder, framework: FrameworkVersion, period_code: str
) -> Submission:
    """A round under review, and what one service submitted to it."""
    round_ = Round(
        council_id=council.id,
        cycle="quarterly",
        period_code=period_code,
        framework_version_id=framework.id,
        state="reviewing",
        due_on=date(2023, 7, 21),
        opened_at=clock.now(),
        closed_at=None,
        cancelled_as=None,
        cancelled_reason=None,
        continued_in_id=None,
        version=1,
    )
    session.add(round_)
    session.flush()
    submission = Submission(
        council_id=council.id,
        round_id=round_.id,
        unit_id=council.housing.id,
        state="submitted",
        due_on=date(2023, 7, 21),
        extended_from=None,
        reminded_at=None,
        submitted_on_behalf=False,
        off_system_evidence_id=None,
        submitted_by=council.person("data_provider").id,
        submitted_at=clock.now(),
        confirmed_by=None,
        confirmed_by_post_id=None,
        confirmed_at=None,
        returned_reason=None,
        version=2,
    )
    session.add(submission)
    session.flush()
    return submission


def a_query(session: Session, submission: Submission, series: Series, period_code: str) -> None:
    """A question about the one figure, not yet answered."""
    entry = Entry(
        **BLANK
        | {
            "council_id": submission.council_id,
            "submission_id": submission.id,
            "series_id": series.id,
            "period_code": period_code,
            "position": 1,
            "explanations": {},
        }
    )
    session.add(entry)
    session.flush()
    session.add(
        EntryQuery(
            council_id=submission.council_id,
            entry_id=entry.id,
            question="Are the voids in it?",
            asked_by=None,
            asked_at=clock.now(),
            answer=None,
            answered_by=None,
            answered_at=None,
        )
    )
    session.flush()
