"""Submissions reopened: while collecting a correction, after members saw the figures a restatement, or not at all."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import rounds, submissions
from quarterdeck.collection.models import Round, Submission
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.measures.editions import PackEdition
from quarterdeck.measures.models import Indicator, Observation, ObservationApproval
from quarterdeck.measures.restatement import Restatement
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Collecting


@pytest.fixture
def lettings(collecting: Collecting) -> Indicator:
    return collecting.measures.indicator("H4")


@pytest.fixture
def round_(collecting: Collecting, lettings: Indicator) -> Round:
    return collecting.opened(Q1)


@pytest.fixture
def submission(collecting: Collecting, round_: Round) -> Submission:
    return collecting.submission(round_)


def _refused(
    collecting: Collecting, submission: Submission, action: str, actor: Actor, comment: str | None = None
) -> Problem:
    with pytest.raises(Problem) as refused, collecting.session.begin_nested():
        collecting.decided(submission, action, actor, comment)
    collecting.session.expire_all()
    return refused.value


def _both(council: CouncilBuilder, collecting: Collecting) -> Actor:
    """The service manager, who enters figures too."""
    provider = council.actor("data_provider")
    return Actor(council.id, collecting.manager.person_id, collecting.manager.grants + provider.grants)


def _observations(session: Session) -> list[Observation]:
    return list(session.scalars(select(Observation).order_by(Observation.id)))


def test_whoever_confirmed_may_submit_after_a_reopening(
    council: CouncilBuilder, collecting: Collecting, submission: Submission
) -> None:
    both = _both(council, collecting)
    collecting.decided(collecting.submitted(submission), "confirm", both)
    collecting.decided(submission, "reopen", collecting.team, "A late correction")
    assert (submission.state, submission.confirmed_by, submission.confirmed_at) == ("returned", None, None)
    collecting.decided(submission, "submit", both)
    other = council.actor("service_manager", number=2)
    assert collecting.decided(submission, "confirm", other).confirmed_by == other.person_id


def test_what_was_restated_meanwhile_is_in_the_entry_when_it_comes_back(
    session: Session, collecting: Collecting, submission: Submission
) -> None:
    """Submitted again without a look it would undo what another person accepted."""
    collecting.confirmed(submission, 97)
    (seen,) = _observations(session)
    collecting.measures.restated(seen, 94, "Two voids were counted twice")
    before = collecting.entries(submission)[0].version
    collecting.decided(submission, "reopen", collecting.team, "Another correction")
    entry = collecting.entries(submission)[0]
    assert (entry.value, entry.version) == (94, before + 1)
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    assert [row.value for row in _observations(session)] == [97, 94]


def test_reopened_while_collecting_a_changed_figure_is_a_correction_with_the_reason(
    session: Session, collecting: Collecting, submission: Submission
) -> None:
    collecting.confirmed(submission, 97)
    assert _refused(collecting, submission, "reopen", collecting.team).code == "comment-required"
    assert _refused(collecting, submission, "reopen", collecting.manager, "Wrong").status == 403
    collecting.decided(submission, "reopen", collecting.team, "Two voids were missing")
    collecting.typed(collecting.entries(submission)[0], value=96)
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    first, second = _observations(session)
    assert (first.value, first.revision, first.kind) == (97, 1, "first")
    assert (second.value, second.revision, second.kind, second.reason) == (
        96,
        2,
        "correction",
        "Two voids were missing",
    )
    assert session.scalars(select(Restatement)).all() == []


def test_confirming_the_same_again_appends_nothing(
    session: Session, collecting: Collecting, submission: Submission
) -> None:
    collecting.confirmed(submission)
    collecting.decided(submission, "reopen", collecting.team, "To be checked again")
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    assert len(_observations(session)) == 1
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "submission.confirm")).all()[-1]
    assert event.detail["observations"] == 0


def test_a_sealed_pack_keeps_submissions_closed_until_a_review_returns_it(
    session: Session, collecting: Collecting, round_: Round, submission: Submission
) -> None:
    collecting.confirmed(submission)
    collecting.sealed(round_)
    refused = _refused(collecting, submission, "reopen", collecting.team, "A late correction")
    assert (refused.status, refused.code) == (409, "not-allowed-now")
    rounds.resume_collecting(session, collecting.team, round_, "H4 cannot be right")
    submissions.send_back(session, collecting.team, round_, [submission.id], "H4 cannot be right")
    session.commit()
    assert (submission.state, submission.returned_reason) == ("returned", "H4 cannot be right")
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "submission.send_back")).one()
    assert (event.actor_id, event.comment) == (collecting.team.person_id, "H4 cannot be right")
    topics = session.scalars(select(OutboxMessage.topic).where(OutboxMessage.kind == "submission")).all()
    assert topics[-1] == "submission-send-back"


def test_a_review_sends_back_submissions_of_its_own_round_alone(
    session: Session, council: CouncilBuilder, collecting: Collecting, round_: Round, submission: Submission
) -> None:
    collecting.measures.indicator("E1", unit=council.environment)
    other_round = collecting.opened(Q2)
    collecting.confirmed(submission)
    open_still = collecting.submission(other_round)
    with pytest.raises(Problem) as refused, session.begin_nested():
        submissions.send_back(session, collecting.team, round_, [submission.id, open_still.id], "Wrong")
    assert refused.value.errors[0].code == "unknown_submission"
    session.expire_all()
    # What was never confirmed is open already: there is nothing to send back.
    submissions.send_back(session, collecting.team, other_round, [open_still.id], "Wrong")
    assert (submission.state, open_still.state) == ("confirmed", "requested")


def _issued(collecting: Collecting, round_: Round, outcome: str | None) -> PackEdition:
    """An edition of the round with every figure on record, issued to Cabinet, which decided."""
    session, council = collecting.session, collecting.council
    measures = collecting.measures
    edition = measures.edition(round_.period_code, *_observations(session), round_id=round_.id)
    issue = measures.issued(edition, council.cabinet)
    if outcome is not None:
        issue.outcome, issue.decided_on = outcome, clock.today()
        session.commit()
    return edition


def test_what_members_have_seen_is_not_reopened(
    session: Session, collecting: Collecting, round_: Round, submission: Submission
) -> None:
    collecting.confirmed(submission)
    _issued(collecting, round_, "approved")
    refused = _refused(collecting, submission, "reopen", collecting.team, "A late correction")
    assert (refused.status, refused.code) == (409, "not-allowed-now")
    assert "restatement" in refused.detail
    read = submissions.submission_read(session, collecting.team, submission)
    assert read.allowed_actions == []


@pytest.mark.parametrize("approved", [False, True])
def test_a_figure_that_members_returned_changes_by_an_accepted_restatement(
    session: Session,
    collecting: Collecting,
    lettings: Indicator,
    approved: bool,
) -> None:
    """Approved at once only where a body had approved what stood: what none has approved waits for the next edition."""
    repairs = collecting.measures.indicator("H5")
    round_ = collecting.opened(Q1)
    submission = collecting.confirmed(collecting.submission(round_), 97)
    if approved:
        collecting.measures.approve(*_observations(session))
    collecting.sealed(round_)
    _issued(collecting, round_, "returned")
    rounds.resume_collecting(session, collecting.team, round_, "H4 cannot be right")
    session.commit()
    assert submissions.submission_read(session, collecting.team, submission).allowed_actions == ["reopen"]
    submissions.send_back(session, collecting.team, round_, [submission.id], "H4 cannot be right")
    session.commit()
    collecting.typed(collecting.entry(submission, lettings), value=94)
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    restatement = session.scalars(select(Restatement)).one()
    old, unchanged, new = _observations(session)
    assert (old.value, unchanged.value, new.value) == (97, 97, 94)
    assert old.indicator_id == new.indicator_id == lettings.id
    assert unchanged.indicator_id == repairs.id
    assert (new.kind, new.origin, new.origin_id, new.revision) == ("restatement", "restatement", restatement.id, 2)
    assert new.reason == restatement.reason == "H4 cannot be right"
    assert (restatement.state, restatement.value, restatement.observation_id) == ("accepted", 94, new.id)
    assert (restatement.proposed_by, restatement.decided_by) == (
        collecting.provider.person_id,
        collecting.manager.person_id,
    )
    assert (session.get(ObservationApproval, new.id) is not None) is approved
    assert collecting.events("restatement") == ["restatement.accept"]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "submission.confirm")).all()[-1]
    assert (event.detail["observations"], event.detail["restatements"]) == (0, [restatement.id])
    collecting.measures.consistent()


def test_a_figure_that_members_have_come_to_see_meanwhile_is_not_changed_by_a_first_submission(
    session: Session, collecting: Collecting, round_: Round, lettings: Indicator, submission: Submission
) -> None:
    seen = collecting.measures.reported(lettings, Q1, 97)
    collecting.submitted(submission, 90)
    collecting.measures.edition(Q1, seen, issued_to=collecting.council.cabinet)
    refused = _refused(collecting, submission, "confirm", collecting.manager)
    assert (refused.status, refused.code) == (409, "locked")
    assert submission.state == "submitted"
