"""Confirmation off the system: where nobody else of a service can confirm, a named post does, with evidence.

A service of one officer has nobody who could confirm what that officer submitted. Somebody above confirms by
letter or mail, the performance team keeps that as evidence, and records which post it was.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Submission
from quarterdeck.core import clock
from quarterdeck.core.errors import conflict, invalid
from quarterdeck.organisation.grants import in_force
from quarterdeck.organisation.models import Evidence, Post, PostHolding, Unit


def post_and_evidence(
    session: Session, submission: Submission, post_id: int | None, evidence_id: int | None
) -> tuple[Post, Evidence]:
    """The post that confirmed a submission, and the evidence that it did.

    Raises 422 unless the post belongs to the submission's unit or one above it and the evidence to the submission;
    409 where whoever submitted it holds the post.
    """
    if post_id is None:
        raise invalid("/post_id", "missing", "Say which post confirmed: give its id.")
    if evidence_id is None:
        raise invalid("/evidence_id", "missing", "Add the evidence to the submission, and give its id.")
    post = session.get(Post, post_id)
    if post is None or post.council_id != submission.council_id or post.unit_id not in _line_of(session, submission):
        raise invalid("/post_id", "not_of_service", "Name a post of the service, or of a unit above it.")
    evidence = session.get(Evidence, evidence_id)
    belongs = evidence is not None and (evidence.council_id, evidence.kind, evidence.subject_id)
    if evidence is None or belongs != (submission.council_id, "submission", submission.id):
        raise invalid("/evidence_id", "not_of_submission", "Name evidence that was added to this submission.")
    if submission.submitted_by in _holders(session, post):
        raise conflict("Whoever submitted this holds that post. Somebody else has to confirm it.", "not-allowed-now")
    return post, evidence


def _line_of(session: Session, submission: Submission) -> set[int]:
    """The submission's unit and every unit above it."""
    line = select(Unit.id, Unit.parent_id).where(Unit.id == submission.unit_id).cte("line", recursive=True)
    line = line.union(select(Unit.id, Unit.parent_id).where(Unit.id == line.c.parent_id))
    return set(session.scalars(select(line.c.id)))


def _holders(session: Session, post: Post) -> set[int]:
    today = clock.today()
    query = select(PostHolding.person_id).where(PostHolding.post_id == post.id, in_force(PostHolding, today))
    return set(session.scalars(query))
