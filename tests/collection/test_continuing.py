"""Quarters without a report of their own: skipped, deferred to a later round, or merged with it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import rounds, submissions
from quarterdeck.collection.models import Round
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.organisation.evidence import evidence_counts
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Q3, Q4, Collecting, told

WHY = "Reported together after the election"


def _refused(collecting: Collecting, round_: Round, action: str, **values: int | None) -> tuple[int, str]:
    with pytest.raises(Problem) as refused, collecting.session.begin_nested():
        collecting.decided_round(round_, action, WHY, **values)
    collecting.session.expire_all()
    return told(refused.value)


def _asked(collecting: Collecting, round_: Round) -> list[tuple[str, bool]]:
    """What a round asks of Housing: each period, and whether it is of an activity."""
    rows = collecting.entries(collecting.submission(round_))
    return [(row.period_code, row.activity_id is not None) for row in rows]


def test_both_periods_are_asked_for_by_the_round_that_takes_a_quarter_over(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    """Also what comes in arrears, and what another unit owes; an activity is asked for once."""
    collecting.measures.indicator("H1")
    collecting.measures.indicator("H2", lag=1)
    collecting.measures.indicator("H3", frequency="annual")
    collecting.measures.indicator("E1", unit=council.environment)
    collecting.activity("People 5")
    first, second = collecting.opened(Q3), collecting.planned(Q4)
    collecting.decided_round(first, "merge", WHY, continued_in=second.id)
    collecting.decided_round(second, "open")
    assert _asked(collecting, second) == [
        (Q3, False), (Q4, False), (Q2, False), (Q3, False), ("2023-24", False), (Q4, True),
    ]  # fmt: skip
    elsewhere = collecting.entries(collecting.submission(second, council.environment))
    assert [entry.period_code for entry in elsewhere] == [Q3, Q4]
    taken, taker = (rounds.round_detail(session, collecting.team, each) for each in (first, second))
    assert (taken.state, taken.cancelled_as, taken.cancelled_reason, taken.continued_in_id) == (
        "cancelled", "merged", WHY, second.id,
    )  # fmt: skip
    assert (taker.continues, taken.allowed_actions) == ([Q3], [])
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "round.merge")).one()
    assert (event.comment, event.detail["continued_in_id"]) == (WHY, second.id)


def test_what_was_typed_comes_along_with_its_evidence(session: Session, collecting: Collecting) -> None:
    """Into a round that collects already: what that asked for stays, and what was typed there."""
    indicator = collecting.measures.indicator("H1")
    first, second = collecting.opened(Q1), collecting.opened(Q2)
    typed = collecting.typed(
        collecting.entry(collecting.submission(first), indicator), collecting.team, value=90, commentary="So far"
    )
    collecting.evidence("entry", typed.id)
    collecting.typed(collecting.entry(collecting.submission(second), indicator), value=91)
    version = second.version
    collecting.decided_round(first, "defer", WHY, continued_in=second.id)
    assert second.version == version + 1
    submission = collecting.submission(second)
    mine, brought = collecting.entries(submission)
    assert [(each.position, each.period_code, each.value) for each in (mine, brought)] == [(1, Q2, 91), (2, Q1, 90)]
    assert (brought.commentary, brought.on_behalf, brought.updated_by, brought.version) == (
        "So far", True, collecting.team.person_id, 1,
    )  # fmt: skip
    assert evidence_counts(session, collecting.council.id, "entry", [brought.id]) == {brought.id: 1}
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)
    # Nobody waits for the round that was deferred, and nobody types into it.
    old = submissions.submission_read(session, collecting.provider, collecting.submission(first))
    assert (old.days_late, old.overdue, old.editable, old.allowed_actions) == (0, False, False, [])


def test_a_quarter_deferred_twice_is_reported_in_the_last_round(session: Session, collecting: Collecting) -> None:
    collecting.measures.indicator("H1")
    first, second, third = (collecting.planned(period) for period in (Q1, Q2, Q3))
    collecting.decided_round(first, "defer", WHY, continued_in=second.id)
    collecting.decided_round(second, "merge", WHY, continued_in=third.id)
    collecting.decided_round(third, "open")
    assert [period for period, _ in _asked(collecting, third)] == [Q1, Q2, Q3]
    assert rounds.round_detail(session, collecting.team, third).continues == [Q1, Q2]
    # Its own round, opened once more, would ask for the same figures at the same time.
    again = collecting.planned(Q1)
    assert _refused(collecting, again, "open") == (409, "not-allowed-now")


def test_a_quarter_that_gets_its_own_round_after_all_is_not_asked_for_twice(
    session: Session, collecting: Collecting
) -> None:
    collecting.measures.indicator("H1")
    first, second = collecting.planned(Q1), collecting.planned(Q2)
    collecting.decided_round(first, "defer", WHY, continued_in=second.id)
    again = collecting.opened(Q1)
    collecting.decided_round(second, "open")
    assert [_asked(collecting, each) for each in (again, second)] == [[(Q1, False)], [(Q2, False)]]
    assert rounds.round_detail(session, collecting.team, second).continues == []


def test_the_round_that_takes_a_quarter_over_is_a_later_one_that_still_asks(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    collecting.measures.indicator("H1")
    first, second, third = collecting.planned(Q1), collecting.opened(Q2), collecting.opened(Q3)
    assert _refused(collecting, first, "defer") == (422, "missing")
    assert _refused(collecting, first, "merge", continued_in=third.id + 99) == (422, "unknown_round")
    assert _refused(collecting, second, "defer", continued_in=first.id) == (422, "not_later")
    assert _refused(collecting, second, "defer", continued_in=second.id) == (422, "not_later")
    other = Collecting(session, CouncilBuilder(session, "other", "Other Council"))
    assert _refused(collecting, first, "defer", continued_in=other.planned(Q2).id) == (422, "unknown_round")
    collecting.submitted(collecting.submission(second))
    assert _refused(collecting, first, "defer", continued_in=second.id) == (409, "continued-in-submitted")
    collecting.decided(collecting.submission(second), "confirm", collecting.manager)
    collecting.sealed(second)
    assert _refused(collecting, first, "merge", continued_in=second.id) == (409, "continued-in-state")
    for action in ("skip", "defer", "merge"):
        assert _refused(collecting, second, action, continued_in=third.id) == (409, "wrong-state"), action
    collecting.decided_round(first, "defer", WHY, continued_in=third.id)
    # It has to report two quarters now: it is neither left out nor cancelled, but may be deferred with both.
    for action in ("skip", "cancel"):
        assert _refused(collecting, third, action) == (409, "not-allowed-now"), action
    assert rounds.round_detail(session, collecting.team, third).allowed_actions == ["defer", "merge"]


def test_a_quarter_that_a_service_has_submitted_to_is_not_put_off(collecting: Collecting) -> None:
    collecting.measures.indicator("H1")
    first, second = collecting.opened(Q1), collecting.planned(Q2)
    collecting.submitted(collecting.submission(first))
    for action in ("skip", "defer", "merge"):
        assert _refused(collecting, first, action, continued_in=second.id) == (409, "not-allowed-now"), action
    assert first.state == "collecting"
