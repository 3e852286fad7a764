"""Edge cases of ratings: compared as displayed, by the rule that is stored, whatever was printed or hoped for."""

from sqlalchemy.orm import Session

from quarterdeck.collection.since_last import changes_since_last
from quarterdeck.integrations.mapping import NO_MAPPING
from quarterdeck.measures import indicators
from tests.collection.collecting import Q1, Q2, Q3, Q4
from tests.edge_cases.telling import Officers, Papers, found, rated
from tests.integrations.reading import ANYTOWN, a_mapping, a_row

BRACKNELL = "Bracknell Forest Council"


# Which figures are good, the figure and its target, and the rating.
AS_DISPLAYED = [
    ("higher", 95.0, 95, "green"),
    ("higher", 94.95, 95, "green"),
    ("higher", 94.94, 95, "amber"),
    ("higher", 95, 95.04, "green"),
    ("lower", 95.04, 95, "green"),
    ("lower", 95.05, 95, "amber"),
]


def test_95_0_per_cent_against_95_per_cent(officers: Officers) -> None:
    """Compared as displayed, to one decimal: a committee that reads "95.0% against 95%" must not see red."""
    answered = []
    for number, (polarity, _, target, _) in enumerate(AS_DISPLAYED):
        answered.append(officers.measures.indicator(f"C{number}", polarity=polarity))
        officers.measures.target(answered[-1], Q1, target)
    for indicator, (_, value, _, rating) in zip(answered, AS_DISPLAYED, strict=True):
        read = officers.entered(indicator, Q1, value=value, commentary="As expected")
        assert read.rating is not None
        assert read.rating.rating == rating
    officers.handed_in(answered[0], Q1)
    figures = [officers.figure(indicator, Q1) for indicator in answered]
    assert [(each.polarity, each.value, each.target, each.rating) for each in figures] == AS_DISPLAYED
    assert officers.summary(Q1).sentence == "6 of 6 performance indicators are rated: 4 green, 2 amber, 0 red."


def test_e7_wrong_polarity_stored(session: Session, officers: Officers, papers: Papers) -> None:
    """Printed as "aim to maximise": the mapping file puts it right, and without one a check says what is odd."""
    name = "Number of rough sleepers in the district on a given date"
    sentence = (
        "The name speaks of “rough sleepers”, of which a low figure is good; the definition says that high is good. "
        "Put it right, or set this check off with the reason."
    )
    wrong = officers.measures.indicator("H9", name=name, decimals=0, definition={"unit_of_measure": "people"})
    detail = indicators.indicator_detail(session, wrong)
    assert [(each.code, each.sentence) for each in detail.findings] == [("polarity_contradicts_name", sentence)]
    right = officers.measures.indicator("H8", name=f"{name} (put right)", polarity="lower", decimals=0,
                                        definition={"unit_of_measure": "people"})  # fmt: skip
    assert indicators.indicator_detail(session, right).findings == []
    papers.read_lines("mole_valley.csv", 56, 128)
    emergency = "Number of households in bed & breakfast and nightly stay accommodation"
    assert {papers.definitions(emergency)[0].polarity} == {"lower"}
    assert papers.seen(emergency, "2023-24-M01").polarity == "lower"


def test_e7_without_a_mapping_file_the_printed_polarity_is_kept_and_questioned(
    session: Session, papers: Papers
) -> None:
    papers.read_lines("mole_valley.csv", 56, mapping=NO_MAPPING)
    emergency = papers.indicator("Number of households in bed & breakfast and nightly stay accommodation")
    assert papers.definitions(emergency.name)[0].polarity == "higher"
    detail = indicators.indicator_detail(session, emergency)
    assert [each.code for each in detail.findings] == ["polarity_contradicts_name"]


def test_e7_114_kg_against_127_kg_is_met(session: Session, officers: Officers) -> None:
    """The minutes said that the target was missed. Less waste is better, and the sentence of a check says so."""
    kg = {"unit_of_measure": "kg"}
    waste = officers.measures.indicator(
        "W1", name="Residual waste per household", polarity="lower", decimals=0, definition=kg
    )
    officers.measures.target(waste, Q1, 127)
    read = officers.entered(waste, Q1, value=114)
    assert read.rating is not None
    assert (read.rating.rating, read.indicator and read.indicator.definition.polarity) == ("green", "lower")
    assert rated(officers.handed_in(waste, Q1)) == ("green", None)
    misread = officers.measures.indicator("W2", name="Residual waste in all", decimals=0, definition=kg)
    detail = indicators.indicator_detail(session, misread)
    assert [each.code for each in detail.findings] == ["polarity_contradicts_name"]


