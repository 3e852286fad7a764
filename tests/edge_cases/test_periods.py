"""Edge cases of periods and rounds: late, skipped, merged, mislabelled; renamed and in two plans at once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection import rounds
from quarterdeck.collection.since_last import changes_since_last
from quarterdeck.core import clock
from quarterdeck.core.errors import Problem
from quarterdeck.measures import indicators, targets
from quarterdeck.measures.schemas import AliasCreate, IndicatorUpdate, TargetCreate
from quarterdeck.measures.summaries import By
from quarterdeck.organisation.meetings import update_portfolio
from quarterdeck.organisation.schemas.meetings import PortfolioUpdate
from tests.builders import CouncilBuilder
from tests.collection.collecting import Q1, Q2, Q3, Q4
from tests.edge_cases.telling import Officers, Papers, Reading, found, rated
from tests.integrations.reading import a_mapping, a_row
from tests.reporting.reviewing import Reviewing

APRIL = date(2023, 4, 1)
LAST_Q4 = "2022-23-Q4"


def test_e20_one_quarter_in_arrears(officers: Officers, papers: Papers) -> None:
    """Recycling comes a quarter late: the round of Q1 asks for Q4, and what it reports stands under Q4."""
    papers.read_lines("mole_valley.csv", 140, 141)
    waste = "Percentage of Waste sent for Recycling, Reuse and Composting"
    late = papers.seen(waste, LAST_Q4)
    assert (late.value_state, late.as_printed, late.target) == ("awaited", "To be reported", 58)
    recycling = officers.measures.indicator("W2", lag=1)
    officers.measures.target(recycling, LAST_Q4, 58)
    submission = officers.submission(officers.opened(Q1))
    assert [entry.period_code for entry in officers.entries(submission)] == [LAST_Q4]
    read = officers.seen(officers.entries(submission)[0])
    assert (read.period_label, read.target and read.target.value) == (
        "Quarter 4 2022/23 (January to March 2023)", 58,
    )  # fmt: skip
    officers.typed(officers.entries(submission)[0], value=54.5, commentary="Less garden waste")
    officers.decided(submission, "submit", officers.provider)
    officers.decided(submission, "confirm", officers.manager)
    assert (officers.figure(recycling, LAST_Q4).value, rated(officers.figure(recycling, LAST_Q4))) == (
        54.5, ("amber", None),
    )  # fmt: skip
    assert officers.summary(LAST_Q4).sentence == "1 of 1 performance indicator is rated: 0 green, 1 amber, 0 red."
    assert officers.summary(Q1).total == 0


def test_e20_a_figure_a_year_in_arrears_and_one_given_by_word_of_mouth(officers: Officers) -> None:
    carbon = officers.measures.indicator(
        "CF1", frequency="annual", lag=1, polarity="lower", decimals=0, definition={"unit_of_measure": "tonnes"}
    )
    officers.measures.target(carbon, "2021-22", 3_550)
    read = officers.seen(officers.asked(carbon, "2021-22", in_round_of=LAST_Q4))
    assert (read.period_code, read.target and read.target.value) == ("2021-22", 3550)
    # Promised at the meeting: awaited is said, and why; what comes after that is a correction, and no restatement.
    calls = officers.measures.indicator("C1")
    awaited = officers.handed_in(calls, Q1, value_state="awaited", commentary="Given at the meeting")
    assert awaited.unrated_sentence == "There is no figure to rate (awaited)."
    officers.decided(officers.submission_of(officers.asked(calls, Q1)), "reopen", officers.team, "It came on 3 August")
    came = officers.handed_in(calls, Q1, value=88)
    assert (came.value, came.revision_kind, came.reason, came.revised) == (
        88,
        "correction",
        "It came on 3 August",
        False,
    )


def test_e21_measured_three_times_a_year_so_that_q4_is_not_applicable(officers: Officers, papers: Papers) -> None:
    papers.read_lines("maidstone.csv", 26, 98)
    litter = papers.seen("The percentage of land and highways with acceptable levels of litter", "2019-20-Q4")
    assert (litter.value_state, litter.as_printed, litter.target) == ("not_applicable", "N/A", 98)
    annual = "Percentage of vacant MBC - owned commercial space (excluding property for development)"
    assert papers.seen(annual, "2023-24-Q2").value_state == "not_due"
    streets, survey = officers.measures.indicator("S1"), officers.measures.indicator("S2")
    for indicator, state in ((streets, "not_applicable"), (survey, "not_due")):
        assert found(officers.entered(indicator, Q4, value_state=state)) == {}, "the state says why"
    officers.handed_in(streets, Q4)
    said = officers.summary(Q4).sentence
    assert said == "0 of 2 performance indicators are rated. Not rated: 1 not applicable, 1 not due."


def test_e21_months_within_a_quarter_a_rolling_half_year_and_a_survey_every_other_year(officers: Officers) -> None:
    monthly = officers.measures.indicator("U1", frequency="monthly", polarity="lower", rule=None)
    rolling = officers.measures.indicator("P1", definition={"aggregation": "rolling"})
    officers.measures.indicator("A1", frequency="annual")
    submission = officers.submission(officers.opened(Q3))
    asked = [entry.period_code for entry in officers.entries(submission)]
    assert asked == [Q3, "2023-24-M07", "2023-24-M08", "2023-24-M09"]
    for code, value in zip(asked, (59.09, 5.0, 5.1, 5.0), strict=True):
        indicator = rolling if code == Q3 else monthly
        officers.typed(officers.entry(submission, indicator, code), value=value)
    officers.decided(submission, "submit", officers.provider)
    officers.decided(submission, "confirm", officers.manager)
    months = [officers.figure(monthly, code) for code in asked[1:]]
    assert [(each.short_travel, each.short_change) for each in months] == [
        ("not_compared", None), ("worsening", 0.1), ("improving", -0.1),
    ]  # fmt: skip
    # Each measure once: of the months the newest stands for the quarter, and the quarter's for the month it ends in.
    assert (officers.summary(Q3).total, officers.summary("2023-24-M09").total) == (2, 2)
    yearly = officers.submission(officers.opened(Q4))
    assert "2023-24" in [entry.period_code for entry in officers.entries(yearly)]


@pytest.mark.parametrize(
    "printed_as,code,label",
    [
        ("Jul 2024", "2024-25-Q2", "Quarter 2 2024/25 (July to September 2024)"),
        ("July to September 2023/24", "2023-24-Q2", "Quarter 2 2023/24 (July to September 2023)"),
        ('Quarter 1 2018/19 (minutes print "May-June 2018")', "2018-19-Q1", "Quarter 1 2018/19 (April to June 2018)"),
        ("2023", "2023", "2023 (January to December 2023)"),
    ],
)
def test_e22_period_label_by_first_month_calendar_year_or_wrong_months(
    papers: Papers, printed_as: str, code: str, label: str
) -> None:
    """What is printed says which period is meant; its label is made from its dates, and never passed on."""
    mapping = a_mapping("months_name_quarters = true\n")
    report = papers.read([a_row(period_label=printed_as)], mapping)
    assert report["unreadable"] == []
    figure = papers.seen("Calls answered", code)
    assert (figure.period, figure.period_label) == (code, label)


def test_e22_wrong_months_as_printed(papers: Papers) -> None:
    papers.read_lines("rushmoor_activity_status.csv", 2, 5)
    assert papers.seen("% of actions green", "2018-19-Q1").start_on == date(2018, 4, 1)
    on_course = papers.seen("% of 10 key activities/projects green - on course", "2023-24-Q2")
    assert (on_course.start_on, on_course.end_on) == (date(2023, 7, 1), date(2023, 9, 30))


def test_e23_rename_and_scope_change_in_mid_series(session: Session, officers: Officers, papers: Papers) -> None:
    papers.read_lines("mole_valley.csv", 55, 65)
    names = [
        "Number of households in bed & breakfast accommodation",
        "Number of households in bed & breakfast and nightly stay accommodation",
    ]
    assert len({papers.indicator(name).id for name in names}) == 2, "the new name covers more: two indicators"
    # Here the council decides that it is one, with a new name and a definition that breaks the series.
    counted: dict[str, Any] = {"unit_of_measure": "households", "aggregation": "snapshot"}
    households = officers.measures.indicator(
        "3", name=names[0], polarity="lower", decimals=0, rule=None, definition=counted
    )
    for quarter, value in enumerate((18, 24, 23, 16, 22), start=1):
        officers.measures.reported(households, f"{2021 + quarter // 4}-{22 + quarter // 4}-Q{quarter % 4 + 1}", value)
    officers.handed_in(households, Q1, value=20)
    data = IndicatorUpdate(name=names[1])
    indicators.update_indicator(session, officers.team, households.id, data, households.version)
    indicators.add_alias(session, officers.team, households.id, AliasCreate(ref="HH3", name=names[0]))
    wider = officers.measures.defined(
        households, date(2023, 7, 1), reason="Nightly stays are counted too", polarity="lower", decimals=0,
        breaks_series=True, **counted,
    )  # fmt: skip
    read = officers.entered(households, Q2, value=230)
    assert found(read) == {}, "no jump and no slip: what was usual was counted the old way"
    assert read.indicator is not None
    assert (read.indicator.name, read.earlier[-1].value) == (names[1], 20)
    (change,) = changes_since_last(session, officers.submission_of(officers.asked(households, Q2))).figures
    assert change.changed == ["value", "definition"]
    easier = TargetCreate(period=Q2, value=240, rationale="Nightly stays are counted too")
    assert targets.try_target(session, officers.team, households.id, easier).findings == []
    figure = officers.handed_in(households, Q2)
    assert (figure.name, figure.definition_id, figure.short_reason) == (names[1], wider.id, "break_in_series")
    before = officers.figure(households, Q1)
    assert before.definition_id != wider.id, "the first quarter was counted the old way, and stays so"


def test_e24_document_headed_quarter_1_holding_quarter_3(officers: Officers, papers: Papers) -> None:
    report = papers.read_lines("maidstone.csv", (15, 18))
    assert report["unreadable"] == []
    tickets = papers.seen("Percentage of all available tickets sold at the Hazlitt", "2018-19-Q3")
    assert (tickets.value, tickets.period_label) == (79.9, "Quarter 3 2018/19 (October to December 2018)")
    assert tickets.source is not None
    assert tickets.source.startswith("maidstone.csv:")
    # Nobody types the heading of a round: it is made from its period.
    read = rounds.round_detail(officers.session, officers.team, officers.opened(Q3))
    assert read.period_label == "Quarter 3 2023/24 (October to December 2023)"


def test_e25_two_plans_at_once(session: Session, officers: Officers) -> None:
    """An indicator of the old plan and the new one is asked for once, counted once, and under each of them."""
    plans = officers.plans
    old, new = plans.adopted("OLD"), plans.adopted("NEW", start_on=date(2023, 9, 1))
    priorities = [plans.priority_of(plan) for plan in (old, new)]
    both = officers.measures.indicator("H4", priority_ids=priorities, linked_from=APRIL)
    previous = officers.measures.indicator("H5", priority_ids=priorities[:1], linked_from=APRIL)
    with clock.set_to(datetime(2023, 9, 20, 12, tzinfo=UTC)):
        plans.superseded(old, new, superseded_on=date(2023, 9, 1))
    session.commit()
    for indicator in (both, previous):
        officers.measures.target(indicator, Q2, 95)
    submission = officers.submission(officers.opened(Q2))
    assert [entry.period_code for entry in officers.entries(submission)] == [Q2, Q2]
    officers.confirmed(submission, 97)
    assert officers.summary(Q2).sentence == "2 of 2 performance indicators are rated: 2 green, 0 amber, 0 red."
    assert [officers.summary(Q2, plan=code).total for code in ("OLD", "NEW")] == [2, 1]
    whole, parts = officers.reading.parts(Q2, By.THEME)
    assert (whole.total, sum(part.total for part in parts.values())) == (2, 2)


def test_e26_a_skipped_quarter(session: Session, officers: Officers) -> None:
    """No report for Q1: said with its reason; the next quarter is not held against the gap as if it were there."""
    calls = officers.measures.indicator("C1")
    officers.handed_in(calls, LAST_Q4, value=90)
    round_ = officers.opened(Q1)
    with pytest.raises(Problem) as refused, session.begin_nested():
        officers.decided_round(round_, "skip")
    assert refused.value.code == "comment-required"
    session.expire_all()
    officers.decided_round(round_, "skip", "The election: no meeting between May and July")
    read = rounds.round_detail(session, officers.team, round_)
    assert (read.state, read.cancelled_as, read.cancelled_reason, read.continued_in_id) == (
        "cancelled", "skipped", "The election: no meeting between May and July", None,
    )  # fmt: skip
    next_round = officers.opened(Q2)
    assert [entry.period_code for entry in officers.entries(officers.submission(next_round))] == [Q2]
    read_next = officers.entered(calls, Q2, value=91)
    assert [each.period_code for each in read_next.earlier] == [LAST_Q4]
    figure = officers.handed_in(calls, Q2)
    assert (figure.short_travel, figure.short_reason) == ("not_compared", "no_earlier_value")
    assert officers.summary(Q1).total == 0


@pytest.mark.parametrize("action,said", [("merge", "merged"), ("defer", "deferred")])
def test_e26_a_quarter_merged_with_or_deferred_to_the_next(
    session: Session, officers: Officers, action: str, said: str
) -> None:
    calls = officers.measures.indicator("C1")
    first, second = officers.opened(Q1), officers.planned(Q2)
    officers.decided_round(first, action, "Reported with the half year", continued_in=second.id)
    officers.decided_round(second, "open")
    read = rounds.round_detail(session, officers.team, second)
    assert (read.continues, rounds.round_detail(session, officers.team, first).cancelled_as) == ([Q1], said)
    submission = officers.submission(second)
    for period, value in ((Q1, 90), (Q2, 91)):
        officers.typed(officers.entry(submission, calls, period), value=value)
    officers.decided(submission, "submit", officers.provider)
    officers.decided(submission, "confirm", officers.manager)
    assert [officers.figure(calls, period).value for period in (Q1, Q2)] == [90, 91]
    assert (officers.figure(calls, Q2).short_travel, officers.summary(Q1).total) == ("improving", 1)


def test_a_renamed_portfolio(session: Session, council: CouncilBuilder) -> None:
    """Renamed in the middle of the year: the live summary has the new name, what Cabinet was given keeps the old."""
    reviewing = Reviewing(session, council)
    edition = reviewing.seal(reviewing.collected(Q1))
    data = PortfolioUpdate(name="Housing and Homelessness")
    administrator = council.actor("administrator")
    update_portfolio(session, administrator, council.homes.id, data, council.homes.version)
    session.commit()
    reading = Reading(session, reviewing.team)
    _, parts = reading.parts(Q1, By.PORTFOLIO)
    assert {name: part.total for name, part in parts.items()} == {"Housing and Homelessness": 1, "Clean Streets": 1}
    assert reading.summary(Q1, portfolio="HOMES").total == 1, "the code stays, and finds the figures of every year"
    content = reviewing.content(edition)
    names = {each.code: each.name for each in content.portfolios}
    assert names == {"HOMES": "Homes and Communities", "STREETS": "Clean Streets"}
