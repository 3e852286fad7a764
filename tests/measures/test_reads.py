"""Figures as they are read: travel for the viewpoint, revisions, series, filters, and how few queries that takes."""

from dataclasses import fields
from datetime import date

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core.errors import Problem
from quarterdeck.core.http import Paging, page
from quarterdeck.measures import reads, summaries
from quarterdeck.measures.figure_schemas import FigureRead, SummaryRead
from quarterdeck.measures.figures import SORT, Figure, Filters, select_figures
from quarterdeck.measures.models import Indicator, ValueState
from quarterdeck.measures.revisions import Reported
from quarterdeck.measures.summaries import By
from quarterdeck.measures.viewpoint import NOW, Viewpoint
from tests.builders import CouncilBuilder
from tests.measures.counting import counted
from tests.measures.growing import Q1, Q2, Q3, Measures
from tests.planning.growing import Plans

pytestmark = pytest.mark.both

LAST_Q1, LAST_Q2 = "2022-23-Q1", "2022-23-Q2"


def _figure(measures: Measures, period: str, viewpoint: Viewpoint = NOW, ref: str = "H4") -> Figure:
    wanted = Filters(ref=ref, period=period)
    return reads.read_figures(measures.session, measures.team, viewpoint, wanted)[0]


def test_a_figure_holds_what_its_row_holds_in_the_same_order(council: CouncilBuilder) -> None:
    columns = [column.key for column in select_figures(council.actor("auditor"), NOW).selected_columns]
    names = [field.name for field in fields(Figure)]
    assert columns == [*names[: reads.OWN], "rule_low", "rule_high", "breaks"]
    assert names == list(FigureRead.model_fields)


def test_a_figure_says_everything_that_made_it(measures: Measures) -> None:
    voids = measures.indicator(polarity="lower")
    target = measures.target(voids, Q1, 26)
    row = measures.reported(
        voids, Q1, 27.3, numerator=273, denominator=10, provisional=True, commentary="Two were late", source="Register"
    )
    figure = _figure(measures, Q1)
    assert (figure.id, figure.ref, figure.unit, figure.unit_name) == (row.id, "H4", "HOUSING", "Housing")
    assert (figure.value_state, figure.value, figure.numerator, figure.denominator) == ("value", 27.3, 273, 10)
    assert (figure.provisional, figure.commentary, figure.source, figure.origin) == (
        True,
        "Two were late",
        "Register",
        "submission",
    )
    assert (figure.target, figure.target_low, figure.target_text, figure.target_id) == (26, None, "", target.id)
    assert (figure.rating, figure.unrated_reason, figure.unrated_sentence) == ("amber", None, "")
    assert (figure.unit_of_measure, figure.decimals, figure.polarity, figure.kind) == ("%", 1, "lower", "performance")
    assert (figure.start_on, figure.end_on) == (date(2023, 4, 1), date(2023, 6, 30))
    assert figure.period_label == "Quarter 1 2023/24 (April to June 2023)"
    assert (figure.revision, figure.revision_kind, figure.revised) == (1, "first", False)


@pytest.mark.parametrize(
    "state, sentence",
    [
        ("awaited", "There is no figure to rate (awaited)."),
        ("nil_return", "There is no figure to rate (nil return)."),
        ("value", "No target is set for this period."),
    ],
)
def test_an_unrated_figure_says_why(measures: Measures, state: str, sentence: str) -> None:
    measures.reported(measures.indicator(), Q1, 5 if state == "value" else None, state=state)
    assert _figure(measures, Q1).unrated_sentence == sentence


def test_a_contextual_measure_is_never_rated_whatever_stands_beside_it(measures: Measures) -> None:
    volume = measures.indicator("C1", kind="contextual")
    measures.target(volume, Q1, 100)
    measures.reported(volume, Q1, 120)
    figure = _figure(measures, Q1, ref="C1")
    assert (figure.kind, figure.rating, figure.unrated_reason) == ("contextual", "unrated", "contextual")
    assert figure.target == 100


def test_travel_is_short_and_long(measures: Measures) -> None:
    voids = measures.indicator(polarity="lower")
    for period, value in ((LAST_Q2, 30.0), (Q1, 27.3), (Q2, 28.0)):
        measures.reported(voids, period, value)
    figure = _figure(measures, Q2)
    assert (figure.short_travel, figure.short_change, figure.short_reason) == ("worsening", 0.7, None)
    assert (figure.long_travel, figure.long_change, figure.long_reason) == ("improving", -2.0, None)
    first = _figure(measures, LAST_Q2)
    assert (first.short_travel, first.short_change, first.short_reason) == ("not_compared", None, "no_earlier_value")


