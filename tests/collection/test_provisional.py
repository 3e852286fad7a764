"""Provisional figures: reported as such, asked for again, and followed by the final one."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.collection import entries
from quarterdeck.collection.confirming import ARRIVED, FINAL, LATER, NO_FINAL
from quarterdeck.collection.models import Entry, Round
from quarterdeck.collection.since_last import changes_since_last
from quarterdeck.measures.indicators import update_indicator
from quarterdeck.measures.models import Indicator, Observation, ObservationApproval, Origin, ValueState
from quarterdeck.measures.restatement import Restatement
from quarterdeck.measures.revisions import Reported
from quarterdeck.measures.schemas import IndicatorUpdate
from quarterdeck.organisation.evidence import evidence_counts
from tests.collection.collecting import Q1, Q2, Q3, Collecting


@pytest.fixture
def income(collecting: Collecting) -> Indicator:
    """Income from car parks, provisional when the quarter is reported."""
    return collecting.measures.indicator("PKG 002", decimals=2, definition={"unit_of_measure": "£"})


def _first(collecting: Collecting, indicator: Indicator) -> Round:
    round_ = collecting.opened(Q1)
    entry = collecting.entry(collecting.submission(round_), indicator)
    collecting.typed(entry, value=301.29, provisional=True)
    _hand_in(collecting, round_)
    return round_


def _observations(session: Session) -> list[Observation]:
    return list(session.scalars(select(Observation).order_by(Observation.id)))


def _of(collecting: Collecting, round_: Round) -> list[Entry]:
    return collecting.entries(collecting.submission(round_))


def _hand_in(collecting: Collecting, round_: Round) -> None:
    submission = collecting.submission(round_)
    collecting.decided(submission, "submit", collecting.provider)
    collecting.decided(submission, "confirm", collecting.manager)


def test_a_provisional_figure_is_asked_for_again_until_it_is_final(
    session: Session, collecting: Collecting, income: Indicator
) -> None:
    _first(collecting, income)
    second = collecting.opened(Q2)
    again, own = _of(collecting, second)
    assert [(each.period_code, each.asked_again) for each in (again, own)] == [(Q1, True), (Q2, False)]
    (read,) = entries.entry_reads(session, collecting.council.id, [again])
    assert (read.asked_again, read.value) == (True, None)
    assert read.on_record is not None
    assert (read.on_record.value, read.on_record.provisional) == (301.29, True)
    # Still not final, and other: a later provisional figure. It is asked for once more.
    collecting.typed(again, value=305, provisional=True)
    collecting.typed(own, value=304.34)
    _hand_in(collecting, second)
    third = collecting.opened(Q3)
    assert [(each.period_code, each.asked_again) for each in _of(collecting, third)] == [(Q1, True), (Q3, False)]
    collecting.typed(_of(collecting, third)[0], value=305)
    collecting.typed(_of(collecting, third)[1], value=333)
    _hand_in(collecting, third)
    of_first = [row for row in _observations(session) if row.period_code == Q1]
    assert [(row.value, row.provisional, row.kind, row.reason) for row in of_first] == [
        (301.29, True, "first", "Reported in the round of Quarter 1 2023/24 (April to June 2023)"),
        (305, True, "correction", LATER),
        (305, False, "correction", FINAL),
    ]  # fmt: skip
    assert [each.period_code for each in _of(collecting, collecting.opened("2023-24-Q4"))] == ["2023-24-Q4"]
    collecting.measures.consistent()


@pytest.mark.parametrize("approved", [False, True])
def test_the_final_figure_of_what_members_have_seen_is_a_restatement(
    session: Session, collecting: Collecting, income: Indicator, approved: bool
) -> None:
    """Accepted as it is confirmed, by another person than submitted it; approved where the provisional one was."""
    round_ = _first(collecting, income)
    (seen,) = _observations(session)
    if approved:
        collecting.measures.approve(seen)
    collecting.measures.edition(Q1, seen, issued_to=collecting.council.cabinet, round_id=round_.id)
    second = collecting.opened(Q2)
    again, own = _of(collecting, second)
    collecting.typed(again, value=303.5)
    collecting.typed(own, value=304.34)
    _hand_in(collecting, second)
    restatement = session.scalars(select(Restatement)).one()
    assert (restatement.value, restatement.reason, restatement.state) == (303.5, FINAL, "accepted")
    assert (restatement.proposed_by, restatement.decided_by) == (
        collecting.provider.person_id, collecting.manager.person_id,
    )  # fmt: skip
    final = session.get_one(Observation, restatement.observation_id)
    assert (final.kind, final.revision, final.provisional) == ("restatement", 2, False)
    assert (session.get(ObservationApproval, final.id) is not None) is approved
    collecting.measures.consistent()


def test_the_same_figure_declared_final_is_a_revision_that_says_so(
    session: Session, collecting: Collecting, income: Indicator
) -> None:
    _first(collecting, income)
    second = collecting.opened(Q2)
    again, own = _of(collecting, second)
    collecting.typed(again, value=301.29)
    collecting.typed(own, value=304.34)
    _hand_in(collecting, second)
    first, _, final = sorted(_observations(session), key=lambda row: (row.revision, row.id))
    assert (final.value, final.provisional, final.reason, final.revision) == (first.value, False, FINAL, 2)


def test_a_final_figure_that_is_not_there_yet_leaves_the_provisional_one_standing(
    session: Session, collecting: Collecting, income: Indicator
) -> None:
    """Awaited takes nothing back: what was reported stands, and is asked for once more. Other states say more."""
    _first(collecting, income)
    second = collecting.opened(Q2)
    again, own = _of(collecting, second)
    collecting.typed(again, value_state="awaited")
    collecting.typed(own, value=304.34)
    collecting.evidence("entry", again.id)
    _hand_in(collecting, second)
    standing = [row for row in _observations(session) if row.period_code == Q1]
    assert [(row.value, row.provisional) for row in standing] == [(301.29, True)]
    assert evidence_counts(session, collecting.council.id, "observation", [standing[0].id]) == {standing[0].id: 1}
    third = collecting.opened(Q3)
    again, own = _of(collecting, third)
    assert (again.period_code, again.asked_again) == (Q1, True)
    collecting.typed(again, value_state="error", commentary="The meters were misread")
    collecting.typed(own, value=333)
    (before,) = [each for each in changes_since_last(session, collecting.submission(third)).figures if each.changed][:1]
    assert before.before is not None
    assert (before.before.period_code, before.before.value, before.changed) == (Q1, 301.29, ["value"])
    _hand_in(collecting, third)
    last = max((row for row in _observations(session) if row.period_code == Q1), key=lambda row: row.revision)
    assert (last.value_state, last.value, last.reason) == ("error", None, NO_FINAL)
    collecting.measures.consistent()


def test_an_awaited_figure_is_asked_for_again_until_it_arrives(
    session: Session, collecting: Collecting, income: Indicator
) -> None:
    round_ = collecting.opened(Q1)
    collecting.typed(_of(collecting, round_)[0], value_state="awaited", commentary="The operator reports in autumn")
    _hand_in(collecting, round_)
    second = collecting.opened(Q2)
    again, own = _of(collecting, second)
    assert [(each.period_code, each.asked_again) for each in (again, own)] == [(Q1, True), (Q2, False)]
    # Still not there: what was reported stands, without a second row that says the same.
    collecting.typed(again, value_state="awaited")
    collecting.typed(own, value=304.34)
    _hand_in(collecting, second)
    third = collecting.opened(Q3)
    again, own = _of(collecting, third)
    collecting.typed(again, value=301.29)
    collecting.typed(own, value=333)
    _hand_in(collecting, third)
    of_first = [row for row in _observations(session) if row.period_code == Q1]
    assert [(row.value_state, row.value, row.reason) for row in of_first] == [
        ("awaited", None, "Reported in the round of Quarter 1 2023/24 (April to June 2023)"),
        ("value", 301.29, ARRIVED),
    ]  # fmt: skip
    assert [each.period_code for each in _of(collecting, collecting.opened("2023-24-Q4"))] == ["2023-24-Q4"]
    collecting.measures.consistent()


def test_what_another_round_asks_for_or_a_paper_printed_is_not_asked_for_again(
    session: Session, collecting: Collecting, income: Indicator
) -> None:
    first = _first(collecting, income)
    # It came back to its service: that submission is where the final figure goes.
    collecting.decided(collecting.submission(first), "reopen", collecting.team, "The meter readings came")
    assert [each.period_code for each in _of(collecting, collecting.opened(Q2))] == [Q2]
    collecting.measures.appended(
        [Reported(collecting.measures.series(income).id, "2022-23-Q4", ValueState.VALUE, 288.26, provisional=True)],
        Origin.BACKFILL,
        approved=True,
    )
    assert [each.period_code for each in _of(collecting, collecting.opened(Q3))] == [Q3]


def test_an_indicator_that_has_ended_owes_no_final_figure(collecting: Collecting, income: Indicator) -> None:
    collecting.measures.indicator("H1")
    round_ = collecting.opened(Q1)
    submission = collecting.submission(round_)
    for entry in collecting.entries(submission):
        collecting.typed(entry, value=90, provisional=True)
    _hand_in(collecting, round_)
    data = IndicatorUpdate(valid_to=date(2023, 3, 31))
    update_indicator(collecting.session, collecting.team, income.id, data, income.version)
    collecting.session.commit()
    asked = _of(collecting, collecting.opened(Q2))
    assert [(each.period_code, each.asked_again) for each in asked] == [(Q1, True), (Q2, False)]