def test_e8_printed_rag_contradicts_its_own_rule(papers: Papers) -> None:
    """81.50 against 82.42 is 1.1% short: amber by the council's own rule, counted red in its summary (MEASURED)."""
    report = papers.read_lines("maidstone.csv", 102, rag_as_printed="Red")
    tax = "Maidstone: Percentage of Council Tax collected"
    figure = papers.seen(tax, "2023-24-Q3")
    assert (figure.value, figure.target, figure.printed_rating) == (81.5, 82.42, "Red")
    assert rated(figure) == ("amber", None)
    assert [(each["printed"], each["computed"]) for each in report["ratings"]["differ"]] == [("Red", "amber")]
    said = papers.summary("Maidstone Borough Council", "2023-24-Q3").sentence
    assert said == "1 of 1 performance indicator is rated: 0 green, 1 amber, 0 red."


def test_e9_same_percentage_of_target_different_rag(papers: Papers) -> None:
    """43 of 50 printed green, 222 of 258 printed amber: each is 86% of its target, and one rule rates them alike."""
    report = papers.read_lines("bracknell_forest.csv", 5, 8)
    names = [
        "Percentage of children with EHCP issued within a 20-week statutory timeframe (year to date)",
        "Number of young people involved in universal youth service activities",
    ]
    figures = [papers.seen(name, "2024-25-Q3") for name in names]
    assert [(each.value, each.target, each.printed_rating) for each in figures] == [
        (43, 50, "Green"), (222, 258, "Amber"),
    ]  # fmt: skip
    assert [rated(each) for each in figures] == [("red", None), ("red", None)]
    assert {(each["printed"], each["computed"]) for each in report["ratings"]["differ"]} == {
        ("Green", "red"), ("Amber", "red"),
    }  # fmt: skip


RULED = """\
rating = { kind = "relative", green_within = 5, amber_within = 10 }
[[council.indicator]]
ref = ""
name = "Major applications decided in time"
polarity = "higher"
[[council.indicator]]
ref = ""
name = "Planning applications received"
kind = "contextual"
"""


def test_e10_green_at_66_against_85_and_a_contextual_measure_with_a_rag(papers: Papers) -> None:
    decided, received = "Major applications decided in time", "Planning applications received"
    rows = [
        a_row(indicator=decided, value_as_printed="66%", target_as_printed="85%", rag_as_printed="Green"),
        a_row(indicator=received, value_as_printed="812", target_as_printed="", rag_as_printed="Green"),
    ]
    report = papers.read(rows, a_mapping(RULED))
    assert [(each["printed"], each["computed"]) for each in report["ratings"]["differ"]] == [("Green", "red")]
    figure, volume = (papers.seen(name, "2023-24-Q1") for name in (decided, received))
    assert (figure.printed_rating, rated(figure)) == ("Green", ("red", None))
    assert (volume.printed_rating, rated(volume), volume.kind) == ("Green", ("unrated", "contextual"), "contextual")
    summary = papers.summary(ANYTOWN, "2023-24-Q1")
    assert (summary.performance, summary.contextual, summary.green) == (1, 1, 0)
    assert summary.sentence == (
        "1 of 1 performance indicator is rated: 0 green, 0 amber, 1 red. Contextual, never rated: 1."
    )


def test_e31_composite_of_five_parts_is_asked_for_in_parts_and_counted_once(officers: Officers) -> None:
    streets = officers.measures.indicator("NI 195", polarity="lower", decimals=0)
    officers.measures.series(streets)
    parts = ("Litter", "Detritus", "Graffiti", "Fly-posting", "Weeds")
    for part in parts:
        officers.measures.series(streets, breakdown=f"part:{part}")
    officers.session.commit()
    officers.measures.target(streets, Q1, 10)
    submission = officers.submission(officers.opened(Q1))
    labels = [officers.seen(entry).indicator for entry in officers.entries(submission)]
    assert [each and each.breakdown for each in labels] == ["all", *(f"part:{part}" for part in sorted(parts))]
    officers.confirmed(submission, 8)
    assert officers.figure(streets, Q1).value == 8
    summary = officers.summary(Q1)
    assert (summary.total, summary.rated, summary.green) == (1, 1, 1)