def test_travel_compares_with_what_stood_at_the_viewpoint(measures: Measures) -> None:
    voids = measures.indicator()
    before = measures.reported(voids, Q1, 90, approved=True)
    row = measures.reported(voids, Q2, 95, approved=True)
    then = measures.now()
    edition = measures.edition(Q2, row, issued_to=measures.council.cabinet)
    measures.edition(Q1, before, issued_to=measures.council.cabinet)
    measures.restated(before, 99, "A typing error")
    assert (_figure(measures, Q2).short_travel, _figure(measures, Q2).short_change) == ("worsening", -4.0)
    for viewpoint in (Viewpoint(then), Viewpoint(edition.change_no, edition.id)):
        figure = _figure(measures, Q2, viewpoint)
        assert (figure.short_travel, figure.short_change) == ("improving", 5.0)


def test_travel_uses_what_the_reader_may_see_of_the_period_before(measures: Measures) -> None:
    voids = measures.indicator()
    measures.approve(measures.reported(voids, Q1, 90))
    measures.reported(voids, Q1, 97, reason="Not yet approved")
    measures.reported(voids, Q2, 95, approved=True)
    analyst = measures.council.actor("analyst")
    seen = reads.read_figures(measures.session, analyst, NOW, Filters(period=Q2))[0]
    assert (seen.short_travel, seen.short_change) == ("improving", 5.0)
    assert (_figure(measures, Q2).short_travel, _figure(measures, Q2).short_change) == ("worsening", -2.0)


def test_a_definition_that_breaks_the_series_is_not_compared_across(measures: Measures) -> None:
    voids = measures.indicator()
    for period, value in ((Q1, 90), (Q2, 95), (Q3, 96)):
        measures.reported(voids, period, value)
    then = measures.now()
    measures.defined(voids, date(2023, 7, 1), breaks_series=True)
    assert _figure(measures, Q2).short_reason == "break_in_series"
    assert _figure(measures, Q3).short_travel == "improving"
    assert _figure(measures, Q2, Viewpoint(then)).short_travel == "improving"


def test_a_good_range_comes_from_the_rule_or_the_target(measures: Measures) -> None:
    rule = {"kind": "range", "parameters": {"low": 40, "high": 60, "amber_within": 5}}
    own = measures.indicator("R1", polarity="range", rule=rule)
    by_target = measures.indicator("R2", polarity="range", rule={"kind": "range", "parameters": {"amber_within": 5}})
    measures.target(by_target, Q2, low=40, high=60)
    for indicator in (own, by_target):
        measures.reported(indicator, Q1, 70)
        measures.reported(indicator, Q2, 62)
    for ref in ("R1", "R2"):
        figure = _figure(measures, Q2, ref=ref)
        assert (figure.short_travel, figure.rating) == ("improving", "amber"), ref


def test_a_restated_figure_is_marked_for_good(measures: Measures) -> None:
    voids = measures.indicator()
    row = measures.reported(voids, Q1, 30)
    corrected = measures.reported(voids, Q1, 31)
    assert _figure(measures, Q1).revised is False
    measures.edition(Q1, corrected, issued_to=measures.council.cabinet)
    measures.restated(corrected, 13, "Counted twice")
    measures.restated(corrected, 14, "One too few")
    figure = _figure(measures, Q1)
    assert (figure.value, figure.revision, figure.revised, figure.reason) == (14, 4, True, "One too few")
    query = reads.list_revisions(measures.session, measures.team, row.id)
    told = [(each[0].revision, each[0].kind, each[0].value, each.approved) for each in measures.session.execute(query)]
    assert sorted(told) == [
        (1, "first", 30, False),
        (2, "correction", 31, False),
        (3, "restatement", 13, True),
        (4, "restatement", 14, True),
    ]


def test_revisions_carry_the_rating_of_then_and_are_limited_by_sight(measures: Measures) -> None:
    session, analyst = measures.session, measures.council.actor("analyst")
    voids = measures.indicator()
    measures.target(voids, Q1, 95)
    first = measures.reported(voids, Q1, 94)
    second = measures.reported(voids, Q1, 96, approved=True)
    then = measures.now()
    measures.target(voids, Q1, 97)

    def told(actor: object, viewpoint: Viewpoint = NOW) -> list[tuple[int, str]]:
        rows = session.execute(reads.list_revisions(session, actor, second.id, viewpoint))  # type: ignore[arg-type]
        return sorted((row[0].id, row.rating) for row in rows)

    assert told(measures.team) == [(first.id, "amber"), (second.id, "amber")]
    assert told(measures.team, Viewpoint(then)) == [(first.id, "amber"), (second.id, "green")]
    assert told(analyst) == [(second.id, "amber")]
    for actor, viewpoint, row in ((analyst, NOW, first), (measures.team, Viewpoint(first.change_no), second)):
        with pytest.raises(Problem) as refused:
            reads.list_revisions(session, actor, row.id, viewpoint)
        assert refused.value.status == 404


