"""Rounds: planned, opened once a period, cancelled while nothing is submitted, reviewed stage by stage, closed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import rounds, stages
from quarterdeck.collection.models import Entry, Round
from quarterdeck.collection.schemas import RoundCreate, RoundDecision
from quarterdeck.core import clock, refs
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.outbox import OutboxMessage
from quarterdeck.framework.adoption import adopt_template
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Collecting

IN_JULY = datetime(2023, 7, 3, 9, tzinfo=UTC)


def _refused(collecting: Collecting, round_: Round, action: str, comment: str | None = None) -> tuple[int, str, str]:
    with pytest.raises(Problem) as refused, collecting.session.begin_nested():
        collecting.decided_round(round_, action, comment)
    collecting.session.expire_all()
    return refused.value.status, refused.value.code, refused.value.detail


def _stages(session: Session, round_: Round) -> dict[str, str]:
    return {stage.key: row.state for row, stage in stages.of_round(session, round_)}


def _decide(session: Session, round_: Round, key: str, edition_id: int | None = None) -> list[str]:
    """A stage decides; which stages open next."""
    row = next(row for row, stage in stages.of_round(session, round_) if stage.key == key)
    stages.decide(session, row, edition_id)
    opened = stages.open_next(session, round_, edition_id)
    return [stage.key for row, stage in stages.of_round(session, round_) if row in opened]


def test_a_planned_round_is_due_when_the_framework_says(collecting: Collecting) -> None:
    # Fifteen working days after 30 June.
    assert collecting.planned(Q1).due_on == date(2023, 7, 21)
    assert collecting.planned(Q2, due_on=date(2023, 11, 1)).due_on == date(2023, 11, 1)
    assert collecting.events("round") == ["round.plan", "round.plan"]


@pytest.mark.parametrize(
    "body,pointer,code",
    [
        ({"period": "Q1 2023/24"}, "/period", "bad_period"),
        ({"period": Q1, "due_on": date(2023, 3, 31)}, "/due_on", "before_start"),
    ],
)
def test_a_round_is_planned_for_a_period_and_a_day_that_can_be(
    session: Session, collecting: Collecting, body: dict[str, object], pointer: str, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        rounds.plan_round(session, collecting.team, RoundCreate.model_validate(body))
    fault = refused.value.errors[0]
    assert (refused.value.status, fault.pointer, fault.code) == (422, pointer, code)


def test_a_round_needs_a_framework(session: Session, council: CouncilBuilder) -> None:
    with pytest.raises(Problem) as refused:
        rounds.plan_round(session, council.actor("performance_team"), RoundCreate(period=Q1))
    assert (refused.value.status, refused.value.code) == (409, "no-framework")


@pytest.mark.parametrize("role", ["service_manager", "director", "administrator", "auditor"])
def test_only_the_performance_team_plans_rounds(
    session: Session, council: CouncilBuilder, collecting: Collecting, role: str
) -> None:
    with pytest.raises(Problem) as refused:
        rounds.plan_round(session, council.actor(role), RoundCreate(period=Q1))
    assert refused.value.status == 403


def test_opening_asks_each_unit_for_what_it_owes(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    collecting.measures.indicator("H10", frequency="monthly")
    collecting.measures.indicator("H2")
    collecting.measures.indicator("E1", unit=council.environment)
    collecting.activity("People 5")
    with clock.set_to(IN_JULY):
        round_ = collecting.opened(Q1)
    housing = collecting.submission(round_)
    assert (housing.state, housing.due_on, housing.version) == ("requested", date(2023, 7, 21), 1)
    asked = [(each.position, each.period_code, each.activity_id is not None) for each in collecting.entries(housing)]
    assert asked == [
        (1, "2023-24-Q1", False),
        (2, "2023-24-M01", False),
        (3, "2023-24-M02", False),
        (4, "2023-24-M03", False),
        (5, "2023-24-Q1", True),
    ]
    assert [each.unit_id for each in rounds.submissions_of(session, round_)] == [
        council.housing.id,
        council.environment.id,
    ]
    cells = rounds.due_cells(session, round_)
    assert len(cells) == len(set(cells)) == 5
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "round.open")).one()
    assert (event.detail["submissions"], event.detail["entries"]) == (2, 6)
    assert round_.opened_at == event.recorded_at
    topics = session.scalars(select(OutboxMessage.topic).where(OutboxMessage.kind == "round")).all()
    assert topics == ["round-open"]


def test_a_round_runs_under_the_framework_in_force_when_it_opens(session: Session, collecting: Collecting) -> None:
    round_ = collecting.planned(Q1)
    newer = adopt_template(session, collecting.team, "scrutiny_first", date(2023, 4, 1), "Scrutiny goes first now")
    session.commit()
    collecting.decided_round(round_, "open")
    adopt_template(session, collecting.team, "cabinet_first", date(2023, 4, 1), "Cabinet goes first again")
    assert round_.framework_version_id == newer.id
    assert list(_stages(session, round_)) == ["check", "officer_review", "portfolio_review", "scrutiny", "cabinet"]


def test_the_check_is_open_from_the_start_and_due_after_the_submissions(
    session: Session, collecting: Collecting
) -> None:
    with clock.set_to(IN_JULY):
        round_ = collecting.opened(Q1)
    assert _stages(session, round_) == {
        "check": "open",
        "officer_review": "waiting",
        "portfolio_review": "waiting",
        "cabinet": "waiting",
        "scrutiny": "waiting",
    }
    (check,) = stages.current(session, round_)
    # Five working days after 21 July, the day submissions are due.
    assert (check.due_on, check.opened_at) == (date(2023, 7, 28), round_.opened_at)


def test_a_period_has_one_running_round(session: Session, collecting: Collecting) -> None:
    first, second, other = collecting.opened(Q1), collecting.planned(Q1), collecting.planned(Q2)
    status, code, detail = _refused(collecting, second, "open")
    assert (status, code) == (409, "not-allowed-now")
    assert "running" in detail
    assert _refused(collecting, first, "open")[:2] == (409, "wrong-state")
    assert collecting.decided_round(other, "open").state == "collecting"
    collecting.decided_round(first, "cancel", "Opened for the wrong quarter")
    assert collecting.decided_round(second, "open").state == "collecting"


def test_a_closed_period_is_not_asked_for_again(session: Session, collecting: Collecting) -> None:
    round_ = collecting.sealed(collecting.opened(Q1))
    for row, _ in stages.of_round(session, round_):
        row.state = "decided"
    session.commit()
    collecting.decided_round(round_, "close")
    status, _, detail = _refused(collecting, collecting.planned(Q1), "open")
    assert status == 409
    assert "restatement" in detail


def test_a_round_is_cancelled_with_a_reason_while_nothing_is_submitted(
    session: Session, collecting: Collecting
) -> None:
    collecting.measures.indicator("H1")
    round_ = collecting.opened(Q1)
    assert _refused(collecting, round_, "cancel")[:2] == (409, "comment-required")
    submission = collecting.filled(collecting.submission(round_))
    assert submission.state == "draft"
    collecting.decided(submission, "submit", collecting.provider)
    assert _refused(collecting, round_, "cancel", "Not needed")[:2] == (409, "not-allowed-now")
    collecting.decided(submission, "return", collecting.manager, "Once more, please")
    assert _refused(collecting, round_, "cancel", "Not needed")[:2] == (409, "not-allowed-now")
    other = collecting.opened(Q2)
    assert collecting.decided_round(other, "cancel", "Merged with Q3").state == "cancelled"
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "round.cancel")).one()
    assert event.comment == "Merged with Q3"


def test_nothing_is_typed_into_a_cancelled_round(session: Session, collecting: Collecting) -> None:
    indicator = collecting.measures.indicator("H1")
    round_ = collecting.opened(Q1)
    entry = collecting.entry(collecting.submission(round_), indicator)
    collecting.decided_round(round_, "cancel", "Not needed")
    with pytest.raises(Problem) as refused:
        collecting.typed(entry, value=1)
    assert (refused.value.status, refused.value.code) == (409, "wrong-state")


def test_stages_open_group_by_group_and_the_round_closes_after_the_last(
    session: Session, collecting: Collecting
) -> None:
    round_ = collecting.opened(Q1)
    edition = _edition(session, collecting, round_)
    collecting.sealed(round_)
    assert round_.state == "reviewing"
    assert _decide(session, round_, "check", edition) == ["officer_review", "portfolio_review"]
    assert _refused(collecting, round_, "close")[:2] == (409, "not-allowed-now")
    assert _decide(session, round_, "portfolio_review", edition) == []
    assert _decide(session, round_, "officer_review", edition) == ["cabinet"]
    assert [row.edition_id for row in stages.current(session, round_)] == [edition]
    assert _decide(session, round_, "cabinet", edition) == ["scrutiny"]
    assert _decide(session, round_, "scrutiny", edition) == []
    session.commit()
    closed = collecting.decided_round(round_, "close")
    assert (closed.state, closed.closed_at is not None) == ("closed", True)
    assert collecting.events("round") == ["round.plan", "round.open", "round.seal", "round.close"]


def test_after_a_return_the_check_is_open_again_and_what_decided_stays_decided(
    session: Session, collecting: Collecting
) -> None:
    round_ = collecting.sealed(collecting.opened(Q1))
    edition = _edition(session, collecting, round_)
    _decide(session, round_, "check", edition)
    _decide(session, round_, "officer_review", edition)
    rounds.resume_collecting(session, collecting.team, round_, "H4 cannot be right")
    with clock.set_to(IN_JULY):
        check = stages.reopen_check(session, round_)
    session.commit()
    assert round_.state == "collecting"
    assert (check.state, check.edition_id, check.due_on) == ("open", None, date(2023, 7, 10))
    assert _stages(session, round_) == {
        "check": "open",
        "officer_review": "decided",
        "portfolio_review": "waiting",
        "cabinet": "waiting",
        "scrutiny": "waiting",
    }
    waiting = next(row for row, stage in stages.of_round(session, round_) if stage.key == "portfolio_review")
    assert (waiting.opened_at, waiting.due_on, waiting.edition_id) == (None, None, None)
    collecting.sealed(round_)
    assert _decide(session, round_, "check") == ["portfolio_review"]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "round.send_back")).one()
    assert (event.actor_id, event.comment) == (collecting.team.person_id, "H4 cannot be right")


def test_a_stage_that_is_not_open_does_not_decide(session: Session, collecting: Collecting) -> None:
    round_ = collecting.opened(Q1)
    waiting = next(row for row, stage in stages.of_round(session, round_) if stage.key == "cabinet")
    with pytest.raises(Problem) as refused:
        stages.decide(session, waiting, None)
    assert (refused.value.status, refused.value.code) == (409, "wrong-state")


def test_no_request_seals_a_round_or_sends_it_back(session: Session, collecting: Collecting) -> None:
    round_ = collecting.opened(Q1)
    assert _refused(collecting, round_, "seal")[0] == 403
    collecting.sealed(round_)
    assert _refused(collecting, round_, "send_back", "Because")[0] == 403
    with pytest.raises(Problem) as refused:
        rounds.begin_review(session, collecting.team, round_)
    assert (refused.value.status, refused.value.code) == (409, "wrong-state")


def test_a_stale_version_is_refused_before_the_state(session: Session, collecting: Collecting) -> None:
    round_ = collecting.opened(Q1)
    with pytest.raises(Problem) as refused:
        rounds.decide_round(session, collecting.team, round_.id, RoundDecision(action="open"), 1)
    assert (refused.value.status, refused.value.headers["ETag"]) == (412, '"2"')


def test_rounds_are_listed_newest_first_and_read_by_everyone_signed_in(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    first, second = collecting.opened(Q1), collecting.planned(Q2)
    reader = council.actor("analyst")
    found = session.scalars(rounds.list_rounds(reader)).all()
    assert {each.id for each in found} == {first.id, second.id}
    assert session.scalars(rounds.list_rounds(reader, period=Q2)).all() == [second]
    assert session.scalars(rounds.list_rounds(reader, state="collecting")).all() == [first]  # type: ignore[arg-type]
    detail = rounds.round_detail(session, reader, first)
    assert (detail.period_label, detail.allowed_actions) == ("Quarter 1 2023/24 (April to June 2023)", [])
    assert rounds.round_detail(session, collecting.team, first).allowed_actions == ["cancel", "skip", "defer", "merge"]
    assert refs.resolve(session, reader, "round", first.id).label == f"Round of {detail.period_label}"
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("performance_team")
    for find in (rounds.find_round, lambda *args: refs.resolve(*args[:2], "round", args[2])):
        with pytest.raises(Problem) as hidden:
            find(session, stranger, first.id)
        assert hidden.value.status == 404


def test_a_figure_that_members_have_seen_is_not_asked_for_again(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    indicator = collecting.measures.indicator("H1")
    seen = collecting.measures.reported(indicator, Q1, 97)
    collecting.measures.edition(Q1, seen, issued_to=council.cabinet)
    indicator.lag = 1
    collecting.measures.indicator("H2")
    session.commit()
    round_ = collecting.opened(Q2)
    periods = session.scalars(select(Entry.period_code)).all()
    assert periods == [Q2]
    assert len(rounds.submissions_of(session, round_)) == 1


def _edition(session: Session, collecting: Collecting, round_: Round) -> int:
    """The id of an edition that stages can decide on."""
    edition = collecting.measures.edition(round_.period_code)
    return edition.id
