"""Submissions: submitted by one person, confirmed by another, returned with a reason, and put on record."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from quarterdeck.collection import submissions
from quarterdeck.collection.models import Round, Submission
from quarterdeck.core import clock, journal, refs
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.measures.models import Indicator, Observation
from quarterdeck.planning.models import ActivityUpdate
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


def test_submitting_says_who_and_when(collecting: Collecting, submission: Submission) -> None:
    collecting.submitted(submission)
    assert (submission.state, submission.submitted_by) == ("submitted", collecting.provider.person_id)
    assert submission.submitted_at is not None
    assert collecting.events("submission") == ["submission.submit"]


def test_an_empty_submission_is_not_submitted(collecting: Collecting, submission: Submission) -> None:
    assert _refused(collecting, submission, "submit", collecting.provider).code == "wrong-state"
    collecting.typed(collecting.entries(submission)[0], commentary="To follow")
    refused = _refused(collecting, submission, "submit", collecting.provider)
    assert (refused.status, refused.code, refused.errors[0].code) == (409, "checklist", "missing_value")


def test_it_comes_back_with_a_reason_and_goes_again(collecting: Collecting, submission: Submission) -> None:
    collecting.submitted(submission)
    assert _refused(collecting, submission, "return", collecting.manager).code == "comment-required"
    collecting.decided(submission, "return", collecting.manager, "June is missing a site")
    assert (submission.state, submission.returned_reason) == ("returned", "June is missing a site")
    collecting.typed(collecting.entries(submission)[0], value=96)
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    assert collecting.events("submission") == [
        "submission.submit",
        "submission.return",
        "submission.submit",
        "submission.confirm",
    ]


def test_confirming_puts_figures_and_updates_on_record_with_their_texts(
    session: Session, collecting: Collecting, lettings: Indicator
) -> None:
    activity = collecting.activity("People 5")
    collecting.measures.target(lettings, Q1, 95)
    submission = collecting.submission(collecting.opened(Q1))
    collecting.typed(
        collecting.entry(submission, lettings),
        value=102,
        numerator=51,
        denominator=50,
        forecast=99,
        provisional=True,
        commentary="Arrears were paid too",
        explanations={"over_100": "Arrears"},
    )
    collecting.measures.reported(lettings, "2022-23-Q1", 101)
    collecting.typed(
        collecting.entry(submission, lettings),
        explanations={"over_100": "Arrears", "numerator_above_denominator": "Arrears"},
    )
    collecting.typed(
        collecting.entry(submission, activity),
        status="in_question",
        update="Consulted",
        cause="No bids",
        path_to_green="A second tender",
    )
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    row = session.scalars(select(Observation).where(Observation.period_code == Q1)).one()
    assert (row.value_state, row.value, row.numerator, row.denominator, row.forecast) == ("value", 102, 51, 50, 99)
    assert (row.provisional, row.commentary, row.revision, row.kind) == (True, "Arrears were paid too", 1, "first")
    assert row.explanations == {"over_100": "Arrears", "numerator_above_denominator": "Arrears"}
    assert (row.origin, row.origin_id, row.recorded_by) == ("submission", submission.id, collecting.manager.person_id)
    assert collecting.measures.rating(row) == "green"
    update = session.scalars(select(ActivityUpdate)).one()
    assert (update.status, update.update, update.cause, update.path_to_green, update.period_code) == (
        "in_question",
        "Consulted",
        "No bids",
        "A second tender",
        Q1,
    )
    assert activity.status == "in_question"
    ours = AuditEvent.subject_id == submission.id
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "submission.confirm", ours)).one()
    assert (row.change_no, update.change_no, row.recorded_at) == (event.change_no, event.change_no, event.recorded_at)
    assert event.detail == {
        "from": "submitted",
        "to": "confirmed",
        "version": submission.version,
        "observations": 1,
        "restatements": [],
        "activities": 1,
        "evidence": 0,
    }
    collecting.measures.consistent()


def test_an_explanation_of_what_was_put_right_since_does_not_go_on_record(
    session: Session, collecting: Collecting, submission: Submission
) -> None:
    (entry,) = collecting.entries(submission)
    collecting.typed(entry, value=970, explanations={"over_100": "It is right", "jump": "It is right"})
    collecting.typed(entry, value=97)
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    assert [row.explanations for row in _observations(session)] == [{}]


def test_a_submission_can_be_started_by_a_decision_too(collecting: Collecting, submission: Submission) -> None:
    collecting.decided(submission, "start", collecting.provider)
    assert (submission.state, submission.version) == ("draft", 2)
    assert collecting.events("submission") == ["submission.start"]


def test_each_decision_is_told_in_the_outbox(session: Session, collecting: Collecting, submission: Submission) -> None:
    collecting.submitted(submission)
    collecting.decided(submission, "return", collecting.manager, "Once more")
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    collecting.decided(submission, "reopen", collecting.team, "A late correction")
    told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "submission").order_by(OutboxMessage.id))
    assert [(each.topic, each.subject_id) for each in told] == [
        (f"submission-{action}", submission.id) for action in ("submit", "return", "submit", "confirm", "reopen")
    ]


def test_nobody_confirms_what_they_submitted(
    council: CouncilBuilder, collecting: Collecting, submission: Submission
) -> None:
    both = _both(council, collecting)
    collecting.decided(collecting.filled(submission), "submit", both)
    refused = _refused(collecting, submission, "confirm", both)
    assert (refused.status, refused.code) == (409, "not-allowed-now")
    assert "Somebody else" in refused.detail
    another = council.actor("service_manager", number=2)
    assert collecting.decided(submission, "confirm", another).confirmed_by == another.person_id


def test_the_database_refuses_a_confirmation_by_the_submitter_and_by_nobody(
    session: Session, collecting: Collecting, submission: Submission
) -> None:
    collecting.submitted(submission)
    for statement, rule in (
        ("UPDATE submission SET confirmed_by = submitted_by, state = 'confirmed'", "two_people"),
        ("UPDATE submission SET confirmed_by = submitted_by", "two_people"),
        ("UPDATE submission SET state = 'confirmed'", "confirmed"),
    ):
        with pytest.raises(IntegrityError) as refused, session.begin_nested():
            session.execute(text(statement))
        assert rule in str(refused.value.orig)
    confirmed = collecting.decided(submission, "confirm", collecting.manager)
    with pytest.raises(IntegrityError) as refused, session.begin_nested():
        session.execute(text("UPDATE submission SET submitted_by = confirmed_by"))
    assert "two_people" in str(refused.value.orig)
    assert confirmed.state == "confirmed"


def test_the_performance_team_submits_on_behalf_and_the_manager_confirms(
    collecting: Collecting, submission: Submission
) -> None:
    collecting.filled(submission, actor=collecting.team)
    collecting.decided(submission, "submit", collecting.team)
    assert submission.submitted_by == collecting.team.person_id
    assert _refused(collecting, submission, "confirm", collecting.team).status == 403
    assert collecting.decided(submission, "confirm", collecting.manager).state == "confirmed"


def test_an_ended_round_ends_its_submissions(
    session: Session, collecting: Collecting, round_: Round, submission: Submission
) -> None:
    collecting.submitted(submission)
    round_.state = "closed"
    session.commit()
    for action, actor in (("confirm", collecting.manager), ("return", collecting.manager)):
        refused = _refused(collecting, submission, action, actor, "Late")
        assert (refused.status, refused.code) == (409, "not-allowed-now")
    read = submissions.submission_read(session, collecting.manager, submission)
    assert (read.allowed_actions, read.editable, read.overdue) == ([], False, False)


def test_a_late_service_still_reports_while_the_others_are_reviewed(
    session: Session, collecting: Collecting, round_: Round, submission: Submission
) -> None:
    collecting.sealed(round_)
    assert collecting.confirmed(submission).state == "confirmed"
    assert len(_observations(session)) == 1


def test_a_submission_is_overdue_from_the_day_after(
    session: Session, collecting: Collecting, submission: Submission
) -> None:
    assert submission.due_on == date(2023, 7, 21)
    for moment, overdue in (
        (datetime(2023, 7, 21, 22, 59, tzinfo=UTC), False),
        # Midnight in London, which is an hour ahead in summer.
        (datetime(2023, 7, 21, 23, 0, tzinfo=UTC), True),
    ):
        with clock.set_to(moment):
            read = submissions.submission_read(session, collecting.provider, submission)
        assert read.overdue is overdue
    collecting.submitted(submission)
    assert submissions.submission_read(session, collecting.provider, submission).overdue is False


def test_submissions_are_listed_by_code_and_state(
    session: Session, council: CouncilBuilder, collecting: Collecting, round_: Round
) -> None:
    collecting.measures.indicator("E1", unit=council.environment)
    second = collecting.opened(Q2)

    def found(actor: Actor, **by: Any) -> list[tuple[str, str]]:
        rows = session.execute(submissions.list_submissions(actor, **by)).all()
        return sorted((row.Round.period_code, row.Unit.code) for row in rows)

    everything = [(Q1, "HOUSING"), (Q2, "ENVIRONMENT"), (Q2, "HOUSING")]
    assert found(collecting.team) == found(collecting.team, mine=True) == everything
    assert found(collecting.team, round_id=second.id) == found(collecting.team, period=Q2) == everything[1:]
    assert found(collecting.team, unit="ENVIRONMENT") == [(Q2, "ENVIRONMENT")]
    collecting.submitted(collecting.submission(round_))
    assert found(collecting.team, state="submitted") == [(Q1, "HOUSING")]
    assert found(collecting.provider, mine=True) == [(Q1, "HOUSING"), (Q2, "HOUSING")]
    assert found(council.actor("auditor")) == everything
    assert found(council.actor("auditor"), mine=True) == []
    # A director reads what was submitted anywhere, and enters nothing.
    assert found(council.actor("director")) == [(Q1, "HOUSING")]
    assert found(council.actor("director"), mine=True) == []


def test_a_reference_to_a_submission_says_whose_it_is(
    session: Session, council: CouncilBuilder, collecting: Collecting, submission: Submission
) -> None:
    referent = refs.resolve(session, collecting.provider, "submission", submission.id)
    assert referent.label == "Housing: submission for Quarter 1 2023/24 (April to June 2023)"
    assert referent.place == submission.place()
    with pytest.raises(Problem) as hidden:
        refs.resolve(session, council.actor("analyst"), "submission", submission.id)
    assert hidden.value.status == 404


def test_a_refused_decision_takes_no_change_number(
    session: Session, collecting: Collecting, submission: Submission
) -> None:
    def number() -> int:
        return session.get_one(journal.CouncilHead, collecting.council.id, populate_existing=True).change_no

    before = number()
    _refused(collecting, submission, "submit", collecting.provider)
    assert number() == before
    collecting.submitted(submission)
    assert number() == before + 1
