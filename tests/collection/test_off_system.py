"""Confirmation off the system: by a named post, with evidence, where nobody else of the service can confirm."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import submissions
from quarterdeck.collection.models import Submission
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures.models import Observation
from quarterdeck.organisation.models import Evidence, PostHolding
from tests.builders import LONG_AGO, CouncilBuilder
from tests.collection.collecting import Q1, Collecting

HOW = "By letter of 20 July"


@pytest.fixture
def submission(collecting: Collecting) -> Submission:
    collecting.measures.indicator("H1")
    return collecting.submitted(collecting.submission(collecting.opened(Q1)))


@pytest.fixture
def letter(collecting: Collecting, submission: Submission) -> Evidence:
    return collecting.evidence("submission", submission.id, "letter.txt")


def test_a_post_confirms_with_evidence_and_that_is_marked(
    session: Session, council: CouncilBuilder, collecting: Collecting, submission: Submission, letter: Evidence
) -> None:
    post = council.post("Director of Place", council.place)
    values = {"post_id": post.id, "evidence_id": letter.id}
    collecting.decided(submission, "confirm_off_system", collecting.team, HOW, **values)
    read = submissions.submission_read(session, collecting.team, submission)
    assert (read.state, read.confirmed_off_system, read.confirmed_by) == ("confirmed", True, None)
    assert (read.confirmed_by_post_id, read.off_system_evidence_id) == (post.id, letter.id)
    assert session.scalars(select(Observation.value)).all() == [97]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "submission.confirm_off_system")).one()
    assert (event.actor_id, event.comment) == (collecting.team.person_id, HOW)
    assert (event.detail["post_id"], event.detail["evidence_id"], event.detail["observations"]) == (
        post.id,
        letter.id,
        1,
    )
    # Reopened, it is nobody's confirmation any more.
    collecting.decided(submission, "reopen", collecting.team, "A late correction")
    read = submissions.submission_read(session, collecting.team, submission)
    assert (read.confirmed_off_system, read.confirmed_by_post_id, read.off_system_evidence_id) == (False, None, None)


def test_the_performance_team_may_have_submitted_for_the_service(
    council: CouncilBuilder, collecting: Collecting, submission: Submission, letter: Evidence
) -> None:
    """The team enters, the director confirms by letter: two people, of whom one never signs in."""
    collecting.decided(submission, "return", collecting.manager, "Wrong")
    collecting.decided(submission, "submit", collecting.team)
    post = council.post("Director of Place", council.place)
    values = {"post_id": post.id, "evidence_id": letter.id}
    collecting.decided(submission, "confirm_off_system", collecting.team, HOW, **values)
    assert (submission.submitted_by, submission.confirmed_by) == (collecting.team.person_id, None)


def test_whoever_submitted_does_not_confirm_as_the_holder_of_a_post(
    session: Session, council: CouncilBuilder, collecting: Collecting, submission: Submission, letter: Evidence
) -> None:
    post = council.post("Housing Officer", council.housing)
    holding = {"post_id": post.id, "person_id": collecting.provider.person_id, "valid_from": LONG_AGO}
    session.add(PostHolding(council_id=council.id, valid_to=None, **holding))
    session.commit()
    values = {"post_id": post.id, "evidence_id": letter.id}
    refused = collecting.refused(submission, "confirm_off_system", collecting.team, HOW, **values)
    assert refused == (409, "not-allowed-now")
    assert (submission.state, submission.confirmed_by_post_id) == ("submitted", None)


def test_what_a_confirmation_off_the_system_needs(
    session: Session, council: CouncilBuilder, collecting: Collecting, submission: Submission, letter: Evidence
) -> None:
    post = council.post("Director of Place", council.place)
    elsewhere = council.post("Head of Environment", council.environment)
    stranger = CouncilBuilder(session, "other", "Other Borough Council").post("Director")
    (entry,) = collecting.entries(submission)
    of_entry = collecting.evidence("entry", entry.id)

    def refused(comment: str | None = HOW, **values: int) -> tuple[int, str]:
        return collecting.refused(submission, "confirm_off_system", collecting.team, comment, **values)

    assert refused(None, post_id=post.id, evidence_id=letter.id) == (409, "comment-required")
    assert refused(evidence_id=letter.id) == (422, "missing")
    assert refused(post_id=post.id) == (422, "missing")
    for other in (elsewhere.id, stranger.id, 10**9):
        assert refused(post_id=other, evidence_id=letter.id) == (422, "not_of_service")
    for other in (of_entry.id, 10**9):
        assert refused(post_id=post.id, evidence_id=other) == (422, "not_of_submission")
    values = {"post_id": post.id, "evidence_id": letter.id}
    for actor in (collecting.provider, collecting.manager):
        assert collecting.refused(submission, "confirm_off_system", actor, HOW, **values)[0] == 403
    assert submission.state == "submitted"