def test_in_an_edition_the_revisions_end_with_the_one_it_pins(measures: Measures) -> None:
    session, cabinet = measures.session, measures.council.actor("cabinet_member")
    row = measures.reported(measures.indicator(), Q1, 30)
    edition = measures.edition(Q1, row, issued_to=measures.council.cabinet)
    measures.restated(row, 13, "Counted twice")
    pinned = Viewpoint(edition.change_no, edition.id)
    rows = session.execute(reads.list_revisions(session, cabinet, row.id, pinned)).all()
    assert [each[0].id for each in rows] == [row.id]


def test_figures_are_found_by_codes(session: Session, measures: Measures, council: CouncilBuilder) -> None:
    plans = Plans(session, council)
    priority_id = plans.priority_of(plans.adopted())
    voids = measures.indicator("H4", portfolio=council.homes, priority_ids=[priority_id])
    litter = measures.indicator("E1", unit=council.environment)
    measures.target(voids, Q1, 90)
    for indicator, period in ((voids, Q1), (voids, Q2), (litter, Q1)):
        measures.reported(indicator, period, 95)
    measures.reported(voids, Q1, 88, breakdown="ward:Northfield")

    def found(**by: object) -> list[tuple[str, str, str]]:
        figures = reads.read_figures(session, measures.team, NOW, Filters(**by))  # type: ignore[arg-type]
        return [(figure.ref, figure.period, figure.breakdown) for figure in figures]

    of_voids = [("H4", Q2, "all"), ("H4", Q1, "all"), ("H4", Q1, "ward:Northfield")]
    assert found() == [("E1", Q1, "all"), *of_voids]
    assert found(indicator_id=voids.id) == found(ref="H4") == found(unit="HOUSING") == of_voids
    assert found(plan="PLAN") == found(theme="PEOPLE") == found(portfolio="HOMES") == of_voids
    assert found(priority_id=priority_id) == of_voids
    assert found(plan="NONE") == found(theme="PLACE") == found(portfolio="STREETS") == found(priority_id=0) == []
    assert found(period=Q2) == found(breakdown="all", period=Q2, rating="unrated") == [("H4", Q2, "all")]
    assert found(rating="green") == [("H4", Q1, "all")]
    assert found(breakdown="ward:Northfield") == [("H4", Q1, "ward:Northfield")]


def test_cells_are_read_exactly(measures: Measures) -> None:
    rows = [
        measures.reported(indicator, period, 95)
        for indicator in (measures.indicator("H4"), measures.indicator("H5"))
        for period in (Q1, Q2)
    ]
    wanted = [(rows[0].series_id, Q1), (rows[2].series_id, Q2), (rows[0].series_id, Q3)]
    figures = reads.read_cells(measures.session, measures.team, wanted)
    assert [(figure.series_id, figure.period) for figure in figures] == sorted(wanted[:2])
    assert reads.read_cells(measures.session, measures.team, []) == []


@pytest.fixture
def many(measures: Measures) -> list[Indicator]:
    made = [measures.indicator(f"H{number}") for number in range(6)]
    quarters = (LAST_Q1, LAST_Q2, Q1, Q2)
    series = [measures.series(indicator).id for indicator in made]
    measures.appended(
        [Reported(each, code, ValueState.VALUE, 95) for each in series for code in quarters], approved=True
    )
    return made


@pytest.mark.slow
@pytest.mark.parametrize("role", ["performance_team", "data_provider", "analyst"])
def test_a_page_of_figures_takes_two_queries_from_anywhere(
    measures: Measures, many: list[Indicator], role: str
) -> None:
    session, actor = measures.session, measures.council.actor(role)
    for viewpoint in (NOW, Viewpoint(measures.now())):
        with counted(session) as sent:
            rows, cursor = page(session, select_figures(actor, viewpoint), SORT, Paging(20, None))
            figures = reads.figures_of(session, actor, viewpoint, rows)
        assert (len(figures), len(sent)) == (20, 2)
        assert cursor is not None


@pytest.mark.slow
def test_pages_follow_each_other_without_gap_or_repeat(measures: Measures, many: list[Indicator]) -> None:
    session, team = measures.session, measures.team
    whole = [(figure.ref, figure.period) for figure in reads.read_figures(session, team)]
    cursor, paged = None, []
    while True:
        rows, cursor = page(session, select_figures(team, NOW), SORT, Paging(5, cursor))
        paged += [(row.ref, row.period) for row in rows]
        if cursor is None:
            break
    assert paged == whole
    assert len(set(paged)) == 24


