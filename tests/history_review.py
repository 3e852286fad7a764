"""The review's part of `tests.history`: a part of an edition that is exempt, and an answered comment on a figure."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.measures.editions import EditionIssue, ExemptionLifted, ExemptPart, PackEdition
from quarterdeck.measures.models import Series
from quarterdeck.reporting.models import ReviewComment


def parts_of_an_edition(session: Session, edition: PackEdition, series: Series, period_code: str) -> None:
    """The one figure of an issued edition, marked exempt until that was lifted, and commented on."""
    issue = session.scalars(select(EditionIssue).where(EditionIssue.edition_id == edition.id)).one()
    of_edition = {"council_id": edition.council_id, "edition_id": edition.id}
    of_figure = {"series_id": series.id, "period_code": period_code, "activity_id": None}
    part = ExemptPart(**of_edition, **of_figure, issue_id=issue.id, reason="Schedule 12A, paragraph 3")
    session.add(part)
    session.flush()
    session.add(
        ExemptionLifted(
            council_id=edition.council_id,
            part_id=part.id,
            reason="The tender was awarded.",
            lifted_by=None,
            lifted_at=clock.now(),
            change_no=issue.change_no,
        )
    )
    session.add(
        ReviewComment(
            **of_edition,
            **of_figure,
            body_id=issue.body_id,
            comment="Why did this rise?",
            commented_by=None,
            commented_at=clock.now(),
            answer="Two homes came back late.",
            answered_by=None,
            answered_at=clock.now(),
        )
    )
    session.flush()
