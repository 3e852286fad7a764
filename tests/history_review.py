"""The review's part of `tests.history`: a part of an edition that is exempt, and an answered comment on a figure."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.measures.editions import EditionIssue, ExemptPart, PackEdition
from quarterdeck.measures.models import Series
from quarterdeck.reporting.models import ReviewComment


def parts_of_an_edition(session: Session, edition: PackEdition, series: Series, period_code: str) -> None:
    """The one figure of an issued edition, marked exempt and commented on."""
    issue = session.scalars(select(EditionIssue).where(EditionIssue.edition_id == edition.id)).one()
    of_edition = {"council_id": edition.council_id, "edition_id": edition.id}
    of_figure = {"series_id": series.id, "period_code": period_code, "activity_id": None}
    session.add(ExemptPart(**of_edition, **of_figure, issue_id=issue.id, reason="Schedule 12A, paragraph 3"))
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