@pytest.mark.slow
def test_a_series_takes_one_query_whatever_its_length(measures: Measures, many: list[Indicator]) -> None:
    session, team, indicator = measures.session, measures.team, many[0]
    series = measures.series(indicator)
    with counted(session) as sent:
        points = reads.points_of(session, team, NOW, indicator.id, [series.id])
    assert [figure.period for figure in points[series.id]] == [LAST_Q1, LAST_Q2, Q1, Q2]
    assert len(sent) == 1


def _counts(read: SummaryRead) -> tuple[int, int, int, int, int, int]:
    return read.total, read.contextual, read.rated, read.green, read.amber, read.red


@pytest.fixture
def quarter(session: Session, measures: Measures, council: CouncilBuilder) -> None:
    """Q1: two green, one amber, one red; one awaited, one without target, one contextual; under two themes and none."""
    plans = Plans(session, council)
    people = plans.priority_of(plans.adopted())
    other = Plans(session, council)
    homes = other.priority_of(other.adopted("HOUSING-PLAN"))
    for ref, value, target, values in (
        ("H1", 96, 95, {"priority_ids": [people, homes], "portfolio": council.homes}),
        ("H2", 94, 95, {"priority_ids": [people]}),
        ("H3", 50, 95, {"priority_ids": [homes], "portfolio": council.homes}),
        ("H4", None, 95, {"priority_ids": [people]}),
        ("E1", 99, 95, {"unit": council.environment, "portfolio": council.streets}),
        ("E2", 5, None, {"unit": council.environment}),
        ("C1", 700, None, {"kind": "contextual", "unit": council.environment, "priority_ids": [people]}),
    ):
        indicator = measures.indicator(ref, **values)  # type: ignore[arg-type]
        if target is not None:
            measures.target(indicator, Q1, target)
        measures.reported(indicator, Q1, value)
        measures.reported(indicator, Q1, value, breakdown="ward:Northfield")


@pytest.mark.slow
@pytest.mark.parametrize("by", list(By))
def test_a_summary_states_its_denominator_and_its_parts_add_up(
    session: Session, measures: Measures, quarter: None, by: By
) -> None:
    wanted = summaries.wholes_unless_asked(Filters(period=Q1))
    with counted(session) as sent:
        whole, parts = summaries.summarise_figures(session, measures.team, NOW, wanted, by)
    assert len(sent) <= 4
    read = SummaryRead.of(whole)
    assert _counts(read) == (7, 1, 4, 2, 1, 1)
    assert (read.unrated, read.without_data, read.not_rated) == ({"no_target": 1, "no_value": 1}, {"awaited": 1}, 2)
    assert (read.percentages.green, read.percentages.amber, read.percentages.red) == (50, 25, 25)
    assert read.sentence.startswith("4 of 6 performance indicators are rated: 2 green, 1 amber, 1 red.")
    assert read.rated + read.not_rated == read.performance
    under = [SummaryRead.of(part) for _, part in parts]
    assert tuple(map(sum, zip(*map(_counts, under), strict=True))) == _counts(read)
    assert sum(each.short_travel.indicators for each in under) == read.short_travel.indicators == 6


@pytest.mark.slow
def test_figures_are_counted_under_their_headings(session: Session, measures: Measures, quarter: None) -> None:
    def told(by: By, **filters: str) -> dict[tuple[str | None, str | None], int]:
        wanted = summaries.wholes_unless_asked(Filters(period=Q1, **filters))  # type: ignore[arg-type]
        _, parts = summaries.summarise_figures(session, measures.team, NOW, wanted, by)
        return {(heading.plan, heading.code): part.total for heading, part in parts}

    # H1 measures themes of two plans and is counted under the first.
    assert told(By.THEME) == {("HOUSING-PLAN", "PEOPLE"): 1, ("PLAN", "PEOPLE"): 4, (None, None): 2}
    assert told(By.THEME, plan="HOUSING-PLAN") == {("HOUSING-PLAN", "PEOPLE"): 2}
    assert told(By.UNIT) == {(None, "ENVIRONMENT"): 3, (None, "HOUSING"): 4}
    assert told(By.PORTFOLIO) == {(None, "STREETS"): 1, (None, "HOMES"): 2, (None, None): 4}
    assert told(By.UNIT, breakdown="ward:Northfield") == told(By.UNIT)


def test_a_summary_of_nothing_says_so(session: Session, measures: Measures) -> None:
    whole, parts = summaries.summarise_figures(session, measures.team, NOW, Filters(period=Q1), By.THEME)
    read = SummaryRead.of(whole)
    assert (read.total, read.percentages.green, parts) == (0, 0, [])
