"""Edge cases of targets: easier than what was achieved, mistaken, in words, profiled, and later than the quarter."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection.since_last import changes_since_last
from quarterdeck.core.errors import Problem
from quarterdeck.measures import targets
from quarterdeck.measures.models import Indicator, Observation
from quarterdeck.measures.schemas import TargetCreate
from quarterdeck.measures.viewpoint import Viewpoint
from tests.collection.collecting import Q1, Q2, Q3, Q4
from tests.edge_cases.telling import Officers, Papers, found, rated
from tests.integrations.reading import a_mapping, a_row

AGREED = "Agreed with the budget"


def _refused(officers: Officers, indicator: Indicator, period: str, **said: Any) -> dict[str, str]:
    """What is said against a target that is proposed, by where it is mended."""
    data = TargetCreate.model_validate({"period": period, "rationale": AGREED, **said})
    tried = targets.try_target(officers.session, officers.team, indicator.id, data)
    assert tried.clear is False
    with pytest.raises(Problem) as refused, officers.session.begin_nested():
        targets.propose_target(officers.session, officers.team, indicator.id, data)
    officers.session.expire_all()
    assert refused.value.status == 422
    return {each.pointer: each.detail for each in refused.value.errors}


def test_e15_target_easier_than_outturn(officers: Officers, papers: Papers) -> None:
    """Vacant shops: 9.24% was achieved, 11.50% was to be reached. Allowed, but not without saying why."""
    vacant = officers.measures.indicator("LVE 003", polarity="lower", decimals=2, frequency="annual")
    officers.measures.reported(vacant, "2011-12", 9.24, approved=True)
    code = "target_easier_than_outturn"
    sentence = "The target of 11.50 is easier than what was achieved in 2011/12, 9.24. Say why."
    assert _refused(officers, vacant, "2012-13", value=11.50) == {f"/explanations/{code}": sentence}
    why = {code: "Two stores have given notice"}
    data = TargetCreate(period="2012-13", value=11.50, rationale=AGREED, explanations=why)
    placed = targets.propose_target(officers.session, officers.team, vacant.id, data)
    shown = targets.target_proposed(placed, officers.team)
    assert shown.explanations == why
    assert [(each.code, each.blocks) for each in shown.findings] == [(code, False)]
    harder = TargetCreate(period="2012-13", value=9.2, rationale=AGREED)
    assert targets.try_target(officers.session, officers.team, vacant.id, harder).clear
    # What was printed long ago was approved then, and is read as it stands.
    papers.read_lines("maidstone.csv", (137, 140))
    name = "Percentage of vacant retail units within the town centre"
    printed_targets = [papers.targets(year, name)[0].value for year in ("2012-13", "2013-14", "2014-15")]
    assert printed_targets == [11.5, 10.75, 10]


def test_e15_target_loosened_from_21_to_42_days(session: Session, officers: Officers) -> None:
    """39 days would have been red a year before. Whoever reviews it is told that the target moved."""
    relet = officers.measures.indicator("H4", polarity="lower", decimals=0, definition={"unit_of_measure": "days"})
    officers.measures.target(relet, "2022-23-Q4", 21)
    officers.measures.reported(relet, "2022-23-Q4", 61, approved=True)
    officers.measures.target(relet, Q1, 42)
    read = officers.entered(relet, Q1, value=39)
    assert read.rating is not None
    assert read.rating.rating == "green"
    submission = officers.submission_of(officers.asked(relet, Q1))
    (change,) = changes_since_last(session, submission).figures
    assert change.changed == ["value", "rating", "target"]
    assert change.before is not None
    assert change.before.target is not None
    assert change.now.target is not None
    assert (change.before.target.value, change.now.target.value) == (21, 42)
    assert (change.before.rating, change.now.rating) == ("red", "green")


def test_e16_target_is_an_error_73_390_against_420(officers: Officers) -> None:
    visits = officers.measures.indicator("OX 1", decimals=0, definition={"unit_of_measure": "visits"})
    officers.measures.target(visits, Q3, 420)
    read = officers.entered(visits, Q3, value=73_390)
    sentence = "73,390 is 175 times the target, 420. Put right what is wrong, or say why it is so."
    assert found(read) == {"times_hundred": (sentence, True)}
    assert officers.submit_refused(visits, Q3) == (409, "checklist")
    # The figure is right and the target wrong: that is said, and stands beside the green for whoever reviews it.
    figure = officers.handed_in(visits, Q3, explanations={"times_hundred": "The target is an error"})
    assert (rated(figure), figure.explanations) == (("green", None), {"times_hundred": "The target is an error"})
    # And the next one is held against the figures before anybody approves it.
    assert _refused(officers, visits, Q4, value=420) == {
        "/explanations/target_times_hundred": "The target of 420 is about a hundredth of the lowest figure on record, "
        "73,390. Put it right, or say why it is so.",
        "/explanations/target_easier_than_outturn": "The target of 420 is easier than what was achieved in "
        "Q3 2023/24, 73,390. Say why.",
    }


def test_e16_targets_of_0(officers: Officers) -> None:
    deaths = officers.measures.indicator("R1", polarity="lower", decimals=0, definition={"unit_of_measure": "people"})
    sentence = "The target is zero, and no share of it can be missed or met. Say why it is right."
    assert _refused(officers, deaths, Q1, value=0) == {"/explanations/zero_target": sentence}
    officers.measures.target(deaths, Q1, 0)
    figure = officers.handed_in(deaths, Q1, value=1)
    assert (rated(figure), figure.unrated_sentence) == (
        ("unrated", "zero_target"), "The target is zero, and a share of zero tells nothing.",
    )  # fmt: skip
    said = officers.summary(Q1).sentence
    assert said == "0 of 1 performance indicator is rated. Not rated: 1 with a target of zero."
    # A rule in the figure's own unit says what zero allows: one is amber, two are red.
    officers.measures.ruled(deaths, "points", reason="Zero is meant", green_within=0, amber_within=1)
    assert rated(officers.figure(deaths, Q1)) == ("amber", None)


TWO_YEARS_IN_ONE_CELL = "50% in 2023/24 and 55% in 2024/25"
IN_WORDS = (
    "Top quartile metropolitan authorities",
    "Higher than previous year",
    "Will be set as part of the budget process",
    TWO_YEARS_IN_ONE_CELL,
)


@pytest.mark.parametrize("words", IN_WORDS)
def test_e17_text_and_relative_targets(officers: Officers, papers: Papers, words: str) -> None:
    users = officers.measures.indicator("T1", decimals=0, definition={"unit_of_measure": "users"})
    officers.measures.target(users, Q1, text=words)
    read = officers.entered(users, Q1, value=1186)
    assert read.target is not None
    assert read.rating is not None
    assert (read.target.value, read.target.text) == (None, words)
    sentence = "The target is given in words, which no rule can compare with a figure."
    assert (read.rating.rating, read.rating.sentence) == ("unrated", sentence)
    figure = officers.handed_in(users, Q1)
    assert (figure.target_text, rated(figure)) == (words, ("unrated", "textual_target"))
    said = "0 of 1 performance indicator is rated. Not rated: 1 with a target in words."
    assert officers.summary(Q1).sentence == said
    # Printed, they are read as words and not as a number that stands in them; what speaks of two years is listed.
    report = papers.read([a_row(target_as_printed=words)], a_mapping())
    if words == TWO_YEARS_IN_ONE_CELL:
        assert [(each["column"], each["text"]) for each in report["unreadable"]] == [("target_as_printed", words)]
    else:
        assert [(each.value, each.text) for each in papers.targets("2023-24-Q1")] == [(None, words)]


def test_e17_targets_as_printed(papers: Papers) -> None:
    report = papers.read_lines("maidstone.csv", (142, 144), 159)
    assert report["unreadable"] == []
    claimants = "Percentage of people claiming Job Seekers Allowance"
    printed_targets = [papers.targets(year, claimants)[0] for year in ("2012-13", "2013-14", "2014-15")]
    assert [(each.value, each.as_printed) for each in printed_targets] == [
        (2.4, "2.4%<"), (2.3, "2.3%<"), (2.3, "2.3%<"),
    ]  # fmt: skip
    (budget,) = papers.targets("2014-15", "Income from pay and display car parks per parking space")
    assert (budget.value, budget.text) == (None, "Will be set as part of the budget process each year.")


def test_e18_two_pages_of_one_council_contradict_each_other(papers: Papers) -> None:
    papers.read_lines("mole_valley.csv", (6, 9), 142)
    telecare = "Number of telecare service users"
    assert [target.text for target in papers.targets("2023-24", telecare)] == ["Higher than previous year"]
    quarter = papers.seen(telecare, "2023-24-Q1")
    assert (quarter.value, quarter.target, quarter.target_text) == (1186, None, "")
    # One page's "data only" does not outweigh the other's target: a performance measure, as yet without a rule.
    assert (quarter.kind, rated(quarter)) == ("performance", ("unrated", "no_rule"))
    # 676 on one page, 561 on the other, and nothing tells which is newer: both are listed, neither is guessed.
    rows = [a_row(value_as_printed="600", target_as_printed=target) for target in ("676", "561")]
    report = papers.read(rows, a_mapping())
    assert [(each["text"], each["against"]["text"]) for each in report["conflicts"]] == [("676", "561"), ("561", "676")]
    assert papers.targets("2023-24-Q1") == []
    assert papers.seen("Calls answered", "2023-24-Q1").target is None


def test_e19_cumulative_series_with_profiled_targets(officers: Officers) -> None:
    """Council tax collected so far: each quarter has its own target, and rises without getting better."""
    tax = officers.measures.indicator("CT1", decimals=2, definition={"aggregation": "year_to_date"})
    quarters = {Q2: (54.81, 54.93), Q3: (81.50, 82.42), Q4: (96.66, 95.75)}
    for period, (_, target) in quarters.items():
        officers.measures.target(tax, period, target)
    officers.measures.target(tax, "2023-24", 95.75)
    officers.measures.reported(tax, "2022-23-Q2", 54.93, approved=True)
    figures = {}
    for period, (value, _) in quarters.items():
        read = officers.entered(tax, period, value=value, commentary="Missed by few")
        assert found(read) == {}, "a rise within the year is no jump"
        assert read.year_target is not None
        assert read.year_target.value == 95.75
        figures[period] = officers.handed_in(tax, period)
    assert [rated(each)[0] for each in figures.values()] == ["amber", "amber", "green"]
    assert {each.short_reason for each in figures.values()} == {"year_to_date"}
    assert (figures[Q2].long_travel, figures[Q2].long_change) == ("worsening", -0.12)


def test_e19_falling_year_to_date(officers: Officers) -> None:
    """105,595 journeys of the third quarter, typed where 285,661.5 since April are asked for."""
    definition = {"unit_of_measure": "journeys", "aggregation": "year_to_date"}
    journeys = officers.measures.indicator("PKG 007", decimals=1, definition=definition)
    officers.measures.reported(journeys, Q1, 89_849.5, approved=True)
    officers.measures.reported(journeys, Q2, 180_066.5, approved=True)
    read = officers.entered(journeys, Q3, value=105_595)
    sentence = (
        "A figure for the year to date should not fall: it was 180,066.5 for Q2 2023/24 and is 105,595.0 now. Say why."
    )
    assert found(read)["falling_year_to_date"] == (sentence, True)
    assert officers.submit_refused(journeys, Q3) == (409, "checklist")
    assert found(officers.entered(journeys, Q3, value=285_661.5)) == {}
    assert officers.handed_in(journeys, Q3).value == 285_661.5
    # In April it starts again.
    assert found(officers.entered(journeys, "2024-25-Q1", value=91_000)) == {}


def test_e34_target_approved_after_q1(officers: Officers) -> None:
    """Approved in July: the quarter that had none gets it, and what Cabinet was shown stays as it was."""
    relet = officers.measures.indicator("H4", polarity="lower", decimals=0, definition={"unit_of_measure": "days"})
    first = officers.handed_in(relet, Q1, value=39)
    assert (rated(first), first.target) == (("unrated", "no_target"), None)
    assert officers.summary(Q1).sentence == "0 of 1 performance indicator is rated. Not rated: 1 without a target."
    row = officers.session.get_one(Observation, first.id)
    edition = officers.measures.edition(Q1, row, issued_to=officers.council.cabinet)
    then = officers.measures.now()
    said = {"/rationale": "The year 2023/24 has begun: say why in the rationale."}
    assert _refused(officers, relet, Q1, value=42, rationale="") == said
    target = officers.measures.target(relet, Q1, 42, rationale="Approved by Cabinet on 13 July")
    now = officers.figure(relet, Q1)
    assert (rated(now), now.target, now.target_id, now.id) == (("green", None), 42, target.id, first.id)
    assert officers.summary(Q1).sentence == "1 of 1 performance indicator is rated: 1 green, 0 amber, 0 red."
    for before in (Viewpoint(then), Viewpoint(edition.change_no, edition.id)):
        seen = officers.figure(relet, Q1, before)
        assert (rated(seen), seen.target) == (("unrated", "no_target"), None)
    officers.measures.consistent()