def test_e31_score_that_moves_by_its_formula_is_not_compared(session: Session, officers: Officers) -> None:
    """The weights of a survey's score were changed: the score went up, and the service did not."""
    survey = officers.measures.indicator("NI 182", decimals=0)
    officers.handed_in(survey, Q1, value=71)
    since = officers.measures.defined(
        survey, since=officers.period(Q2).start, reason="New weights of the survey", decimals=0, breaks_series=True
    )
    officers.entered(survey, Q2, value=78)
    (change,) = changes_since_last(session, officers.submission_of(officers.asked(survey, Q2))).figures
    assert change.changed == ["value", "definition"]
    figure = officers.handed_in(survey, Q2)
    assert (figure.definition_id, figure.short_travel, figure.short_change, figure.short_reason) == (
        since.id, "not_compared", None, "break_in_series",
    )  # fmt: skip
    said = officers.summary(Q2).short_travel.sentence
    assert said == "0 of 1 can be compared."


# The figure of now, what is forecast for the year, and the rating; 90 are to be reached.
FORECAST = [(82, 92, "amber"), (82, 89, "red"), (82, None, "red"), (90, 80, "green")]


def test_e32_status_by_forecast_hides_current_amber(officers: Officers) -> None:
    """What is behind now is never green, whatever is forecast; and the forecast stands beside it."""
    rule = {"kind": "forecast", "parameters": {"green_within": 0}}
    homes = {"unit_of_measure": "homes"}
    built = [officers.measures.indicator(f"D{n}", decimals=0, rule=rule, definition=homes) for n in range(4)]
    for indicator in built:
        officers.measures.target(indicator, Q2, 90)
        officers.measures.target(indicator, "2023-24", 90)
    for indicator, (value, forecast, rating) in zip(built, FORECAST, strict=True):
        read = officers.entered(indicator, Q2, value=value, forecast=forecast, commentary="The site opens in January")
        assert read.rating is not None
        assert (read.rating.rating, found(read)) == (rating, {})
    officers.handed_in(built[0], Q2)
    figures = [officers.figure(indicator, Q2) for indicator in built]
    assert [(each.value, each.forecast, each.rating) for each in figures] == FORECAST


def test_e33_direction_of_travel_of_what_is_unchanged_or_has_nothing_to_compare_with(officers: Officers) -> None:
    tax = officers.measures.indicator("CT1")
    first = officers.handed_in(tax, Q1, value=97.0)
    assert (first.short_travel, first.short_reason) == ("not_compared", "no_earlier_value")
    assert officers.summary(Q1).short_travel.sentence == "0 of 1 can be compared."
    # 97.04 prints as 97.0, as the quarter before: it is neither better nor worse.
    second = officers.handed_in(tax, Q2, value=97.04)
    assert (second.short_travel, second.short_change) == ("unchanged", 0)
    counts = officers.summary(Q2).short_travel
    assert (counts.improving, counts.unchanged, counts.worsening) == (0, 1, 0)
    assert counts.sentence == "1 of 1 can be compared: 0 improving, 1 unchanged, 0 worsening."
    # Corrected, it is held against the quarter before, and not against itself as it was.
    officers.decided(officers.submission_of(officers.asked(tax, Q2)), "reopen", officers.team, "A typing error")
    corrected = officers.handed_in(tax, Q2, value=96)
    assert (corrected.revision, corrected.short_travel, corrected.short_change) == (2, "worsening", -1)


def test_e35_small_number_percentage_swings(officers: Officers, papers: Papers) -> None:
    """Appeals upheld: 0%, 20%, 0%, 3%. One case more or less is no jump, and each quarter met its target."""
    papers.read_lines("bracknell_forest.csv", 2, 12, 21, 30)
    periods = ("2024-25-Q3", "2024-25-Q4", "2025-26-Q1", "2025-26-Q2")
    name = "Percentage of school admission appeals upheld"
    assert [(papers.seen(name, each).value, rated(papers.seen(name, each))[0]) for each in periods] == [
        (20, "green"), (0, "green"), (3, "green"), (0, "green"),
    ]  # fmt: skip
    upheld = officers.measures.indicator("1.1.2.PI", name=name, polarity="lower", decimals=0)
    for period in (Q1, Q2, Q3, Q4):
        officers.measures.target(upheld, period, 20)
    for quarter, (numerator, denominator) in zip((Q1, Q2, Q3, Q4), ((0, 5), (1, 5), (0, 4), (1, 33)), strict=True):
        read = officers.entered(upheld, quarter, numerator=numerator, denominator=denominator)
        assert found(read) == {}
        assert officers.handed_in(upheld, quarter).rating == "green"
